package dev.synth.train;

import dev.synth.audio.MuLaw;
import dev.synth.dsp.Levels;
import java.util.SplittableRandom;

/**
 * A crop as the decoder would hear it after errors of its own, and what it should say to that. What
 * a generator hears of its own past is never quite what it was trained on; a decoder that has only
 * heard true pasts takes its errors for sound, and goes on with them: it hums, whistles or hisses.
 *
 * <p>The errors are a hum or a whistle, a resonance that small wrongs w(t) keep ringing: e(t) = 2r
 * cos(θ) e(t - 1) - r² e(t - 2) + w(t), with white w, a random r and a random frequency θ. The
 * decoder hears x + e and should say x(t) + e(t) - w(t): it learns to let errors ring off, and not
 * to make new ones. To want x(t) itself, a leap back at once, asks for the errors to be known
 * exactly; where they are not, the decoder learns to be unsure instead.
 *
 * @param past what the decoder hears, mu-law codes [samples]
 * @param targets what it should say, mu-law codes [samples]
 * @param echo what a sample of the errors is foreseen to be: {@code echo[0]} of the one before it
 *     and {@code echo[1]} of the one before that
 */
record NoisyPast(byte[] past, byte[] targets, double[] echo) {
  /** Least and greatest r, the share of an error that is left a sample later. */
  private static final double[] KEPT = {0.8, 0.98};

  /** Least and greatest θ, radians a sample: 25 Hz and 7 kHz at 16 kHz. */
  private static final double[] TURN = {0.01, 2.75};

  /** Samples after which an error that began before the crop has settled. */
  private static final int SETTLING = 512;

  /**
   * Adds errors to a crop.
   *
   * @param clean samples in [-1, 1]
   * @param rmsShare RMS of the errors, as a share of the crop's
   */
  static NoisyPast of(float[] clean, double rmsShare, SplittableRandom random) {
    double kept = random.nextDouble(KEPT[0], KEPT[1]);
    double turn = Math.exp(random.nextDouble(Math.log(TURN[0]), Math.log(TURN[1])));
    double[] echo = {2 * kept * Math.cos(turn), -kept * kept};
    int samples = clean.length;
    double[] error = new double[SETTLING + samples];
    double[] foreseen = new double[error.length];
    double energy = 0;
    for (int t = 2; t < error.length; t++) {
      foreseen[t] = echo[0] * error[t - 1] + echo[1] * error[t - 2];
      error[t] = foreseen[t] + random.nextGaussian();
      energy += t < SETTLING ? 0 : error[t] * error[t];
    }
    double gain = rmsShare * Levels.rms(clean) / Math.sqrt(energy / samples);
    byte[] past = new byte[samples];
    byte[] targets = new byte[samples];
    for (int t = 0; t < samples; t++) {
      past[t] = (byte) MuLaw.encode((float) (clean[t] + gain * error[SETTLING + t]));
      targets[t] = (byte) MuLaw.encode((float) (clean[t] + gain * foreseen[SETTLING + t]));
    }
    return new NoisyPast(past, targets, echo);
  }
}
