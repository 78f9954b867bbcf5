package dev.synth.dsp.watermark;

import dev.synth.dsp.Windows;
import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_1D;

/** Finds a mark's pattern in a sound of {@value #RATE_HZ} Hz; see {@link Watermark}. */
final class MarkDetector {
  /** The rate at which is looked: the mark ends at 6 kHz. */
  static final int RATE_HZ = 16_000;

  private static final int FRAME = (int) (MarkPattern.FRAME_SECONDS * RATE_HZ);
  private static final int SLOT = 2 * FRAME;
  private static final int STEP = 64;
  private static final int OFFSETS = SLOT / STEP;
  private static final double CLIP_DB = 6;

  /** Bands so far below the frame's loudest count in full, and from the second on not at all. */
  private static final double NEAR_DB = 40;

  private static final double FAR_DB = 60;

  /** Slots before and behind that tell how much a band changes. */
  private static final int NEAR_SLOTS = 6;

  private static final double LEAST_VARIANCE = 0.1;

  private final MarkPattern pattern;

  MarkDetector(MarkPattern pattern) {
    this.pattern = pattern;
  }

  /** The place where the pattern fits best. */
  MarkReading find(float[] samples) {
    double best = Double.NEGATIVE_INFINITY;
    double[][] bestSums = null;
    int bestShift = 0;
    int tries = 0;
    for (int offset = 0; offset < OFFSETS; offset++) {
      double[][] sums = sums(samples, offset * STEP);
      for (int shift = 0; shift < MarkPattern.SLOTS; shift++) {
        tries++;
        double statistic = presence(sums, shift);
        if (statistic > best) {
          best = statistic;
          bestSums = sums;
          bestShift = shift;
        }
      }
    }
    return reading(best, bestSums, bestShift, tries);
  }

  /** Weighted changes of level of all chips, those of the same place of the pattern together. */
  static double[][] sums(float[] samples, int offset) {
    int slots = Math.max(0, (samples.length - offset) / SLOT);
    double[][] changes = new double[slots][];
    double[][] weights = new double[slots][];
    float[] window = Windows.hann(FRAME);
    FloatFFT_1D fft = new FloatFFT_1D(FRAME);
    BandLevels bands = new BandLevels(FRAME, RATE_HZ);
    float[] frame = new float[FRAME];
    double[][] levels = new double[2 * slots + 2][];
    for (int f = 0; f < levels.length; f++) {
      int at = offset + (f - 1) * FRAME;
      boolean inside = at >= 0 && at + FRAME <= samples.length;
      levels[f] = inside ? levels(samples, at, window, frame, fft, bands) : null;
    }
    for (int slot = 0; slot < slots; slot++) {
      double[] first = levels[2 * slot + 1];
      double[] second = levels[2 * slot + 2];
      double[] before = levels[2 * slot];
      double[] behind = 2 * slot + 3 < levels.length ? levels[2 * slot + 3] : null;
      changes[slot] = new double[MarkPattern.BANDS];
      weights[slot] = new double[MarkPattern.BANDS];
      double loudest = Math.max(max(first), max(second));
      for (int band = 0; band < MarkPattern.BANDS; band++) {
        // A level that goes up or down steadily, as in a decay or vibrato, is no change.
        double trend = before == null || behind == null ? 0 : (before[band] - behind[band]) / 3;
        changes[slot][band] = clip(first[band] - second[band] - clip(trend));
        double below = loudest - Math.max(first[band], second[band]);
        weights[slot][band] = Math.max(0, Math.min(1, (FAR_DB - below) / (FAR_DB - NEAR_DB)));
      }
    }
    divideByVariance(changes, weights);
    double[][] sums = new double[MarkPattern.SLOTS][MarkPattern.BANDS];
    for (int slot = 0; slot < slots; slot++) {
      for (int band = 0; band < MarkPattern.BANDS; band++) {
        sums[slot % MarkPattern.SLOTS][band] += weights[slot][band] * changes[slot][band];
      }
    }
    return sums;
  }

  private static double[] levels(
      float[] samples, int at, float[] window, float[] frame, FloatFFT_1D fft, BandLevels bands) {
    for (int i = 0; i < FRAME; i++) {
      frame[i] = window[i] * samples[at + i];
    }
    fft.realForward(frame);
    return bands.decibels(frame);
  }

  private static double clip(double db) {
    return Math.max(-CLIP_DB, Math.min(CLIP_DB, db));
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** Chips count by how little their band changes about that time: the optimum in normal noise. */
  private static void divideByVariance(double[][] changes, double[][] weights) {
    for (int band = 0; band < MarkPattern.BANDS; band++) {
      for (int slot = 0; slot < changes.length; slot++) {
        double squares = 0;
        int count = 0;
        for (int s = slot - NEAR_SLOTS; s <= slot + NEAR_SLOTS; s++) {
          if (s >= 0 && s < changes.length) {
            squares += changes[s][band] * changes[s][band];
            count++;
          }
        }
        weights[slot][band] /= squares / count + LEAST_VARIANCE;
      }
    }
  }

  double presence(double[][] sums, int shift) {
    double sum = 0;
    double squares = 0;
    for (int slot = 0; slot < MarkPattern.SLOTS; slot++) {
      int place = (slot + shift) % MarkPattern.SLOTS;
      for (int band = 0; band < MarkPattern.BANDS; band++) {
        if (pattern.bit(place, band) < 0) {
          sum += pattern.sign(place, band) * sums[slot][band];
          squares += sums[slot][band] * sums[slot][band];
        }
      }
    }
    return squares == 0 ? 0 : sum / Math.sqrt(squares);
  }

  private MarkReading reading(double statistic, double[][] sums, int shift, int tries) {
    double[] bits = new double[MarkPattern.BITS];
    double squares = 0;
    for (int slot = 0; slot < MarkPattern.SLOTS; slot++) {
      int place = (slot + shift) % MarkPattern.SLOTS;
      for (int band = 0; band < MarkPattern.BANDS; band++) {
        int bit = pattern.bit(place, band);
        if (bit >= 0) {
          bits[bit] += pattern.sign(place, band) * sums[slot][band];
          squares += sums[slot][band] * sums[slot][band];
        }
      }
    }
    for (int bit = 0; bit < bits.length; bit++) {
      bits[bit] /= squares == 0 ? 1 : Math.sqrt(squares);
    }
    return new MarkReading(statistic, tries, MarkCode.decode(bits), bits);
  }
}
