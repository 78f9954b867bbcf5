package dev.synth.score.midi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.score.ReadScore;
import dev.synth.score.ScoreNote;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files as they are met with: what can be saved of each is, and what was done is told. */
class BrokenMidiTest {
  private static final ScoreNote QUARTER = new ScoreNote(0, 96, 60, 64);

  private static void mended(byte[] bytes, String what) throws BadDataException {
    ReadScore read = MidiReader.read(bytes, "a.mid");
    assertEquals(List.of(QUARTER), read.score().parts().get(0).notes());
    assertTrue(
        read.mended().stream().anyMatch(sentence -> sentence.contains(what)),
        what + ": " + read.mended());
  }

  private static void refused(byte[] bytes, String what) {
    BadDataException e =
        assertThrows(BadDataException.class, () -> MidiReader.read(bytes, "a.mid"));
    assertTrue(e.getMessage().startsWith("a.mid: ") && e.getMessage().contains(what), e.toString());
    assertTrue(e.getMessage().endsWith("."), e.toString());
  }

  @Test
  @DisplayName("a whole file has nothing to mend")
  void plain() throws BadDataException {
    assertEquals(List.of(), MidiReader.read(Smf.plain(), "a.mid").mended());
  }

  @Test
  @DisplayName("bytes before the header, between tracks and after the last are passed over")
  void garbage() throws BadDataException {
    mended(Smf.joined(new byte[] {1, 2, 3}, Smf.plain()), "3 bytes before the header");
    mended(Smf.joined(Smf.plain(), "ID3 something".getBytes()), "bytes after the last track");
    byte[] padded = Smf.joined(Smf.plain(), new byte[64]);
    assertEquals(List.of(), MidiReader.read(padded, "a.mid").mended());
  }

  @Test
  @DisplayName("a file that ends within the head of its first track has none")
  void cutInATracksHead() {
    byte[] plain = Smf.plain();
    for (int length = 14; length < 22; length++) {
      byte[] cut = Arrays.copyOf(plain, length);
      assertThrows(BadDataException.class, () -> MidiReader.read(cut, "a.mid"), length + " bytes");
    }
  }

