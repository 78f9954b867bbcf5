package dev.synth.dsp;

/**
 * Programme loudness after ITU-R BS.1770-5: K-weighting, mean squares of overlapping blocks of 400
 * ms, and two gates, at -70 LUFS and 10 LU below what remains. The two filters are the
 * recommendation's, made for any rate by the bilinear transform of their analogue prototypes. A
 * sound shorter than a block is one block.
 */
public final class Loudness {
  private static final double BLOCK_SECONDS = 0.4;
  private static final int OVERLAP = 4;
  private static final double OFFSET = -0.691;
  private static final double ABSOLUTE_GATE_LUFS = -70;
  private static final double RELATIVE_GATE_LU = -10;

  private Loudness() {}

  /**
   * The loudness of a sound that is the same in all its channels.
   *
   * @param samples amplitudes, [samples]
   * @param channels 1 for mono, 2 for a stereo file of the same sound twice, which is 3 LU louder
   * @return LUFS; negative infinity where nothing is above the gate
   */
  public static double lufs(float[] samples, int rateHz, int channels) {
    return gated(blockPowers(samples, rateHz, channels));
  }

  /**
   * The loudness of a sound in two channels.
   *
   * @param left amplitudes, [samples]
   * @param right as many
   * @return LUFS; negative infinity where nothing is above the gate
   */
  public static double lufs(float[] left, float[] right, int rateHz) {
    double[] powers = blockPowers(left, rateHz, 1);
    double[] others = blockPowers(right, rateHz, 1);
    for (int i = 0; i < powers.length; i++) {
      powers[i] += others[i];
    }
    return gated(powers);
  }

  private static double gated(double[] powers) {
    double gate = gatedMean(powers, power(ABSOLUTE_GATE_LUFS));
    return level(gatedMean(powers, gate * Math.pow(10, RELATIVE_GATE_LU / 10)));
  }

  private static double[] blockPowers(float[] samples, int rateHz, int channels) {
    double[] x = new double[samples.length];
    for (int i = 0; i < samples.length; i++) {
      x[i] = samples[i];
    }
    shelf(x, rateHz);
    highPass(x, rateHz);
    int block = Math.min(x.length, (int) Math.round(BLOCK_SECONDS * rateHz));
    int step = Math.max(1, block / OVERLAP);
    double[] powers = new double[block == 0 ? 0 : (x.length - block) / step + 1];
    for (int b = 0; b < powers.length; b++) {
      double squares = 0;
      for (int i = b * step; i < b * step + block; i++) {
        squares += x[i] * x[i];
      }
      powers[b] = channels * squares / block;
    }
    return powers;
  }

  /** Mean of the powers above {@code gate}, no less than the absolute gate; 0 if there are none. */
  private static double gatedMean(double[] powers, double gate) {
    double threshold = Math.max(gate, power(ABSOLUTE_GATE_LUFS));
    double sum = 0;
    int count = 0;
    for (double power : powers) {
      if (power > threshold) {
        sum += power;
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private static double power(double lufs) {
    return Math.pow(10, (lufs - OFFSET) / 10);
  }

  private static double level(double power) {
    return OFFSET + 10 * Math.log10(power);
  }

  /** The head's effect: 4 dB more above about 1.7 kHz. */
  private static void shelf(double[] x, int rateHz) {
    double k = Math.tan(Math.PI * 1681.974450955533 / rateHz);
    double q = 0.7071752369554196;
    double high = Math.pow(10, 3.999843853973347 / 20);
    double band = Math.pow(high, 0.4996667741545416);
    double a0 = 1 + k / q + k * k;
    new Biquad(
            (high + band * k / q + k * k) / a0,
            2 * (k * k - high) / a0,
            (high - band * k / q + k * k) / a0,
            2 * (k * k - 1) / a0,
            (1 - k / q + k * k) / a0)
        .filter(x);
  }

  /** The ear's deafness to depths: a high-pass at 38 Hz. */
  private static void highPass(double[] x, int rateHz) {
    double k = Math.tan(Math.PI * 38.13547087602444 / rateHz);
    double q = 0.5003270373238773;
    double a0 = 1 + k / q + k * k;
    new Biquad(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0).filter(x);
  }
}
