package dev.synth.score.midi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.score.ChordKind;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.KeyChange;
import dev.synth.score.Meter;
import dev.synth.score.MeterChange;
import dev.synth.score.Mode;
import dev.synth.score.Origin;
import dev.synth.score.Part;
import dev.synth.score.PitchBend;
import dev.synth.score.ReadScore;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TempoChange;
import dev.synth.score.TimedChord;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MidiReaderTest {
  private static ReadScore read(byte[] bytes) throws BadDataException {
    return MidiReader.read(bytes, "a.mid");
  }

  private static Part only(byte[] bytes) throws BadDataException {
    ReadScore read = read(bytes);
    assertEquals(1, read.score().parts().size());
    return read.score().parts().get(0);
  }

  /** A score of all that MIDI can hold. */
  private static Score whole() {
    Random random = new Random(7);
    List<Part> parts = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      List<ScoreNote> notes = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        // Distinct pitches that follow each other, so that no two of one pitch overlap.
        long start = 240L * i + random.nextInt(100);
        notes.add(new ScoreNote(start, 1 + random.nextInt(900), 40 + i, 1 + random.nextInt(127)));
      }
      List<PitchBend> bends =
          p == 0 ? List.of(new PitchBend(0, 1), new PitchBend(500, -1.5)) : List.of();
      parts.add(new Part("part " + p, 10 * p, p == 2, notes, bends));
    }
    return new Score(
        new Origin("Tänze", "", "", "", "free"),
        480,
        480,
        List.of(new MeterChange(0, new Meter(3, 4)), new MeterChange(480 + 1440, new Meter(6, 8))),
        List.of(
            new KeyChange(0, new Key(-3, Mode.MINOR)), new KeyChange(1920, new Key(2, Mode.MAJOR))),
        List.of(new TempoChange(0, 100), new TempoChange(2000, 75)),
        parts,
        List.of(
            new TimedChord(480, 720, new ChordSymbol(9, ChordKind.MINOR_7)),
            new TimedChord(1200, 9000, new ChordSymbol(7, ChordKind.DOMINANT_7, 11))),
        480 + 7 * 1440 + 240);
  }

  @Test
  @DisplayName("what is written is read again: notes, meters, keys, tempos, bends, chords, names")
  void roundTrip() throws BadDataException {
    Score score = whole();
    ReadScore again = read(MidiWriter.bytes(score));
    assertEquals(List.of(), again.mended());
    assertEquals(score.parts(), again.score().parts());
    assertEquals(score.meters(), again.score().meters());
    assertEquals(score.pickupTicks(), again.score().pickupTicks());
    assertEquals(score.keys(), again.score().keys());
    assertEquals(score.tempos().size(), again.score().tempos().size());
    for (int i = 0; i < score.tempos().size(); i++) {
      assertEquals(
          score.tempos().get(i).quartersPerMinute(),
          again.score().tempos().get(i).quartersPerMinute(),
          1e-4);
    }
    assertEquals("Tänze", again.score().origin().title());
    assertEquals("free", again.score().origin().licence());
    assertEquals(
        score.chords().stream().map(TimedChord::symbol).toList(),
        again.score().chords().stream().map(TimedChord::symbol).toList());
    assertEquals(480, again.score().chords().get(0).startTicks());
  }

  @Test
  @DisplayName("javax.sound.midi finds the same notes in what is written")
  void independent() throws Exception {
    Sequence sequence = MidiSystem.getSequence(new ByteArrayInputStream(MidiWriter.bytes(whole())));
    assertEquals(480, sequence.getResolution());
    assertEquals(4, sequence.getTracks().length);
    int begun = 0;
    for (int i = 0; i < sequence.getTracks()[1].size(); i++) {
      byte[] message = sequence.getTracks()[1].get(i).getMessage().getMessage();
      if ((message[0] & 0xf0) == 0x90) {
        ScoreNote note = whole().parts().get(0).notes().get(begun++);
        assertEquals(note.startTicks(), sequence.getTracks()[1].get(i).getTick());
        assertEquals(note.midiPitch(), message[1]);
        assertEquals(note.velocity(), message[2]);
      }
    }
    assertEquals(40, begun);
  }

  @Test
  @DisplayName("a song of type 0 is that of type 1, however its channels are put on tracks")
  void types() throws BadDataException {
    int[] first = {0, 0xc0, 5, 0, 0x90, 60, 64, 96, 0x80, 60, 0};
    int[] second = {0, 0xc1, 7, 0, 0x91, 48, 70, 96, 0x81, 48, 0};
    int[] both = {
      0, 0xc0, 5, 0, 0xc1, 7, 0, 0x90, 60, 64, 0, 0x91, 48, 70, 96, 0x80, 60, 0, 0, 0x81, 48, 0
    };
    List<Part> one = read(new Smf(1, 96).track(first).track(second).bytes()).score().parts();
    List<Part> zero = read(new Smf(0, 96).track(both).bytes()).score().parts();
    assertEquals(2, one.size());
    assertEquals(one, zero);
    assertEquals(7, one.get(1).program());
  }

  @Test
  @DisplayName("velocity 0 ends a note, running status counts, and the first down is the first up")
  void endings() throws BadDataException {
    // Two middle Cs that overlap: 0 to 96 and 48 to 144.
    Part part =
        only(new Smf(0, 96).track(0, 0x90, 60, 64, 48, 60, 70, 48, 60, 0, 48, 60, 0).bytes());
    assertEquals(
        List.of(new ScoreNote(0, 96, 60, 64), new ScoreNote(48, 96, 60, 70)), part.notes());
  }

  @Test
  @DisplayName("the sustain pedal lengthens notes, but not drums; struck anew they end")
  void pedal() throws BadDataException {
    int[] events = {
      0, 0xb0, 64, 127, 0, 0x90, 60, 64, 48, 0x80, 60, 0, 48, 0x90, 64, 64, 48, 0x80, 64, 0, 48,
      0xb0, 64, 0
    };
    assertEquals(
        List.of(new ScoreNote(0, 192, 60, 64), new ScoreNote(96, 96, 64, 64)),
        only(new Smf(0, 96).track(events).bytes()).notes());
    int[] again = {
      0, 0xb0, 64, 127, 0, 0x90, 60, 64, 48, 0x80, 60, 0, 48, 0x90, 60, 64, 48, 0x80, 60, 0, 48,
      0xb0, 64, 0
    };
    assertEquals(
        List.of(new ScoreNote(0, 96, 60, 64), new ScoreNote(96, 96, 60, 64)),
        only(new Smf(0, 96).track(again).bytes()).notes());
    int[] drums = {0, 0xb9, 64, 127, 0, 0x99, 38, 64, 48, 0x89, 38, 0, 96, 0xb9, 64, 0};
    Part kit = only(new Smf(0, 96).track(drums).bytes());
    assertTrue(kit.drums());
    assertEquals(List.of(new ScoreNote(0, 48, 38, 64)), kit.notes());
  }

  @Test
  @DisplayName("bends are of two semitones, or of what a registered parameter says")
  void bends() throws BadDataException {
    int[] plain = {0, 0xe0, 0, 0x60, 0, 0x90, 60, 64, 96, 0x80, 60, 0};
    assertEquals(List.of(new PitchBend(0, 1)), only(new Smf(0, 96).track(plain).bytes()).bends());
    int[] octave = {
      0, 0xb0, 101, 0, 0, 0xb0, 100, 0, 0, 0xb0, 6, 12, 0, 0xe0, 0, 0x20, 0, 0x90, 60, 64, 96, 0x80,
      60, 0
    };
    assertEquals(List.of(new PitchBend(0, -6)), only(new Smf(0, 96).track(octave).bytes()).bends());
  }

  @Test
  @DisplayName("tempo and meter hold for all tracks wherever they stand")
  void conductor() throws BadDataException {
    // 120 a minute, then 60 from the second quarter on, said in the second track.
    byte[] bytes =
        new Smf(1, 96)
            .track(0, 0x90, 60, 64, 0x81, 0x40, 0x80, 60, 0)
            .track(
                0, 0xff, 0x58, 4, 3, 2, 24, 8, 96, 0xff, 0x51, 3, 0x0f, 0x42, 0x40, 0, 0x91, 50, 64,
                96, 0x81, 50, 0)
            .bytes();
    Score score = read(bytes).score();
    assertEquals(new Meter(3, 4), score.meter());
    assertEquals(0.5 + 1, score.secondsAt(192), 1e-9);
  }

  @Test
  @DisplayName("a file that counts seconds has the same lengths in seconds")
  void smpte() throws BadDataException {
    // 25 frames of 40 ticks: a thousand a second.
    byte[] bytes = new Smf(0, 0xe728).track(0, 0x90, 60, 64, 0x87, 0x68, 0x80, 60, 0).bytes();
    ReadScore read = read(bytes);
    ScoreNote note = read.score().parts().get(0).notes().get(0);
    assertEquals(1, read.score().secondsAt(note.endTicks()), 1e-3);
    assertTrue(read.mended().get(0).contains("counts seconds"), read.mended().toString());
  }
}
