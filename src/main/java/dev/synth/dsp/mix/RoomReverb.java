package dev.synth.dsp.mix;

/**
 * A room: parallel comb filters whose echoes lose their highs, then all-pass filters (Schroeder
 * 1962, Moorer 1979), other delays on each side.
 */
public final class RoomReverb {
  private static final double[] COMB_SECONDS = {0.0297, 0.0371, 0.0411, 0.0437, 0.0319, 0.0353};
  private static final double[] ALL_PASS_SECONDS = {0.0050, 0.0017, 0.0126};
  private static final double ALL_PASS_GAIN = 0.6;
  private static final double SPREAD_SECONDS = 0.00052;
  private static final double PRE_DELAY_SECONDS = 0.022;

  /** How much of the echo before is mixed into each, which dampens highs. */
  private static final double DAMPING = 0.35;

  private RoomReverb() {}

  /**
   * What the room adds.
   *
   * @param sound amplitudes, [samples]
   * @param seconds until echoes are 60 dB down
   * @param side 0 left, 1 right
   * @return [samples], without the sound itself
   */
  public static float[] of(float[] sound, int rateHz, double seconds, int side) {
    int count = sound.length;
    float[] out = new float[count];
    int pre = (int) Math.round(PRE_DELAY_SECONDS * rateHz);
    for (double delay : COMB_SECONDS) {
      int length = (int) Math.round((delay + side * SPREAD_SECONDS) * rateHz);
      double feedback = Math.pow(10, -3 * delay / seconds);
      float[] line = new float[length];
      double damped = 0;
      int at = 0;
      for (int i = 0; i < count; i++) {
        double echo = line[at];
        damped = (1 - DAMPING) * echo + DAMPING * damped;
        line[at] = (float) ((i >= pre ? sound[i - pre] : 0) + feedback * damped);
        at = at + 1 == length ? 0 : at + 1;
        out[i] += (float) (echo / COMB_SECONDS.length);
      }
    }
    for (double delay : ALL_PASS_SECONDS) {
      allPass(out, (int) Math.round((delay + side * SPREAD_SECONDS) * rateHz));
    }
    return out;
  }

  private static void allPass(float[] samples, int length) {
    float[] line = new float[length];
    int at = 0;
    for (int i = 0; i < samples.length; i++) {
      double before = line[at];
      double in = samples[i] + ALL_PASS_GAIN * before;
      line[at] = (float) in;
      samples[i] = (float) (before - ALL_PASS_GAIN * in);
      at = at + 1 == length ? 0 : at + 1;
    }
  }
}
