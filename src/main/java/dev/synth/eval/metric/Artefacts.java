package dev.synth.eval.metric;

import dev.synth.dsp.Levels;
import dev.synth.dsp.Stft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What should not be in a sound: hiss between the partials, and clicks. */
public final class Artefacts {
  private static final int FFT_SAMPLES = 1024;
  private static final double FLOOR_FROM_HZ = 5_000;
  private static final double FLOOR_TO_HZ = 7_500;
  private static final double SUSTAIN_DB = 40;
  private static final double LOWEST_DB = -120;

  /** A jump twice as high as any of the original is none that the instrument makes. */
  private static final double JUMP_RATIO = 2;

  /** And one below this is lost in 16 bits' worth of playing. */
  private static final double JUMP_MIN = 0.01;

  private static final int CLICK_SAMPLES = 16;

  /** Milliseconds before and after a click that tell what is usual there; at an end, one-sided. */
  private static final int CLICK_REACH = 32;

  private final Stft stft = new Stft(FFT_SAMPLES, FFT_SAMPLES / 4);
  private final int sampleRateHz;

  public Artefacts(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  /**
   * The noise floor from 5 to 7.5 kHz, as the level of white noise that would have it. The median
   * over the frames within 40 dB of the loudest passes over attacks, that over the bins over
   * partials, as long as they fill less than half.
   *
   * @return dB relative to the whole sound's RMS; -120 at the least; NaN where the rate has no 7.5
   *     kHz
   */
  public double noiseFloorDb(float[] samples) {
    if (sampleRateHz < 2 * FLOOR_TO_HZ) {
      return Double.NaN;
    }
    float[][] magnitudes = stft.magnitudes(samples);
    double[] energies = new double[magnitudes.length];
    double loudest = 0;
    for (int f = 0; f < energies.length; f++) {
      for (float magnitude : magnitudes[f]) {
        energies[f] += magnitude * magnitude;
      }
      loudest = Math.max(loudest, energies[f]);
    }
    double sustainedEnergy = loudest * Math.pow(10, -SUSTAIN_DB / 10);
    int from = (int) Math.ceil(FLOOR_FROM_HZ * FFT_SAMPLES / sampleRateHz);
    int to = (int) Math.floor(FLOOR_TO_HZ * FFT_SAMPLES / sampleRateHz);
    int[] sustained =
        IntStream.range(0, energies.length).filter(f -> energies[f] >= sustainedEnergy).toArray();
    double[] powers = new double[to - from + 1];
    double[] ofFrames = new double[sustained.length];
    for (int i = 0; i < powers.length; i++) {
      for (int j = 0; j < ofFrames.length; j++) {
        float magnitude = magnitudes[sustained[j]][from + i];
        ofFrames[j] = magnitude * magnitude;
      }
      powers[i] = median(ofFrames);
    }
    // Powers of noise are exponentially distributed: the median is ln 2 of the mean. White noise of
    // variance v has a mean power of v · 4 · sum w² / (sum w)², which is 6 v / n under a Hann
    // window
    // of n samples.
    double variance = median(powers) / Math.log(2) * FFT_SAMPLES / 6;
    double rms = Levels.rms(samples);
    return rms == 0 ? LOWEST_DB : Math.max(LOWEST_DB, Levels.dbfs(Math.sqrt(variance) / rms));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /**
   * The bound for {@link #jumps}: twice the largest step from one sample of the original to the
   * next, and at least 0.01.
   */
  public static double jumpBound(float[] original) {
    double largest = 0;
    for (int t = 1; t < original.length; t++) {
      largest = Math.max(largest, step(original, t));
    }
    return Math.max(JUMP_MIN, JUMP_RATIO * largest);
  }

  private static double step(float[] samples, int t) {
    return Math.abs(samples[t] - samples[t - 1]);
  }

  /** Steps from one sample to the next beyond {@code bound}; those within 1 ms are one jump. */
  public static int jumps(float[] samples, double bound) {
    return jumpStarts(samples, bound).size();
  }

  /**
   * Jumps that no wave makes: twice as high as the sound's own steps around them. A sound that is
   * louder or brighter than the original jumps at each of its periods, and does not click. Of 64
   * milliseconds the third steepest is what is usual there, since two clicks may come together and
   * a wave of 65 Hz (C2) has three more periods in them.
   */
  public static int clicks(float[] samples, double bound) {
    double[] steepest = new double[samples.length / CLICK_SAMPLES + 1]; // of each millisecond
    for (int t = 1; t < samples.length; t++) {
      int block = t / CLICK_SAMPLES;
      steepest[block] = Math.max(steepest[block], step(samples, t));
    }
    int clicks = 0;
    for (int start : jumpStarts(samples, bound)) {
      double height = 0;
      for (int t = start; t < Math.min(samples.length, start + CLICK_SAMPLES); t++) {
        height = Math.max(height, step(samples, t));
      }
      int block = start / CLICK_SAMPLES;
      int last = Math.min(steepest.length - 1, Math.max(0, block - CLICK_REACH) + 2 * CLICK_REACH);
      double[] around =
          IntStream.rangeClosed(Math.max(0, last - 2 * CLICK_REACH), last)
              .filter(b -> Math.abs(b - block) > 1)
              .mapToDouble(b -> steepest[b])
              .sorted()
              .toArray();
      double usual = around.length < 3 ? 0 : around[around.length - 3];
      clicks += height > JUMP_RATIO * usual ? 1 : 0;
    }
    return clicks;
  }

  private static List<Integer> jumpStarts(float[] samples, double bound) {
    List<Integer> starts = new ArrayList<>();
    int quietFrom = 0;
    for (int t = 1; t < samples.length; t++) {
      if (step(samples, t) > bound) {
        if (t >= quietFrom) {
          starts.add(t);
        }
        quietFrom = t + CLICK_SAMPLES;
      }
    }
    return starts;
  }
}