  @Test
  @DisplayName("a file in a RIFF wrapper is taken out of it")
  void riff() throws BadDataException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] plain = Smf.plain();
    out.writeBytes("RIFF".getBytes());
    out.writeBytes(new byte[] {(byte) (plain.length + 12), 0, 0, 0});
    out.writeBytes("RMIDdata".getBytes());
    out.writeBytes(new byte[] {(byte) plain.length, 0, 0, 0});
    out.writeBytes(plain);
    ReadScore read = MidiReader.read(out.toByteArray(), "a.rmi");
    assertEquals(List.of(QUARTER), read.score().parts().get(0).notes());
  }

  @Test
  @DisplayName("a wrong length of a track is found out, whether it is too great or too small")
  void lengths() throws BadDataException {
    mended(Smf.with(Smf.plain(), 18, 0, 0, 1, 0), "shorter than it says");
    mended(Smf.with(Smf.plain(), 18, 0, 0, 0, 4), "longer than it says");
    byte[] two =
        new Smf(1, 96)
            .track(0, 0x90, 60, 64, 96, 0x80, 60, 0)
            .track(0, 0x91, 62, 64, 96, 0x81, 62, 0)
            .bytes();
    for (int wrong : new int[] {4, 200}) {
      ReadScore read = MidiReader.read(Smf.with(two, 18, 0, 0, 0, wrong), "a.mid");
      assertEquals(2, read.score().parts().size(), wrong + ": " + read.mended());
    }
  }

  @Test
  @DisplayName("a file that was cut off keeps its whole events")
  void cutOff() throws BadDataException {
    byte[] plain = Smf.plain();
    mended(Arrays.copyOf(plain, plain.length - 4), "cut off");
    byte[] open = Arrays.copyOf(plain, plain.length - 8);
    ReadScore read = MidiReader.read(open, "a.mid");
    assertTrue(read.mended().toString().contains("never ends"), read.mended().toString());
    refused(Arrays.copyOf(plain, 10), "ends within its header");
    refused(Arrays.copyOf(plain, 14), "without tracks");
  }

  @Test
  @DisplayName("ticks of no length, and tempos and meters that cannot be, are left out")
  void impossible() throws BadDataException {
    byte[] plain = new Smf(0, 96).track(0, 0x90, 60, 64, 96, 0x80, 60, 0).bytes();
    mended(Smf.with(plain, 12, 0, 0), "how long a tick is");
    int[] tempo = {0, 0xff, 0x51, 3, 0, 0, 0, 0, 0x90, 60, 64, 96, 0x80, 60, 0};
    mended(new Smf(0, 96).track(tempo).bytes(), "1 tempos that cannot be");
    int[] meter = {0, 0xff, 0x58, 4, 0, 2, 24, 8, 0, 0x90, 60, 64, 96, 0x80, 60, 0};
    mended(new Smf(0, 96).track(meter).bytes(), "1 meters that cannot be");
  }

  @Test
  @DisplayName("notes without an end, a beginning or a length are mended")
  void notes() throws BadDataException {
    int[] unbegun = {0, 0x80, 50, 0, 0, 0x90, 60, 64, 96, 0x80, 60, 0};
    mended(new Smf(0, 96).track(unbegun).bytes(), "1 end of notes without a beginning");
    int[] empty = {0, 0x90, 60, 64, 0, 0x80, 60, 0};
    ReadScore read = MidiReader.read(new Smf(0, 96).track(empty).bytes(), "a.mid");
    assertTrue(read.mended().get(0).contains("has no length"), read.mended().toString());
    assertEquals(1, read.score().parts().get(0).notes().get(0).durationTicks());
  }

  @Test
  @DisplayName("a rest of a million ticks is kept, and told")
  void longRest() throws BadDataException {
    // 1,000,000 ticks in a variable-length number.
    int[] events = {
      0, 0x90, 60, 64, 96, 0x80, 60, 0, 0xbd, 0x84, 0x40, 0x90, 62, 64, 96, 0x80, 62, 0
    };
    ReadScore read = MidiReader.read(new Smf(0, 96).track(events).bytes(), "a.mid");
    assertEquals(1_000_096, read.score().parts().get(0).notes().get(1).startTicks());
    assertTrue(read.mended().get(0).contains("a rest of 2,604 bars"), read.mended().toString());
  }

  @Test
  @DisplayName("what is no song is refused with a sentence")
  void refusals() {
    refused(new byte[0], "does not begin with MThd");
    refused("hello".getBytes(), "does not begin with MThd");
    refused(new Smf(2, 96).track(0, 0x90, 60, 64, 96, 0x80, 60, 0).bytes(), "type 2");
    refused(new Smf(0, 96).track().bytes(), "without notes");
    // 200 million ticks of a quarter's 1 each.
    int[] far = {0xff, 0xff, 0xff, 0x7f, 0x90, 60, 64, 1, 0x80, 60, 0};
    refused(new Smf(0, 1).track(far).bytes(), "quarters after the first");
  }

  @Test
  @DisplayName("whatever bytes are changed, reading ends with a score or a sentence")
  void fuzz() {
    Random random = new Random(3);
    byte[] whole =
        Smf.joined(
            new Smf(1, 96)
                .track(0, 0xff, 0x58, 4, 3, 2, 24, 8, 0, 0xff, 0x51, 3, 7, 0xa1, 0x20)
                .track(0, 0xc0, 5, 0, 0x90, 60, 64, 96, 60, 0, 0, 0xe0, 0, 0x60, 0, 64, 70)
                .bytes(),
            new byte[8]);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, whole.length - random.nextInt(12));
      for (int k = random.nextInt(6); k >= 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        MidiReader.read(bytes, "a.mid");
        read++;
      } catch (BadDataException e) {
        assertTrue(e.getMessage().startsWith("a.mid: "), e.getMessage());
      }
    }
    assertTrue(read > 1000, read + " were read");
  }
}
