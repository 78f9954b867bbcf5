package dev.synth.models.instant;

import dev.synth.dsp.MelFilterbank;

/**
 * What a frame's spectrum has at the partials of a known pitch, and what it has between them: mel
 * bands alone do not tell a tone from a breath where several partials share a band. All in dB.
 */
final class PartialFeatures {
  /** Partials whose levels are measured. */
  private static final int PARTIALS = 64;

  /** Bands of what lies between the partials, even on the mel scale up to 8 kHz. */
  private static final int GAPS = 16;

  /** Values a frame. */
  static final int COUNT = PARTIALS + GAPS;

  /** A partial is looked for so far from its harmonic, as a share of the fundamental. */
  private static final double NEAR = 0.35;

  /** Its power is that of so many bins to each side of its peak: the main lobe of a Hann window. */
  private static final int LOBE_BINS = 2;

  /** The powers of the main lobe's bins add up to that of a sine times this. */
  private static final double LOBE_POWER = 1.5;

  /** What is nearer to a harmonic, as a share of the fundamental or in bins, is no gap. */
  private static final double GAP_FROM = 0.35;

  private static final double GAP_FROM_BINS = 2.5;

  private static final double TOP_MEL = MelFilterbank.mel(InstantSpec.ENCODER_RATE_HZ / 2.0);

  private final double binHz;

  /** The gap that each bin would be in. */
  private final int[] gapOfBin;

  /**
   * Features of spectra.
   *
   * @param bins how many there are, from 0 Hz to half the encoder's rate
   */
  PartialFeatures(int bins) {
    binHz = InstantSpec.ENCODER_RATE_HZ / 2.0 / (bins - 1);
    gapOfBin = new int[bins];
    for (int j = 0; j < bins; j++) {
      gapOfBin[j] = (int) (MelFilterbank.mel(j * binHz) / TOP_MEL * GAPS);
    }
  }

  /** The frequency in the middle of what value {@code i} measures. */
  double middleHz(int i, double hz) {
    return i < PARTIALS ? (i + 1) * hz : MelFilterbank.hz(TOP_MEL * (i - PARTIALS + 0.5) / GAPS);
  }

  /**
   * Writes the features of a frame.
   *
   * @param power [bins] of the spectrum; a sine's peak has its squared amplitude
   * @param hz the fundamental
   */
  void write(float[] power, double hz, float[] into, int offset) {
    for (int k = 0; k < PARTIALS; k++) {
      into[offset + k] = FrameFeatures.decibels(partial(power, hz, k + 1));
    }
    writeGaps(power, hz, into, offset + PARTIALS);
  }

  private double partial(float[] power, double hz, int k) {
    double at = k * hz / binHz;
    double near = NEAR * hz / binHz;
    int from = Math.max(1, (int) Math.ceil(at - near));
    int to = Math.min(power.length - 2, (int) Math.floor(at + near));
    if (at >= power.length - 1 || from >= power.length - 1) {
      return 0;
    }
    int peak = Math.min(power.length - 2, Math.max(1, (int) Math.rint(at)));
    for (int j = from; j <= to; j++) {
      peak = power[j] > power[peak] ? j : peak;
    }
    int lobe = (int) Math.min(LOBE_BINS, 0.5 * hz / binHz);
    double sum = 0;
    for (int j = Math.max(1, peak - lobe); j <= Math.min(power.length - 2, peak + lobe); j++) {
      sum += power[j];
    }
    return sum / LOBE_POWER;
  }

  private void writeGaps(float[] power, double hz, float[] into, int offset) {
    double least = Math.max(GAP_FROM * hz, GAP_FROM_BINS * binHz);
    double[] sums = new double[GAPS];
    int[] bins = new int[GAPS];
    for (int j = 1; j < power.length - 1; j++) {
      double at = j * binHz;
      double away = Math.abs(at - hz * Math.rint(at / hz));
      if (away >= least) {
        sums[gapOfBin[j]] += power[j];
        bins[gapOfBin[j]]++;
      }
    }
    // A band in which no gap is takes the level of the band below, the lowest that of the one
    // above.
    double density = 0;
    for (int g = GAPS - 1; g >= 0; g--) {
      density = bins[g] > 0 ? sums[g] / bins[g] : density;
    }
    for (int g = 0; g < GAPS; g++) {
      density = bins[g] > 0 ? sums[g] / bins[g] : density;
      into[offset + g] = FrameFeatures.decibels(density);
    }
  }
}
