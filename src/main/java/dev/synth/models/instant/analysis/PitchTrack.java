package dev.synth.models.instant.analysis;

import java.util.Arrays;

/**
 * The fundamental of a note over time: how its low partials turn against those of a steady pitch,
 * each weighted by its power. Followed twice, the second time along what was found at first, so
 * that partials far up count, too.
 *
 * <p>Source: the phase vocoder's instantaneous frequency, Flanagan and Golden 1966.
 */
public final class PitchTrack {
  /** Deviations of neighbouring points differ by no more. */
  private static final double MOST_CENTS = 200;

  /** Partials that are followed. */
  public static final int PARTIALS = 8;

  private PitchTrack() {}

  /**
   * Deviations from a pitch.
   *
   * @param ratios [partials] frequencies relative to the fundamental
   * @return [points] cents; a point where nothing sounds takes the deviation found at the last one
   *     before it where something does, or at the first such one if there is none before
   */
  public static float[] cents(
      float[] sound, int rateHz, int hopSamples, int points, double hz, double[] ratios) {
    float[] cents = new float[points];
    Demodulator demodulator = new Demodulator(sound, hopSamples, points);
    for (int pass = 0; pass < 2; pass++) {
      // The second time along the track, and with more partials.
      int partials = pass == 0 ? 3 : PARTIALS;
      PhaseTrack phase = PhaseTrack.of(cents, rateHz, hopSamples, hz);
      HannSums windows = demodulator.windows(Math.max(0.024 * rateHz, 3 * rateHz / hz));
      float[][] amplitudes = new float[partials][];
      for (int k = 0; k < partials && ratios[k] * hz < 0.45 * rateHz; k++) {
        amplitudes[k] = new float[2 * points];
        demodulator.turnBack(phase.times(ratios[k]));
        demodulator.amplitudes(windows, amplitudes[k]);
      }
      correct(cents, amplitudes, ratios, hz * hopSamples / rateHz);
    }
    return cents;
  }

  /** Adds what the partials turn between points beyond what was taken for it. */
  private static void correct(
      float[] cents, float[][] amplitudes, double[] ratios, double turnsPerHop) {
    int points = cents.length;
    double[] deviation = new double[points];
    double[] weight = new double[points];
    for (int p = 0; p + 1 < points; p++) {
      double numerator = 0;
      double denominator = 0;
      for (int k = 0; k < amplitudes.length && amplitudes[k] != null; k++) {
        float[] c = amplitudes[k];
        double re = c[2 * p] * c[2 * p + 2] + c[2 * p + 1] * c[2 * p + 3];
        double im = c[2 * p] * c[2 * p + 3] - c[2 * p + 1] * c[2 * p + 2];
        double power = Math.hypot(re, im);
        double turned = Math.atan2(im, re) / (2 * Math.PI);
        if (denominator > 0) {
          // The lower partials tell how often this one turned round.
          double expected = ratios[k] * numerator / denominator;
          turned += Math.rint(expected - turned);
        }
        numerator += power * ratios[k] * turned;
        denominator += power * ratios[k] * ratios[k];
      }
      if (denominator > 0) {
        deviation[p] = numerator / denominator;
        weight[p] = denominator;
      }
    }
    smooth(deviation, weight);
    // A deviation lies between two points.
    for (int p = 0; p < points; p++) {
      double before = deviation[Math.max(0, p - 1)];
      double after = deviation[Math.min(Math.max(0, points - 2), p)];
      double share = 1 + 0.5 * (before + after) / turnsPerHop;
      double more = share > 0.5 ? 1200 * Math.log(share) / Math.log(2) : 0;
      cents[p] += (float) Math.max(-MOST_CENTS, Math.min(MOST_CENTS, more));
    }
  }

  /**
   * A weighted mean over five points. Where there is hardly any weight, the mean of the last point
   * before that has some, or of the first one that has.
   */
  private static void smooth(double[] values, double[] weights) {
    int points = values.length;
    double[] raw = values.clone();
    double most = Arrays.stream(weights).max().orElse(0);
    double least = 1e-4 * most; // 40 dB below the loudest
    int heard = -1;
    for (int p = 0; p < points; p++) {
      double sum = 0;
      double of = 0;
      for (int q = Math.max(0, p - 2); q <= Math.min(points - 1, p + 2); q++) {
        double w = weights[q] * (3 - Math.abs(q - p));
        sum += w * raw[q];
        of += w;
      }
      boolean sounds = of > 9 * least && of > 0;
      values[p] = sounds ? sum / of : heard < 0 ? 0 : values[heard];
      if (sounds && heard < 0) {
        Arrays.fill(values, 0, p, values[p]);
      }
      heard = sounds ? p : heard;
    }
  }
}
