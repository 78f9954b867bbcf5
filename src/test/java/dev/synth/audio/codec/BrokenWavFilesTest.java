package dev.synth.audio.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioFile;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.testing.WavBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what their name says: each is refused with one sentence that says why. */
class BrokenWavFilesTest {
  @TempDir private Path dir;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(dir.resolve("broken.wav"), bytes);
  }

  private void assertRefused(byte[] bytes, String... parts) throws IOException {
    Path file = file(bytes);
    assertSentence(assertThrows(BadDataException.class, () -> AudioFile.read(file)), file, parts);
  }

  private static void assertSentence(IOException failure, Path file, String... parts) {
    String message = failure.getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.endsWith("."), message);
    assertEquals(1, message.lines().count(), message);
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "'" + part + "' is not in: " + message);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void missing() {
    Path file = dir.resolve("missing.wav");
    var failure = assertThrows(NoInputException.class, () -> AudioFile.read(file));
    assertSentence(failure, file, "no such file");
  }

  @Test
  void directory() {
    var failure = assertThrows(NoInputException.class, () -> AudioFile.read(dir));
    assertSentence(failure, dir, "directory");
  }

  @Test
  void empty() throws IOException {
    assertRefused(new byte[0], "empty");
  }

  @Test
  void textCalledWav() throws IOException {
    assertRefused(text("hello"), "no sound file");
    assertRefused(text("x"), "no sound file");
    assertRefused(text("A longer text that someone renamed.\n"), "no sound file");
  }

  @Test
  void otherSoundFiles() throws IOException {
    assertRefused(text("....ftypM4A ...."), "M4A", "only WAV, RF64", "ffmpeg -i ");
    assertRefused(text("caff............"), "CAF", "ffmpeg");
    assertRefused(text("#!AMR..........."), "AMR", "ffmpeg");
    assertRefused(text("MThd............"), "MIDI");
    assertRefused(text("FORM....ILBM...."), "not AIFF", "ffmpeg");
    assertRefused(text("RF64....WAVEds64"), "no data chunk");
    assertRefused(text("BW64....WAVEds64"), "no data chunk");
    assertRefused(text("RIFX....WAVEfmt "), "no data chunk");
    assertRefused(text("RIFF....AVI LIST"), "not WAVE");
  }

  @Test
  void cutAnywhere() throws IOException {
    byte[] whole =
        new WavBytes().fmt(1, 1, 16_000, 16).chunk("data", 1, 2, 3, 4, 5, 6, 7, 8).build();
    for (int bytes = 0; bytes < whole.length; bytes++) {
      assertRefused(Arrays.copyOf(whole, bytes));
    }
    assertRefused(Arrays.copyOf(whole, 7), "truncated", "7 bytes");
    assertRefused(Arrays.copyOf(whole, 30), "truncated", "'fmt ' chunk at byte 12 claims 16");
    assertRefused(
        Arrays.copyOf(whole, 48), "truncated", "data chunk at byte 36 claims 8", "holds 4");
  }

  @Test
  void missingChunks() throws IOException {
    assertRefused(new WavBytes().build(), "no data chunk");
    assertRefused(new WavBytes().fmt(1, 1, 16_000, 16).build(), "no data chunk");
    assertRefused(new WavBytes().chunk("data", 0, 0).build(), "no fmt chunk");
    assertRefused(
        new WavBytes().fmt(1, 1, 16_000, 16).ascii("LIST").u32(1_000).raw(1).build(),
        "truncated",
        "'LIST'");
  }

  @Test
  void noSamples() throws IOException {
    assertRefused(new WavBytes().fmt(1, 1, 16_000, 16).chunk("data").build(), "no samples");
    assertRefused(new WavBytes().fmt(1, 1, 16_000, 16).chunk("data", 1).build(), "no samples");
    assertRefused(
        new WavBytes().fmt(1, 1, 16_000, 16).ascii("data").u32(0xFFFF_FFFFL).build(), "no samples");
    assertRefused(
        new WavBytes().fmt(1, 1, 16_000, 16).chunk("data").chunk("LIST", 1, 2, 3, 4).build(),
        "no samples");
  }

  @Test
  void otherCodecs() throws IOException {
    assertRefused(wav(2, 1, 8_000, 8), "Microsoft ADPCM", "0x0002");
    assertRefused(wav(0x55, 1, 8_000, 8), "MP3", "0x0055");
    assertRefused(wav(0xBEEF, 1, 8_000, 8), "unknown codec", "0xBEEF");
    assertRefused(wav(1, 1, 8_000, 64), "64-bit integers");
    assertRefused(wav(3, 1, 8_000, 16), "16-bit floats");
    assertRefused(
        new WavBytes().extensible(2, 1, 8_000, 8).chunk("data", 1, 2).build(),
        "ADPCM",
        "broken-converted.wav");
  }

  @Test
  void damagedFormats() throws IOException {
    assertRefused(wav(1, 0, 8_000, 16), "0 channels");
    assertRefused(wav(1, 1, 3_999, 16), "3999 Hz", "ffmpeg");
    assertRefused(wav(1, 1, 192_001, 16), "192001 Hz");
    assertRefused(new WavBytes().chunk("fmt ", 1, 0, 1, 0).chunk("data", 1, 2).build(), "4 bytes");
    byte[] wrongFrame = wav(1, 2, 8_000, 16);
    wrongFrame[32] = 3;
    assertRefused(wrongFrame, "3 bytes a frame");
    byte[] ambisonic = new WavBytes().extensible(1, 4, 8_000, 16).chunk("data", 1, 2).build();
    ambisonic[12 + 8 + 28] = 0x21;
    assertRefused(ambisonic, "sub-format");
    byte[] shortExtensible = wav(0xFFFE, 1, 8_000, 16);
    assertRefused(shortExtensible, "16 bytes instead of 40");
  }

  private static byte[] wav(int tag, int channels, int rateHz, int bits) {
    return new WavBytes().fmt(tag, channels, rateHz, bits).chunk("data", 1, 2, 3, 4).build();
  }

  @Test
  void samplesThatAreNotNumbers() throws IOException {
    assertRefused(floats(0f, 1f, Float.NaN, 1f), "sample 2", "NaN");
    assertRefused(floats(Float.NEGATIVE_INFINITY), "sample 0", "infinite");
    WavBytes tooLarge = new WavBytes().fmt(3, 1, 16_000, 64).ascii("data").u32(8);
    long bits = Double.doubleToLongBits(1e300);
    assertRefused(tooLarge.u32(bits).u32(bits >>> 32).build(), "sample 0", "infinite");
  }

  private static byte[] floats(float... samples) {
    WavBytes bytes = new WavBytes().fmt(3, 1, 16_000, 32).ascii("data").u32(4L * samples.length);
    for (float sample : samples) {
      bytes.u32(Float.floatToRawIntBits(sample));
    }
    return bytes.build();
  }

  /** Any bytes changed: the file is read or refused in words, never with another exception. */
  @Test
  void randomDamage() throws IOException {
    long seed = 42;
    System.out.println("BrokenWavFilesTest seed " + seed);
    Random random = new Random(seed);
    byte[] whole =
        new WavBytes()
            .extensible(1, 2, 16_000, 16)
            .chunk("LIST", 1, 2, 3)
            .chunk("data", 1, 2, 3, 4, 5, 6, 7, 8)
            .build();
    for (int round = 0; round < 3_000; round++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Path file = file(bytes);
      try {
        assertTrue(AudioFile.read(file).samples().length > 0);
      } catch (BadDataException e) {
        assertSentence(e, file);
      }
    }
  }
}
