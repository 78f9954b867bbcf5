package dev.synth.app.compose;

/**
 * How a velocity changes a note: softer is quieter and darker, as of struck, plucked and blown
 * instruments alike. What lies above a corner frequency, some partials above the fundamental, falls
 * by 6 dB more than the rest for each halving of the velocity.
 */
final class Touch {
  /** The velocity with which a note sounds as it was made. */
  private static final double PLAIN_VELOCITY = 100;

  private static final double LOUDNESS_POWER = 1.6;
  private static final double CORNER_PARTIAL = 4;
  private static final double CORNER_LEAST_HZ = 1_000;
  private static final double CORNER_MOST_HZ = 8_000;

  private final double gain;
  private final double high;
  private final double share;
  private double low;

  /**
   * @param velocity from 1 to 127
   * @param midiPitch of the note
   */
  Touch(int velocity, int midiPitch, int rateHz) {
    gain = Math.pow(velocity / PLAIN_VELOCITY, LOUDNESS_POWER);
    high = velocity / PLAIN_VELOCITY;
    double fundamentalHz = 440 * Math.pow(2, (midiPitch - 69) / 12.0);
    double corner =
        Math.max(CORNER_LEAST_HZ, Math.min(CORNER_MOST_HZ, CORNER_PARTIAL * fundamentalHz));
    share = 1 - Math.exp(-2 * Math.PI * corner / rateHz);
  }

  /** The next sample: a shelf of one pole. */
  double next(double sample) {
    low += share * (sample - low);
    return gain * (low + high * (sample - low));
  }
}
