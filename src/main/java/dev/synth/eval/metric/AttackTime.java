package dev.synth.eval.metric;

import java.util.Arrays;

/**
 * How long a struck or plucked note takes from its onset to 90 % of its level, to a millisecond.
 *
 * <p>The envelope has a point every millisecond: the largest magnitude within half a period of the
 * note around it, so that it follows the level and not the wave. The onset is the first point
 * within 30 dB of the largest, and 90 % is of the largest in the 100 ms from there.
 */
public final class AttackTime {
  /** A note that takes longer is neither struck nor plucked. */
  public static final double SHORT_MS = 50;

  private static final double ONSET = Math.pow(10, -30 / 20.0);
  private static final double REACHED = 0.9;
  private static final int PEAK_MS = 100;

  /** Half of the window where there is no pitch, in milliseconds, and its bounds. */
  private static final double REACH_WITHOUT_PITCH_MS = 2;

  private static final double REACH_LEAST_MS = 0.5;
  private static final double REACH_MOST_MS = 10;
  private static final int BEFORE_MS = 10;

  private final int sampleRateHz;

  public AttackTime(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  /**
   * The attack of a sound.
   *
   * @param fundamentalHz of the note; NaN where it is unknown
   * @return ms; NaN for silence
   */
  public double ms(float[] samples, double fundamentalHz) {
    double[] envelope = envelope(samples, fundamentalHz);
    double peak = Arrays.stream(envelope).max().orElse(0);
    if (peak == 0) {
      return Double.NaN;
    }
    int onset = first(envelope, 0, ONSET * peak);
    double reached = 0;
    for (int i = onset; i < Math.min(envelope.length, onset + PEAK_MS); i++) {
      reached = Math.max(reached, envelope[i]);
    }
    return first(envelope, onset, REACHED * reached) - onset;
  }

  /**
   * How far another sound's attack is from the original's, whichever way.
   *
   * @return ms; NaN where the original has no attack of 50 ms or less
   */
  public double errorMs(float[] original, float[] other, double fundamentalHz) {
    double wanted = ms(original, fundamentalHz);
    return wanted <= SHORT_MS ? Math.abs(ms(other, fundamentalHz) - wanted) : Double.NaN;
  }

  private double[] envelope(float[] samples, double fundamentalHz) {
    double reachMs =
        Double.isNaN(fundamentalHz)
            ? REACH_WITHOUT_PITCH_MS
            : Math.min(REACH_MOST_MS, Math.max(REACH_LEAST_MS, 500 / fundamentalHz));
    int reach = (int) Math.round(reachMs * sampleRateHz / 1000);
    // A sound may begin at once, so the envelope begins before it.
    double[] envelope = new double[BEFORE_MS + (int) (1000L * samples.length / sampleRateHz)];
    for (int i = 0; i < envelope.length; i++) {
      int middle = (int) ((long) (i - BEFORE_MS) * sampleRateHz / 1000);
      int end = Math.min(samples.length, middle + reach + 1);
      for (int t = Math.max(0, middle - reach); t < end; t++) {
        envelope[i] = Math.max(envelope[i], Math.abs(samples[t]));
      }
    }
    return envelope;
  }

  private static int first(double[] envelope, int from, double least) {
    int i = from;
    while (envelope[i] < least) {
      i++;
    }
    return i;
  }
}
