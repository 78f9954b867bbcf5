package dev.synth.models.wavenet.play;

import dev.synth.io.WorkFailedException;
import java.util.SplittableRandom;

/**
 * Draws the codes of one note from the network's logits, by inversion of the cumulative
 * distribution. What is far less likely than the likeliest is never drawn (min-p sampling, Nguyen
 * et al. 2024, "Turning Up the Heat"; LPCNet cuts its distribution likewise): at 16,000 draws a
 * second the improbable would come often, and it clicks. Its random numbers are {@link
 * SplittableRandom}'s for the note's seed, one a sample, so they do not depend on any other note.
 */
final class Sampler {
  /** What is less likely than this share of the likeliest is not drawn. */
  private static final double LEAST_SHARE = 0.01;

  /**
   * In silence nothing is sharpened. The steps of the codes are coarse there against the sound, so
   * that the distribution is the sound's own dither; a sampler that takes the likeliest code, which
   * is silence, stays silent: soft beginnings come late, and tails end early.
   */
  private static final double QUIET_TEMPERATURE = 1;

  private final double temperature;
  private final SplittableRandom random;
  private final double[] weights;

  /**
   * A sampler at the start of a note.
   *
   * @param classes number of logits
   * @param temperature 1 for the distribution learned, less for the likelier codes, 0 for the
   *     likeliest only
   */
  Sampler(int classes, double temperature, long seed) {
    this.weights = new double[classes];
    this.temperature = temperature;
    this.random = new SplittableRandom(seed);
  }

  /**
   * A label drawn with probability softmax(logits / temperature), but for the unlikely; at
   * temperature 0 the first label of the largest logit.
   *
   * @param logits holds them from {@code offset}
   * @param quiet whether the two samples before are within a step of silence: then the temperature
   *     is {@value #QUIET_TEMPERATURE} at least, unless it is 0
   * @return label from 0, of non-zero probability
   * @throws WorkFailedException if a logit is NaN or infinite
   */
  int label(float[] logits, int offset, boolean quiet) {
    int likeliest = likeliest(logits, offset);
    if (temperature == 0) {
      return likeliest;
    }
    double used = quiet ? Math.max(QUIET_TEMPERATURE, temperature) : temperature;
    return draw(logits, offset, logits[offset + likeliest], used, random.nextDouble());
  }

  private int likeliest(float[] logits, int offset) {
    int best = 0;
    boolean finite = true;
    for (int i = 0; i < weights.length; i++) {
      finite &= Math.abs(logits[offset + i]) <= Float.MAX_VALUE;
      if (logits[offset + i] > logits[offset + best]) {
        best = i;
      }
    }
    if (!finite) {
      throw new WorkFailedException(
          "the model's output is not a number: its training diverged, or the embedding is none of"
              + " its own; look at both with synth info.");
    }
    return best;
  }

  /**
   * The first label whose cumulative weight exceeds {@code uniform} · total. The largest logit is
   * subtracted first, so no weight exceeds 1 and at least one is 1. Where rounding leaves nothing
   * above the threshold, the last label of non-zero weight is meant.
   *
   * @param uniform from 0 to 1
   */
  int draw(float[] logits, int offset, float largest, double temperature, double uniform) {
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      double share = Math.exp(((double) logits[offset + i] - largest) / temperature);
      weights[i] = share < LEAST_SHARE ? 0 : share;
      total += weights[i];
    }
    double threshold = uniform * total;
    double cumulative = 0;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        cumulative += weights[i];
        if (cumulative > threshold) {
          return i;
        }
      }
    }
    return last;
  }
}
