package dev.synth.audio.codec;

import static dev.synth.testing.SoundBytes.ape;
import static dev.synth.testing.SoundBytes.apeWithoutHeader;
import static dev.synth.testing.SoundBytes.ascii;
import static dev.synth.testing.SoundBytes.chunk;
import static dev.synth.testing.SoundBytes.fmt;
import static dev.synth.testing.SoundBytes.id3;
import static dev.synth.testing.SoundBytes.id3v1;
import static dev.synth.testing.SoundBytes.join;
import static dev.synth.testing.SoundBytes.lyrics;
import static dev.synth.testing.SoundBytes.riff;
import static dev.synth.testing.SoundBytes.shorts;
import static dev.synth.testing.SoundBytes.wav16;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.OpenSound;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stands before, between and behind sounds: tags are passed over, sounds are read, and what is
 * neither is told with its place.
 */
class JoinedSoundsTest {
  @TempDir private Path dir;

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(AudioFormatsTest.FOLDER.resolve(name));
  }

  private AudioClip read(byte[]... parts) throws IOException {
    Path file = Files.write(dir.resolve("sound"), join(parts));
    AudioClip clip = AudioFile.read(file);
    try (OpenSound open = AudioFile.open(file)) {
      float[] samples = new float[clip.samples().length + 1];
      int count = open.samples().read(samples);
      assertEquals(clip.samples().length, count, "piece by piece");
      assertEquals(clip.remarks(), open.remarks());
    }
    return clip;
  }

  private String refused(byte[]... parts) throws IOException {
    Path file = Files.write(dir.resolve("sound"), join(parts));
    return assertThrows(BadDataException.class, () -> AudioFile.read(file)).getMessage();
  }

  private static float[] twice(float[] once) {
    float[] twice = new float[2 * once.length];
    System.arraycopy(once, 0, twice, 0, once.length);
    System.arraycopy(once, 0, twice, once.length, once.length);
    return twice;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "long.mp3",
        "cd-untagged.mp3",
        "stereo16-best.flac",
        "long.ogg",
        "skeleton.ogg",
        "cd.opus",
        "stereo16.wav",
        "stereo16.aiff",
        "stereo16-float.aifc",
        "stereo16.w64",
        "stereo16-rf64.wav",
        "stereo16.au"
      })
  void tagsAreNoSoundAndNoEnd(String name) throws IOException {
    byte[] one = bytes(name);
    float[] once = AudioFile.read(AudioFormatsTest.FOLDER.resolve(name)).samples();
    float[] twice = twice(once);
    assertTrue(once.length > 1000);
    for (byte[] tag :
        new byte[][] {
          id3(10), id3v1(), ape(), apeWithoutHeader(), lyrics(), join(ape(), lyrics(), id3v1())
        }) {
      AudioClip behind = read(one, tag);
      assertArrayEquals(once, behind.samples());
      assertEquals(List.of(), behind.remarks());
      assertArrayEquals(twice, read(one, tag, id3(3), new byte[50], one, tag).samples());
    }
    assertArrayEquals(once, read(id3(500), one).samples());
    assertArrayEquals(once, read(id3(0), new byte[7], id3(20), ape(), one, id3v1()).samples());
    AudioClip joined = read(one, one);
    // Where nothing says where an MP3 begins, the end of the one sounds into the other.
    float tolerance = name.equals("cd-untagged.mp3") ? 1e-3f : 0;
    assertArrayEquals(twice, joined.samples(), tolerance);
    assertEquals(List.of(), joined.remarks());
    assertArrayEquals(once, read(one, new byte[3000]).samples());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stereo16-best.flac",
        "long.ogg",
        "cd.opus",
        "stereo16.wav",
        "stereo16.aiff",
        "stereo16.w64",
        "stereo16.au"
      })
  void whatIsUnknownBehindTheSoundIsTold(String name) throws IOException {
    byte[] one = bytes(name);
    AudioClip clip = read(one, id3(5), ascii("rubbish"));
    assertEquals(
        List.of("7 bytes behind the sound, at byte " + (one.length + 15) + ", are not read"),
        clip.remarks());
    assertArrayEquals(
        AudioFile.read(AudioFormatsTest.FOLDER.resolve(name)).samples(), clip.samples());
  }

  @Test
  void soundsOfDifferentRatesAreRefusedWithThePlace() throws IOException {
    int at = bytes("cd.mp3").length;
    assertTrue(
        refused(bytes("cd.mp3"), bytes("long.mp3")).contains("at byte " + at + " its sample"));
    assertTrue(
        refused(bytes("three16-best.flac"), bytes("stereo16-best.flac"))
            .contains("from 48000 to 16000 Hz"));
    assertTrue(refused(bytes("cd.ogg"), bytes("long.ogg")).contains("from 44100 to 16000 Hz"));
    assertTrue(
        refused(bytes("stereo16.wav"), bytes("mono24.wav"))
            .contains("from byte " + bytes("stereo16.wav").length + " on"));
    assertTrue(refused(bytes("stereo16.aiff"), bytes("mono24.aiff")).contains("other channels"));
  }

  @Test
  void channelsMayChangeWhereTheyAreMixedDown() throws IOException {
    float[] mono = AudioFile.read(AudioFormatsTest.FOLDER.resolve("long.mp3")).samples();
    AudioClip both = read(bytes("long.mp3"), bytes("stereo16.mp3"));
    assertEquals(mono.length + 1600, both.samples().length);
    assertEquals(9600 + 1600, read(bytes("long.ogg"), bytes("stereo16.ogg")).samples().length);
    assertEquals(
        2 * 1600, read(bytes("mono24-best.flac"), bytes("stereo16-best.flac")).samples().length);
  }

  @Test
  void aSoundOfAnotherFormBehindIsTold() throws IOException {
    byte[] mp3 = bytes("long.mp3");
    assertTrue(
        refused(mp3, bytes("long.wav")).contains("no MP3 frame begins at byte " + mp3.length));
    byte[] flac = bytes("mono8-best.flac");
    AudioClip clip = read(flac, bytes("mono8.wav"));
    assertEquals(
        List.of("1,644 bytes behind the sound, at byte " + flac.length + ", are not read"),
        clip.remarks());
  }

  @Test
  void everyDataChunkIsRead() throws IOException {
    byte[] first = shorts((short) 1, (short) 2);
    byte[] second = shorts((short) 3);
    byte[] wav =
        riff(
            chunk("fmt ", fmt(1, 1, 16_000, 16, 2)),
            chunk("data", first),
            chunk("LIST", ascii("INFO!")),
            chunk("data", second));
    assertArrayEquals(new float[] {1 / 32768f, 2 / 32768f, 3 / 32768f}, read(wav).samples());
    byte[] otherFormat =
        riff(
            chunk("fmt ", fmt(1, 1, 16_000, 16, 2)),
            chunk("data", first),
            chunk("fmt ", fmt(1, 1, 8_000, 16, 2)),
            chunk("data", second));
    assertTrue(refused(otherFormat).contains("second fmt chunk at byte 48"));
  }

  /** A writer to a pipe cannot tell where its sound ends; the next file's header is no sound. */
  @Test
  void openEndedFilesThatWereJoined() throws IOException {
    byte[] samples = shorts((short) 1, (short) 2, (short) 3);
    for (long size : new long[] {0, 0xFFFF_FFFFL, 0x7FFF_FFFFL}) {
      byte[] one =
          join(
              ascii("RIFF"),
              dev.synth.testing.SoundBytes.le(4, size),
              ascii("WAVE"),
              chunk("fmt ", fmt(1, 1, 16_000, 16, 2)),
              chunk("data", size, samples));
      assertEquals(3, read(one).samples().length);
      assertEquals(6, read(one, one).samples().length);
    }
    byte[] whole = wav16((short) 1, (short) 2);
    assertEquals(4, read(whole, whole).samples().length);
  }

  /**
   * LAME's tag says how many frames there are; the ones that another program added are read too.
   */
  @Test
  void framesBehindThoseThatAreClaimed() throws IOException {
    byte[] tagged = bytes("cd.mp3");
    byte[] untagged = bytes("cd-untagged.mp3");
    int claimed = AudioFile.read(AudioFormatsTest.FOLDER.resolve("cd.mp3")).samples().length;
    int added = AudioFile.read(AudioFormatsTest.FOLDER.resolve("cd-untagged.mp3")).samples().length;
    assertEquals(
        claimed + added, read(bytesWithoutId3v1(tagged), id3(4), untagged).samples().length);
    assertTrue(read(bytesWithoutId3v1(tagged), untagged).samples().length >= claimed + added);
  }

  /** A recording of a stream begins in the midst of a frame; some tags claim too few bytes. */
  @Test
  void whatStandsBeforeTheFirstFrameIsTold() throws IOException {
    byte[] mp3 = bytes("cd-untagged.mp3");
    float[] whole = AudioFile.read(AudioFormatsTest.FOLDER.resolve("cd-untagged.mp3")).samples();
    byte[] later = java.util.Arrays.copyOfRange(mp3, 100, mp3.length);
    AudioClip cut = read(later);
    assertEquals(whole.length - 1152, cut.samples().length);
    assertTrue(cut.remarks().get(0).endsWith("bytes before the sound, at byte 0, are not read"));
    assertTrue(
        cut.remarks().get(1).matches("the first frame at byte \\d+ is silent, as it needs .*"),
        cut.remarks()::toString);
    // from the third frame on, when nothing from before is needed
    assertArrayEquals(
        java.util.Arrays.copyOfRange(whole, 4 * 1152, whole.length),
        java.util.Arrays.copyOfRange(cut.samples(), 3 * 1152, cut.samples().length),
        1e-3f);
    AudioClip tagged = read(id3(10), ascii("more than it says"), mp3);
    assertArrayEquals(whole, tagged.samples());
    assertEquals(List.of("17 bytes before the sound, at byte 20, are not read"), tagged.remarks());
    AudioClip one = read(id3(10), ascii("."), mp3);
    assertEquals(List.of("1 byte before the sound, at byte 20, is not read"), one.remarks());
  }

  private static byte[] bytesWithoutId3v1(byte[] mp3) {
    return java.util.Arrays.copyOf(mp3, mp3.length - 128);
  }

  @Test
  void aFlacOfUnknownLengthEndsWhereATagBegins() throws IOException {
    byte[] flac = bytes("mono8-best.flac");
    byte[] open = flac.clone();
    open[21] &= 0xF0;
    java.util.Arrays.fill(open, 22, 26, (byte) 0);
    float[] once = AudioFile.read(AudioFormatsTest.FOLDER.resolve("mono8-best.flac")).samples();
    assertArrayEquals(once, read(open).samples());
    assertArrayEquals(once, read(open, id3v1()).samples());
    assertArrayEquals(twice(once), read(open, open, id3(7)).samples());
    assertArrayEquals(twice(once), read(id3(9), open, id3v1(), flac).samples());
    assertTrue(refused(open, ascii("rubbish")).contains("no frame begins"));
  }
}
