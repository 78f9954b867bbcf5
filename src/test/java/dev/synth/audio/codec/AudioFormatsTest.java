package dev.synth.audio.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.Resampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files of other encoders against the WAVs they were made from. {@code formats/make.sh} among the
 * resources made them.
 */
class AudioFormatsTest {
  static final Path FOLDER = Path.of("src/test/resources/dev/synth/audio/formats");

  @TempDir private Path dir;

  private static AudioClip read(String name) throws IOException {
    return AudioFile.read(FOLDER.resolve(name));
  }

  @ParameterizedTest
  @CsvSource({
    "stereo16-best.flac, stereo16.wav",
    "stereo16-fast.flac, stereo16.wav",
    "stereo16-short.flac, stereo16.wav",
    "stereo16-tagged.flac, stereo16.wav",
    "alike16-best.flac, alike16.wav",
    "mono24-best.flac, mono24.wav",
    "mono24-ffmpeg.flac, mono24.wav",
    "mono8-best.flac, mono8.wav",
    "three16-best.flac, three16.wav",
    "stereo16.aiff, stereo16.wav",
    "stereo16-little.aifc, stereo16.wav",
    "stereo16-float.aifc, stereo16.wav",
    "mono24.aiff, mono24.wav",
    "mono8.aiff, mono8.wav",
    "stereo16-rf64.wav, stereo16.wav",
    "stereo16.w64, stereo16.wav",
    "stereo16.au, stereo16.wav",
  })
  void losslessIsExact(String name, String wav) throws IOException {
    AudioClip expected = read(wav);
    AudioClip clip = read(name);
    assertTrue(expected.samples().length > 1000);
    assertEquals(expected.sampleRateHz(), clip.sampleRateHz());
    assertArrayEquals(expected.samples(), clip.samples());
  }

  /**
   * Length and place in time are the original's; what coding adds is told by the correlation, which
   * is that of ffmpeg's decoder within 0.0001.
   */
  @ParameterizedTest
  @CsvSource({
    "long.ogg, long.wav, 0.999",
    "cd.ogg, cd.wav, 0.998",
    "stereo16.ogg, stereo16.wav, 0.996",
    "skeleton.ogg, long.wav, 0.999",
    "stereo16-alaw.wav, stereo16.wav, 0.999",
    "stereo16-mulaw.aifc, stereo16.wav, 0.999",
    "long.mp3, long.wav, 0.998",
    "cd.mp3, cd.wav, 0.997",
    "stereo16.mp3, stereo16.wav, 0.988",
  })
  void lossyIsAlikeAndInPlace(String name, String wav, double atLeast) throws IOException {
    AudioClip expected = read(wav);
    AudioClip clip = read(name);
    assertEquals(expected.sampleRateHz(), clip.sampleRateHz());
    assertEquals(expected.samples().length, clip.samples().length);
    double here = correlation(expected.samples(), clip.samples(), 0);
    assertTrue(here > atLeast, "correlation " + here);
    for (int shift : new int[] {-2, -1, 1, 2}) {
      assertTrue(correlation(expected.samples(), clip.samples(), shift) < here, "shift " + shift);
    }
  }

  /** Opus sounds at 48 kHz whatever was encoded; its encoder resamples, too. */
  @ParameterizedTest
  @CsvSource({"cd.opus, cd.wav, 0.99", "stereo16.opus, stereo16.wav, 0.98"})
  void opusIsAlikeAndInPlace(String name, String wav, double atLeast) throws IOException {
    AudioClip expected = Resampler.resample(read(wav), 48_000);
    AudioClip clip = read(name);
    assertEquals(48_000, clip.sampleRateHz());
    assertEquals(expected.samples().length, clip.samples().length);
    double here = correlation(expected.samples(), clip.samples(), 0);
    assertTrue(here > atLeast, "correlation " + here);
    for (int shift : new int[] {-2, -1, 1, 2}) {
      assertTrue(correlation(expected.samples(), clip.samples(), shift) < here, "shift " + shift);
    }
  }

  /** An encoder that does not say how long it waited leaves its delay in the sound. */
  @Test
  void untaggedMp3KeepsTheEncodersDelay() throws IOException {
    AudioClip expected = read("cd.wav");
    AudioClip clip = read("cd-untagged.mp3");
    assertEquals(0, clip.samples().length % 1152);
    assertTrue(clip.samples().length > expected.samples().length);
    assertTrue(correlation(expected.samples(), clip.samples(), 1105) > 0.99);
  }

  /** Of {@code a} with {@code b} from {@code shift} on, where both are. */
  private static double correlation(float[] a, float[] b, int shift) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = Math.max(0, -shift); i < a.length && i + shift < b.length; i++) {
      ab += a[i] * b[i + shift];
      aa += a[i] * a[i];
      bb += b[i + shift] * b[i + shift];
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void theContentTellsTheForm() throws IOException {
    float[] expected = read("stereo16.wav").samples();
    for (String name : new String[] {"stereo16-best.flac", "stereo16.aiff", "stereo16.wav"}) {
      Path copy = Files.copy(FOLDER.resolve(name), dir.resolve(name + ".mp3"));
      assertArrayEquals(expected, AudioFile.read(copy).samples());
    }
    Path ogg = Files.copy(FOLDER.resolve("long.ogg"), dir.resolve("sound"));
    assertEquals(read("long.wav").samples().length, AudioFile.read(ogg).samples().length);
  }

  @Test
  void anId3TagMayStandBeforeFlac() throws IOException {
    byte[] flac = Files.readAllBytes(FOLDER.resolve("mono8-best.flac"));
    byte[] bytes = new byte[10 + 200 + flac.length];
    byte[] tag = {'I', 'D', '3', 4, 0, 0, 0, 0, 1, 72}; // 1 * 128 + 72 bytes follow
    System.arraycopy(tag, 0, bytes, 0, tag.length);
    System.arraycopy(flac, 0, bytes, 210, flac.length);
    Path file = Files.write(dir.resolve("tagged.flac"), bytes);
    assertArrayEquals(read("mono8.wav").samples(), AudioFile.read(file).samples());
  }

  @Test
  void namesThatAreSearchedFor() {
    assertTrue(AudioFile.isNamedSound(Path.of("a/B.FLAC")));
    assertTrue(AudioFile.isNamedReadable(Path.of("x.y.aif")));
    assertTrue(AudioFile.isNamedReadable(Path.of("a.wave")));
    assertTrue(AudioFile.isNamedOther(Path.of("take.M4A")));
    assertTrue(AudioFile.isNamedSound(Path.of("take.mp4")));
    assertFalse(AudioFile.isNamedReadable(Path.of("take.m4a")));
    assertFalse(AudioFile.isNamedOther(Path.of("a.wav")));
    assertFalse(AudioFile.isNamedSound(Path.of("wav")));
    assertFalse(AudioFile.isNamedSound(Path.of("/")));
    assertTrue(Collections.disjoint(AudioFile.ENDINGS, AudioFile.OTHER_ENDINGS));
  }
}
