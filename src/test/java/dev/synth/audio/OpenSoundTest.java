package dev.synth.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sounds read piece by piece against the same sounds read whole. */
class OpenSoundTest {
  @TempDir private Path dir;

  private static AudioClip noise(int samples, int rateHz) {
    Random random = new Random(samples);
    float[] values = new float[samples];
    for (int t = 0; t < samples; t++) {
      values[t] = random.nextFloat() - 0.5f;
    }
    return new AudioClip(values, rateHz);
  }

  private static float[] all(SampleReader reader, int piece) throws IOException {
    float[] values = new float[0];
    float[] into = new float[piece];
    for (int count = reader.read(into); count > 0; count = reader.read(into)) {
      values = Arrays.copyOf(values, values.length + count);
      System.arraycopy(into, 0, values, values.length - count, count);
    }
    assertEquals(-1, reader.read(into), "it stays at its end");
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "44100, 16000",
    "48000, 16000",
    "8000, 16000",
    "22050, 16000",
    "44101, 16000",
    "192000, 4000",
    "4000, 192000",
    "47999, 16000",
    "16000, 16000"
  })
  void resamplingByPiecesIsResamplingTheWholeToTheBit(int sourceRateHz, int targetRateHz)
      throws IOException {
    for (int samples : new int[] {1, 2, 63, 129, 5_000, 16_383, 16_384, 16_385, 50_021}) {
      AudioClip clip = noise(samples, sourceRateHz);
      float[] expected = Resampler.resample(clip, targetRateHz).samples();
      OpenSound sound = Resampler.resample(OpenSound.of(clip), targetRateHz);
      assertEquals(targetRateHz, sound.sampleRateHz());
      assertArrayEquals(expected, all(sound.samples(), 7_001), 0f, samples + " samples");
      assertArrayEquals(expected, all(sound.samples(), 16_384), 0f, samples + " samples again");
      assertEquals(Sha256.of(expected), sound.sha256());
    }
  }

  @Test
  void aSoundOfTheWantedRateIsItself() {
    OpenSound sound = OpenSound.of(noise(5, 16_000));
    assertSame(sound, Resampler.resample(sound, 16_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stereo16.wav",
        "stereo16.aiff",
        "mono24.wav",
        "mono24.aiff",
        "mono8.wav",
        "stereo16-fast.flac",
        "stereo16.mp3"
      })
  void everyFormIsReadAsWhole(String name) throws IOException {
    Path file = Path.of("src/test/resources/dev/synth/audio/formats", name);
    AudioClip whole = AudioFile.read(file);
    try (OpenSound sound = AudioFile.open(file)) {
      assertEquals(whole.sampleRateHz(), sound.sampleRateHz());
      assertArrayEquals(whole.samples(), all(sound.samples(), 1_000));
      assertEquals(Sha256.of(whole.samples()), sound.sha256());
    }
  }

  /** Damage deep inside is told as if all was read, and the file is not left open before it. */
  @Test
  void whatIsWrongIsSaidWhileReading() throws IOException {
    AudioClip clip = noise(40_000, 16_000);
    clip.samples()[39_000] = 1;
    Path file = dir.resolve("nan.wav");
    WavFile.write(file, clip, WavFile.Encoding.FLOAT32, false);
    byte[] bytes = Files.readAllBytes(file);
    int at = bytes.length - 4 * 1_000;
    bytes[at + 3] = 0x7f;
    bytes[at + 2] = (byte) 0xc0;
    Files.write(file, bytes);
    String expected = assertThrows(BadDataException.class, () -> AudioFile.read(file)).getMessage();
    try (OpenSound sound = AudioFile.open(file)) {
      SampleReader reader = sound.samples();
      assertEquals(
          expected, assertThrows(BadDataException.class, () -> all(reader, 512)).getMessage());
    }
    Files.write(file, Arrays.copyOf(bytes, 20));
    assertThrows(BadDataException.class, () -> AudioFile.open(file));
    Files.delete(file);
  }
}
