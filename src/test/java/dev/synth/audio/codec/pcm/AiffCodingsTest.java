package dev.synth.audio.codec.pcm;

import static dev.synth.testing.SoundBytes.aiffChunk;
import static dev.synth.testing.SoundBytes.ascii;
import static dev.synth.testing.SoundBytes.be;
import static dev.synth.testing.SoundBytes.comm;
import static dev.synth.testing.SoundBytes.form;
import static dev.synth.testing.SoundBytes.ints;
import static dev.synth.testing.SoundBytes.join;
import static dev.synth.testing.SoundBytes.ssnd;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * AIFF and AIFF-C whose coding, sample size, order and size of the sound agree or not: it comes out
 * as it was or is refused, and never as noise.
 */
class AiffCodingsTest {
  private static final float[] SOUND = {0, 0.5f, -0.5f, 0.25f, -0.75f};

  @TempDir private Path dir;

  private AudioClip read(byte[] bytes) throws IOException {
    return AudioFile.read(Files.write(dir.resolve("sound.aifc"), bytes));
  }

  private String refused(byte[] bytes) throws IOException {
    Path file = Files.write(dir.resolve("sound.aifc"), bytes);
    return assertThrows(BadDataException.class, () -> AudioFile.read(file)).getMessage();
  }

  private static byte[] integers(boolean little, int bytes) {
    long[] values = new long[SOUND.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) (SOUND[i] * (1L << (8 * bytes - 1)));
    }
    return ints(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, bytes, values);
  }

  private static byte[] floats(boolean little, int bytes) {
    long[] values = new long[SOUND.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          bytes == 4 ? Float.floatToRawIntBits(SOUND[i]) : Double.doubleToRawLongBits(SOUND[i]);
    }
    return ints(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, bytes, values);
  }

  /** QuickTime's atoms: the coding, the order, the end. */
  private static byte[] wave(String coding, int little) {
    return aiffChunk(
        "wave",
        join(
            be(4, 12),
            ascii("frma" + coding),
            be(4, 10),
            ascii("enda"),
            be(2, little),
            be(4, 8, 0)));
  }

  private static byte[] aifc(String coding, int bits, byte[] sound, byte[]... more) {
    return form(
        "AIFC",
        aiffChunk("FVER", be(4, 0xA2805140L)),
        comm(SOUND.length, bits, coding),
        join(more),
        ssnd(sound));
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 8, 1, false",
    "twos, 16, 2, false",
    "twos, 24, 3, false",
    "NONE, 32, 4, false",
    "sowt, 16, 2, true",
    "sowt, 24, 3, true",
    "sowt, 8, 1, true",
    "in16, 16, 2, false",
    "in24, 24, 3, false",
    "in32, 32, 4, false",
    "42ni, 24, 3, true",
    "23ni, 32, 4, true",
    // QuickTime says 16 bits whatever is coded; the size of the sound fits the coding
    "in24, 16, 3, false",
    "in32, 16, 4, false",
    "in32, 24, 4, false"
  })
  void integersOfEveryCoding(String coding, int bits, int bytes, boolean little)
      throws IOException {
    byte[] sound = integers(little, bytes);
    assertArrayEquals(SOUND, read(aifc(coding, bits, sound)).samples());
  }

  @ParameterizedTest
  @CsvSource({"in24, 24, 3", "in24, 16, 3", "in32, 32, 4", "in16, 16, 2"})
  void quickTimeTellsTheOrder(String coding, int bits, int bytes) throws IOException {
    assertArrayEquals(
        SOUND, read(aifc(coding, bits, integers(true, bytes), wave(coding, 1))).samples());
    assertArrayEquals(
        SOUND, read(aifc(coding, bits, integers(false, bytes), wave(coding, 0))).samples());
    // the chunk may come behind the sound
    byte[] late =
        form(
            "AIFC", comm(SOUND.length, bits, coding), ssnd(integers(true, bytes)), wave(coding, 1));
    assertArrayEquals(SOUND, read(late).samples());
  }

  @ParameterizedTest
  @CsvSource({"fl32, 32, 4", "FL32, 32, 4", "fl32, 16, 4", "fl64, 64, 8", "FL64, 64, 8"})
  void floatsOfEveryOrder(String coding, int bits, int bytes) throws IOException {
    assertArrayEquals(SOUND, read(aifc(coding, bits, floats(false, bytes))).samples());
    assertArrayEquals(
        SOUND, read(aifc(coding, bits, floats(true, bytes), wave(coding, 1))).samples());
  }

  @Test
  void offsetBinaryAndCompandedSamples() throws IOException {
    byte[] raw = {(byte) 128, (byte) 192, 64, (byte) 160, 32};
    assertArrayEquals(SOUND, read(aifc("raw ", 8, raw)).samples());
    assertTrue(refused(aifc("raw ", 16, integers(false, 2))).contains("'raw ' with 16 bits"));
    byte[] zeros = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F};
    assertArrayEquals(new float[5], read(aifc("ulaw", 16, zeros)).samples());
    assertEquals(
        8 / 32768f, read(aifc("ALAW", 8, new byte[] {(byte) 0xD5, 0, 0, 0, 0})).samples()[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"twos", "NONE"})
  void contradictionsAreRefused(String coding) throws IOException {
    assertTrue(
        refused(aifc(coding, 16, integers(true, 2), wave(coding, 1))).contains("little-endian"));
    String wide = refused(aifc(coding, 16, integers(false, 3)));
    assertTrue(wide.contains("takes 2 bytes a sample, and its sound has 3"), wide);
    String narrow = refused(aifc("in24", 16, integers(false, 2)));
    assertTrue(narrow.contains("takes 3 bytes a sample, and its sound has 2"), narrow);
    assertTrue(refused(aifc("fl64", 64, floats(false, 4))).contains("takes 8 bytes a sample"));
    assertTrue(refused(aifc("ima4", 16, integers(false, 2))).contains("coded as 'ima4'"));
  }

  @Test
  void moreSoundThanIsClaimedIsTold() throws IOException {
    byte[] sound = join(integers(false, 2), new byte[100]);
    AudioClip clip = read(form("AIFF", comm(SOUND.length, 16, ""), ssnd(sound)));
    assertArrayEquals(SOUND, clip.samples());
    assertTrue(
        clip.remarks().get(0).contains("claims 5 frames and its SSND chunk holds 100 bytes"));
  }

  /** What ffmpeg and sox write to a pipe. */
  @ParameterizedTest
  @CsvSource({"0, 0", "532676608, 2130706440", "4294967295, 4294967295"})
  void openSizes(long frames, long size) throws IOException {
    byte[] chunks =
        join(comm(frames, 16, ""), ascii("SSND"), be(4, size), new byte[8], integers(false, 2));
    byte[] open = join(ascii("FORM"), be(4, size), ascii("AIFF"), chunks);
    assertArrayEquals(SOUND, read(open).samples());
    assertEquals(2 * SOUND.length, read(join(open, open)).samples().length);
  }

  @Test
  void aChunkWithoutItsPadByte() throws IOException {
    byte[] name = join(ascii("NAME"), be(4, 3), ascii("abc"));
    byte[] unpadded = form("AIFF", comm(SOUND.length, 16, ""), name, ssnd(integers(false, 2)));
    assertArrayEquals(SOUND, read(unpadded).samples());
  }
}
