package dev.synth.train;

import dev.synth.audio.MuLaw;
import java.util.SplittableRandom;

/**
 * A crop as the decoder would hear it after errors of its own, and what it should say to that. What
 * a generator hears of its own past is never quite what it was trained on; a decoder that has only
 * heard true pasts takes its errors for sound and adds to them.
 *
 * <p>The errors e are a first-order autoregression, added to the sound x: e(t) = k e(t-1) + w(t),
 * with white w, so they have the low pitch that a generator's errors have. The decoder hears x + e
 * and should say x(t) + k e(t-1): it learns to let errors fade, by the same share from sample to
 * sample, and not to make new ones. To want x(t) itself, a leap back at once, asks for the errors
 * to be known exactly; where they are not, the decoder learns to be unsure instead.
 *
 * @param past what the decoder hears, mu-law codes [samples]
 * @param targets what it should say, mu-law codes [samples]
 */
record NoisyPast(byte[] past, byte[] targets) {
  /** The share of an error that is left a sample later; a tenth is left after 14 samples. */
  static final double KEPT = 0.85;

  /**
   * Adds errors to a crop.
   *
   * @param clean samples in [-1, 1]
   * @param rmsShare standard deviation of the errors, of the crop's RMS
   */
  static NoisyPast of(float[] clean, double rmsShare, SplittableRandom random) {
    double energy = 0;
    for (float x : clean) {
      energy += (double) x * x;
    }
    double deviation = rmsShare * Math.sqrt(energy / clean.length);
    double fresh = deviation * Math.sqrt(1 - KEPT * KEPT);
    double error = deviation * random.nextGaussian();
    byte[] past = new byte[clean.length];
    byte[] targets = new byte[clean.length];
    for (int t = 0; t < clean.length; t++) {
      error *= KEPT;
      targets[t] = (byte) MuLaw.encode((float) (clean[t] + error));
      error += fresh * random.nextGaussian();
      past[t] = (byte) MuLaw.encode((float) (clean[t] + error));
    }
    return new NoisyPast(past, targets);
  }
}
