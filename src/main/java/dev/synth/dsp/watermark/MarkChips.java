package dev.synth.dsp.watermark;

import dev.synth.dsp.Windows;
import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * How the level of each band of a sound departs from what is before and behind it, frame by frame,
 * weighted by how much that tells of a mark. Nothing in it depends on a key.
 */
final class MarkChips {
  /** The rate at which is looked: the mark ends below 6 kHz. */
  static final int RATE_HZ = 16_000;

  /** Samples of a frame. */
  static final int FRAME = (int) Math.round(MarkPattern.FRAME_SECONDS * RATE_HZ);

  /**
   * Powers of the variance that chips are divided by: 1 is best where all of a sound has the mark,
   * more where its weaker parts lost it to noise.
   */
  static final double[] POWERS = {1, 1.5, 2};

  private static final int BANDS = MarkPattern.BANDS;
  private static final int WINDOW = 2 * FRAME;
  private static final int FFT = 512;
  private static final double CLIP_DB = 6;

  /** Bands so far below the frame's loudest count in full, and from the second on not at all. */
  private static final double NEAR_DB = 40;

  private static final double FAR_DB = 60;

  /** Frames on each side that a level is compared with, and what share of a mark is seen so. */
  private static final int[] SIDES = {1, 3};

  private static final double[] SEEN = {0.625, 0.75 - 0.25 / 6};

  /** Frames on each side that tell how much a band changes. */
  private static final int NEAR_FRAMES = 17;

  private static final double LEAST_VARIANCE = 0.03;

  /** Changes from which on, and up to which, a mark is deeper, as {@link Watermark} makes it. */
  private static final double STEADY_CHANGE_DB = 1;

  private static final double NOISE_CHANGE_DB = 3;

  /** Of each power: weighted departures, [frames · bands]. */
  private final float[][] chips;

  /** Of each frame. */
  private final double[] energies;

  /** Those of the frames from {@code offset} on, at {@value #RATE_HZ} Hz. */
  MarkChips(float[] samples, int offset) {
    int frames = Math.max(0, (samples.length - offset) / FRAME);
    double[][] levels = levels(samples, offset, frames);
    energies = energies(samples, offset, frames);
    chips = new float[POWERS.length][frames * BANDS];
    double[] loudest = new double[frames];
    for (int f = 0; f < frames; f++) {
      loudest[f] = Arrays.stream(levels[f]).max().orElseThrow();
    }
    double[] level = new double[frames];
    double[][] departures = new double[SIDES.length][frames];
    double[][] variances = new double[SIDES.length][frames];
    for (int band = 0; band < BANDS; band++) {
      for (int f = 0; f < frames; f++) {
        level[f] = levels[f][band];
      }
      for (int s = 0; s < SIDES.length; s++) {
        depart(level, SIDES[s], departures[s]);
        variance(departures[s], variances[s]);
      }
      for (int f = 0; f < frames; f++) {
        weigh(f, band, loudest[f] - level[f], departures, variances);
      }
    }
  }

  private static double[][] levels(float[] samples, int offset, int frames) {
    float[] window = Windows.hann(WINDOW);
    FloatFFT_1D fft = new FloatFFT_1D(FFT);
    BandLevels bands = new BandLevels(FFT, RATE_HZ);
    float[] spectrum = new float[FFT];
    double[][] levels = new double[frames][];
    for (int f = 0; f < frames; f++) {
      int from = offset + f * FRAME + FRAME / 2 - WINDOW / 2;
      Arrays.fill(spectrum, 0);
      for (int i = Math.max(0, -from); i < WINDOW && from + i < samples.length; i++) {
        spectrum[i] = window[i] / WINDOW * samples[from + i];
      }
      fft.realForward(spectrum);
      levels[f] = bands.decibels(spectrum);
    }
    return levels;
  }

  private static double[] energies(float[] samples, int offset, int frames) {
    double[] energies = new double[frames];
    for (int f = 0; f < frames; f++) {
      for (int i = offset + f * FRAME; i < offset + (f + 1) * FRAME; i++) {
        energies[f] += (double) samples[i] * samples[i];
      }
    }
    return energies;
  }

  /** From the mean of as many frames on each side; one that goes up or down steadily does not. */
  private static void depart(double[] level, int sides, double[] departures) {
    int last = level.length - 1;
    for (int f = 0; f <= last; f++) {
      double sum = 0;
      for (int i = 1; i <= sides; i++) {
        sum += level[Math.max(0, f - i)] + level[Math.min(last, f + i)];
      }
      departures[f] = Math.max(-CLIP_DB, Math.min(CLIP_DB, level[f] - sum / (2 * sides)));
    }
  }

  private static void variance(double[] departures, double[] variances) {
    double sum = 0;
    int count = 0;
    for (int f = -NEAR_FRAMES; f < departures.length; f++) {
      int next = f + NEAR_FRAMES;
      if (next < departures.length) {
        sum += departures[next] * departures[next];
        count++;
      }
      int gone = f - NEAR_FRAMES - 1;
      if (gone >= 0) {
        sum -= departures[gone] * departures[gone];
        count--;
      }
      if (f >= 0) {
        variances[f] = Math.max(0, sum) / count;
      }
    }
  }

  /** By the comparison that tells more, and by how little the band changes of itself. */
  private void weigh(int f, int band, double belowDb, double[][] departures, double[][] variances) {
    double near = Math.max(0, Math.min(1, (FAR_DB - belowDb) / (FAR_DB - NEAR_DB)));
    double best = -1;
    for (int s = 0; s < SIDES.length; s++) {
      double variance = variances[s][f] + LEAST_VARIANCE;
      double depth = SEEN[s] * depthDb(Math.sqrt(variances[s][f]));
      double tells = depth * depth / variance;
      if (tells > best) {
        best = tells;
        for (int p = 0; p < POWERS.length; p++) {
          chips[p][f * BANDS + band] =
              (float) (near * depth * departures[s][f] / Math.pow(variance, POWERS[p]));
        }
      }
    }
  }

  private static double depthDb(double changeDb) {
    double noise = (changeDb - STEADY_CHANGE_DB) / (NOISE_CHANGE_DB - STEADY_CHANGE_DB);
    return Watermark.STEADY_DB
        + Math.max(0, Math.min(1, noise)) * (Watermark.NOISE_DB - Watermark.STEADY_DB);
  }

  int frames() {
    return energies.length;
  }

  /**
   * The chips of some frames, those of the same place of the pattern together.
   *
   * @return [frames · bands], of {@value MarkPattern#FRAMES} frames at the most
   */
  float[] part(int power, int from, int frames) {
    float[] part = new float[Math.min(frames, MarkPattern.FRAMES) * BANDS];
    for (int i = 0; i < frames * BANDS; i++) {
      part[i % part.length] += chips[power][from * BANDS + i];
    }
    return part;
  }

  /** Where the loudest so many frames in a row begin. */
  int loudest(int frames) {
    double sum = 0;
    double most = -1;
    int begin = 0;
    for (int f = 0; f < energies.length; f++) {
      sum += energies[f] - (f >= frames ? energies[f - frames] : 0);
      if (f >= frames - 1 && sum > most) {
        most = sum;
        begin = f - frames + 1;
      }
    }
    return begin;
  }
}
