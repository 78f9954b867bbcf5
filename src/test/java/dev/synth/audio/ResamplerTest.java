package dev.synth.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  private static AudioClip sine(double hz, int rateHz, double seconds) {
    float[] samples = new float[(int) (rateHz * seconds)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) sineAt(hz, rateHz, i);
    }
    return new AudioClip(samples, rateHz);
  }

  private static double sineAt(double hz, int rateHz, int sample) {
    return 0.9 * Math.sin(2 * Math.PI * hz * sample / rateHz + 0.4);
  }

  private static double db(double ratio) {
    return 20 * Math.log10(ratio);
  }

  /** Root mean square of what {@code value} gives for the samples away from both edges. */
  private static double rmsAwayFromEdges(AudioClip clip, IntToDoubleFunction value) {
    int edge = clip.samples().length / 4;
    double squares = 0;
    for (int i = edge; i < clip.samples().length - edge; i++) {
      double x = value.applyAsDouble(i);
      squares += x * x;
    }
    return Math.sqrt(squares / (clip.samples().length - 2 * edge));
  }

  /** Tones in the pass band come out as the same tones, sampled at the other rate. */
  @ParameterizedTest
  @CsvSource({
    "440, 44100, 16000", "1000, 44100, 16000", "5000, 44100, 16000", "6500, 44100, 16000",
    "7200, 44100, 16000", "440, 48000, 16000", "1000, 48000, 16000", "5000, 48000, 16000",
    "6500, 48000, 16000", "7200, 48000, 16000", "1000, 96000, 16000", "6500, 96000, 16000",
    "440, 22050, 16000", "5000, 22050, 16000", "6500, 22050, 16000", "440, 8000, 16000",
    "1000, 8000, 16000", "3500, 8000, 16000", "3600, 8000, 16000", "1000, 44101, 16000",
    "6500, 44101, 16000", "7200, 47999, 16000", "3000, 7919, 16000", "7200, 16000, 44100",
    "5000, 16000, 48000", "7000, 16001, 44100", "1000, 192000, 4000", "1000, 4000, 192000",
    "1700, 191999, 4000", "20, 44100, 16000"
  })
  void tonesInThePassBandStayAsTheyWere(double hz, int sourceRateHz, int targetRateHz) {
    AudioClip out = Resampler.resample(sine(hz, sourceRateHz, 0.5), targetRateHz);
    double error = rmsAwayFromEdges(out, i -> out.samples()[i] - sineAt(hz, targetRateHz, i));
    double snrDb = db(0.9 / Math.sqrt(2) / error);
    System.out.printf(
        "Resampler %d -> %d Hz, %.0f Hz: signal to error %.1f dB%n",
        sourceRateHz, targetRateHz, hz, snrDb);
    assertTrue(snrDb > 90, "signal to error " + snrDb + " dB");
  }

  /** Tones above the target's Nyquist frequency vanish and do not come back as aliases. */
  @ParameterizedTest
  @CsvSource({
    "8000, 44100, 16000", "8100, 44100, 16000", "9000, 44100, 16000", "15000, 44100, 16000",
    "15900, 44100, 16000", "20000, 44100, 16000", "8001, 48000, 16000", "8500, 48000, 16000",
    "16440, 48000, 16000", "23000, 48000, 16000", "8000, 96000, 16000", "31000, 96000, 16000",
    "8050, 22050, 16000", "11000, 22050, 16000", "8000, 44101, 16000", "15440, 44101, 16000",
    "2001, 192000, 4000", "2001, 191999, 4000", "90000, 191999, 4000"
  })
  void tonesAboveTheTargetNyquistVanish(double hz, int sourceRateHz, int targetRateHz) {
    AudioClip out = Resampler.resample(sine(hz, sourceRateHz, 0.5), targetRateHz);
    double levelDb = db(rmsAwayFromEdges(out, i -> out.samples()[i]) / (0.9 / Math.sqrt(2)));
    System.out.printf(
        "Resampler %d -> %d Hz, %.0f Hz: alias %.1f dB%n", sourceRateHz, targetRateHz, hz, levelDb);
    assertTrue(levelDb < -96, "alias at " + levelDb + " dB");
  }

  /** Going up, the mirror of a tone about the source's Nyquist frequency stays away. */
  @ParameterizedTest
  @CsvSource({"3600, 8000, 16000", "7000, 16000, 44100", "7000, 16000, 44101"})
  void goingUpMakesNoImages(double hz, int sourceRateHz, int targetRateHz) {
    AudioClip out = Resampler.resample(sine(hz, sourceRateHz, 1), targetRateHz);
    double imageHz = sourceRateHz - hz;
    double levelDb = db(amplitudeOf(out, imageHz) / amplitudeOf(out, hz));
    System.out.printf(
        "Resampler %d -> %d Hz: image %.1f dB%n", sourceRateHz, targetRateHz, levelDb);
    assertTrue(levelDb < -90, "image at " + levelDb + " dB");
  }

  /** Amplitude of one frequency, under a Blackman-Harris window so that no other leaks in. */
  private static double amplitudeOf(AudioClip clip, double hz) {
    double re = 0;
    double im = 0;
    int n = clip.samples().length;
    for (int i = 0; i < n; i++) {
      double turn = 2 * Math.PI * i / n;
      double window =
          0.35875
              - 0.48829 * Math.cos(turn)
              + 0.14128 * Math.cos(2 * turn)
              - 0.01168 * Math.cos(3 * turn);
      double phase = 2 * Math.PI * hz * i / clip.sampleRateHz();
      re += window * clip.samples()[i] * Math.cos(phase);
      im += window * clip.samples()[i] * Math.sin(phase);
    }
    return Math.hypot(re, im);
  }

  @ParameterizedTest
  @CsvSource({"44100, 16000", "8000, 16000", "44101, 16000", "96000, 16000", "7919, 190027"})
  void constantSoundStaysConstant(int sourceRateHz, int targetRateHz) {
    float[] samples = new float[sourceRateHz / 4];
    Arrays.fill(samples, 0.7f);
    AudioClip out = Resampler.resample(new AudioClip(samples, sourceRateHz), targetRateHz);
    double error = rmsAwayFromEdges(out, i -> out.samples()[i] - 0.7f);
    assertEquals(0, error, 1e-7);
  }

  /** A click at a time both rates share stays there and rings alike before and after. */
  @ParameterizedTest
  @CsvSource({"48000, 16000", "44100, 16000", "8000, 16000", "44101, 16000", "16000, 22050"})
  void clicksStaySymmetricAboutTheirTime(int sourceRateHz, int targetRateHz) {
    float[] samples = new float[2 * sourceRateHz + 1];
    samples[sourceRateHz] = 1f;
    AudioClip out = Resampler.resample(new AudioClip(samples, sourceRateHz), targetRateHz);
    float peak = out.samples()[targetRateHz];
    assertTrue(peak > 0.9 * Math.min(1, (double) targetRateHz / sourceRateHz), "peak " + peak);
    for (int i = 1; i <= 500; i++) {
      assertEquals(out.samples()[targetRateHz - i], out.samples()[targetRateHz + i], 2e-6);
      assertTrue(Math.abs(out.samples()[targetRateHz + i]) < peak);
    }
  }

  @Test
  void lengthsAreRoundedUp() {
    assertEquals(64_000, length(192_000, 48_000, 16_000));
    assertEquals(64_000, length(176_400, 44_100, 16_000));
    assertEquals(1, length(1, 192_000, 4_000));
    assertEquals(48, length(1, 4_000, 192_000));
    assertEquals(5_806, length(16_001, 44_100, 16_000));
    assertEquals(0, length(0, 44_100, 16_000));
  }

  private static int length(int samples, int sourceRateHz, int targetRateHz) {
    return Resampler.resample(new AudioClip(new float[samples], sourceRateHz), targetRateHz)
        .samples()
        .length;
  }

  @Test
  void theSameRateGivesTheSameSamples() {
    AudioClip clip = sine(440, 16_000, 0.1);
    assertSame(clip.samples(), Resampler.resample(clip, 16_000).samples());
  }

  @Test
  void ratesOutsideTheRangeAreRefused() {
    AudioClip clip = sine(440, 16_000, 0.01);
    assertThrows(IllegalArgumentException.class, () -> Resampler.resample(clip, 3_999));
    assertThrows(IllegalArgumentException.class, () -> Resampler.resample(clip, 192_001));
    AudioClip slow = new AudioClip(new float[10], 1_000);
    assertThrows(IllegalArgumentException.class, () -> Resampler.resample(slow, 16_000));
  }

  @Test
  void fourSecondsTakeMilliseconds() {
    for (int rateHz : new int[] {48_000, 44_100, 44_101}) {
      AudioClip clip = sine(440, rateHz, 4);
      double best = Double.MAX_VALUE;
      for (int round = 0; round < 8; round++) {
        long start = System.nanoTime();
        Resampler.resample(clip, 16_000);
        best = Math.min(best, (System.nanoTime() - start) / 1e6);
      }
      System.out.printf("Resampler 4 s %d -> 16000 Hz: %.1f ms%n", rateHz, best);
      assertTrue(best < 2_000, best + " ms"); // loose: the machine may be busy
    }
  }
}
