package dev.synth.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.SampleLoop;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavFile;
import dev.synth.dsp.Levels;
import dev.synth.dsp.Loudness;
import dev.synth.generate.PlayedPitch;
import dev.synth.latent.TimeLength;
import dev.synth.testing.Tones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostProcessingTest {
  private static final int RATE_HZ = 16_000;
  private static final int HOP = 512;
  private static final WavFile.Encoding PCM16 = WavFile.Encoding.PCM16;

  @TempDir private Path dir;

  private static AudioClip tone() {
    return new AudioClip(Tones.sine(440, 0.25, RATE_HZ), RATE_HZ);
  }

  private static PostProcessing level(Double peakDbfs, Double lufs, boolean stereo) {
    return new PostProcessing(false, null, null, null, null, peakDbfs, lufs, stereo, PCM16);
  }

  private static double peakDb(AudioClip clip) {
    return Levels.dbfs(Levels.peak(clip.samples()));
  }

  @Test
  void offIsTheSoundItself() {
    AudioClip clip = tone();
    assertSame(clip, PostProcessing.NONE.apply(clip, HOP));
    assertEquals(Map.of("encoding", "pcm16"), PostProcessing.NONE.settings());
  }

  @Test
  void levelsAreReachedButNeverBeyondFullScale() {
    assertEquals(-12, peakDb(level(-12.0, null, false).apply(tone(), HOP)), 1e-3);
    AudioClip quiet = level(null, -30.0, false).apply(tone(), HOP);
    assertEquals(-30, Loudness.lufs(quiet.samples(), RATE_HZ, 1), 0.01);
    AudioClip twice = level(null, -30.0, true).apply(tone(), HOP);
    assertEquals(-30, Loudness.lufs(twice.samples(), RATE_HZ, 2), 0.01);
    assertEquals(0, peakDb(level(null, -1.0, false).apply(tone(), HOP)), 1e-5);
    AudioClip silence = new AudioClip(new float[100], RATE_HZ);
    assertSame(silence, level(-3.0, null, false).apply(silence, HOP));
    assertSame(silence, level(null, -3.0, false).apply(silence, HOP));
  }

  @Test
  void silenceAroundIsCutBeforeFadesAndLevels() {
    float[] samples = new float[3 * RATE_HZ];
    System.arraycopy(tone().samples(), 0, samples, RATE_HZ, RATE_HZ);
    PostProcessing all =
        new PostProcessing(
            true,
            60.0,
            null,
            TimeLength.parse("2frames"),
            TimeLength.parse("100ms"),
            -6.0,
            null,
            false,
            PCM16);
    AudioClip clip = all.apply(new AudioClip(samples, RATE_HZ), HOP);
    assertEquals(1, clip.seconds(), 1e-3);
    assertEquals(-6, peakDb(clip), 1e-3);
    float[] middle = Arrays.copyOfRange(clip.samples(), 0, HOP);
    assertTrue(Levels.peak(middle) < 0.51 * Levels.amplitude(-6), "half-way into the fade");
    assertEquals(0, clip.samples()[clip.samples().length - 1], 1e-4);
    assertEquals("on", all.settings().get("declick"));
    assertEquals("60.0", all.settings().get("trim"));
    assertEquals("2frames", all.settings().get("fade-in"));
  }

  @Test
  void aClickIsMended() {
    float[] samples = tone().samples();
    float before = samples[8000];
    samples[8000] += 0.5f;
    PostProcessing declick =
        new PostProcessing(true, null, null, null, null, null, null, false, PCM16);
    float[] mended = declick.apply(new AudioClip(samples, RATE_HZ), HOP).samples();
    assertEquals(before, mended[8000], 0.01);
  }

  @Test
  void fadesAreAsLongAtAnotherRate() {
    PostProcessing fades =
        new PostProcessing(
            false, null, 48_000, TimeLength.parse("250ms"), null, null, null, false, PCM16);
    AudioClip clip = fades.apply(tone(), HOP);
    assertEquals(48_000, clip.sampleRateHz());
    assertEquals(1, clip.seconds(), 1e-4);
    assertEquals(0, clip.samples()[0], 0);
    float[] half = Arrays.copyOfRange(clip.samples(), 5_900, 6_100);
    assertEquals(0.125, Levels.peak(half), 0.01);
    assertEquals(0.25, Levels.peak(Arrays.copyOfRange(clip.samples(), 12_000, 14_000)), 0.005);
  }

  @Test
  void filesAreAsLargeAsForetold() throws IOException {
    for (boolean stereo : new boolean[] {false, true}) {
      for (WavFile.Encoding encoding : WavFile.Encoding.values()) {
        PostProcessing processing =
            new PostProcessing(false, null, 44_100, null, null, null, null, stereo, encoding);
        AudioClip clip = processing.apply(tone(), HOP);
        Path file = dir.resolve(stereo + "-" + encoding + ".wav");
        processing.write(file, clip, PlayedPitch.of(69), false);
        long foretold = processing.bytes(RATE_HZ, RATE_HZ);
        assertTrue(Files.size(file) <= foretold, file + ": " + foretold);
        assertEquals(Files.size(file), foretold, 64);
        assertEquals(Optional.of(new SamplerInfo(69)), WavFile.samplerInfo(file));
        assertEquals(stereo ? 2 : 1, processing.channels());
        assertEquals(44_100, AudioFile.read(file).sampleRateHz());
      }
    }
    assertNotEquals(
        Files.size(dir.resolve("false-PCM16.wav")), Files.size(dir.resolve("true-PCM16.wav")));
    assertArrayEquals(
        AudioFile.read(dir.resolve("false-FLOAT32.wav")).samples(),
        AudioFile.read(dir.resolve("true-FLOAT32.wav")).samples(),
        1e-6f);
  }

  @Test
  void aSustainedNoteHasALoopWhereItIsWanted() throws IOException {
    AudioClip clip = new AudioClip(Tones.sine(440, 0.25, 2 * RATE_HZ), RATE_HZ);
    PostProcessing looped = PostProcessing.NONE.withLoop(true);
    assertEquals("on", looped.settings().get("loop"));
    Path file = dir.resolve("looped.wav");
    looped.write(file, clip, PlayedPitch.of(69), true);
    SampleLoop loop = WavFile.samplerInfo(file).orElseThrow().loop().orElseThrow();
    float[] samples = AudioFile.read(file).samples();
    assertEquals(samples[loop.from() - 1], samples[loop.last()], 1e-4);
    looped.write(file, clip, PlayedPitch.UNKNOWN, true);
    assertEquals(Optional.empty(), WavFile.samplerInfo(file));
    PostProcessing.NONE.write(file, clip, PlayedPitch.of(69), true);
    assertEquals(Optional.of(new SamplerInfo(69)), WavFile.samplerInfo(file));
    PostProcessing.NONE.write(file, clip, PlayedPitch.of(69.5).bent(new float[] {3, 4}), true);
    assertEquals(Optional.of(new SamplerInfo(69, 50, Optional.empty())), WavFile.samplerInfo(file));
  }
}
