package dev.synth.models.wavenet.train;

import dev.synth.audio.MuLaw;
import dev.synth.dsp.Levels;
import java.util.SplittableRandom;

/**
 * A crop whose context has errors like the decoder's own, and the targets for it: a remedy for
 * exposure bias. When it generates, the decoder's context is its own output, never quite what it
 * was trained on; a decoder that was only teacher-forced takes its errors for sound and continues
 * them: it hums, whistles or hisses, or it plays too loud or too soft to the end.
 *
 * <p>The context is the sound x at a wrong level, plus errors that ring: e^{l(t)} x(t) + e(t). The
 * target is a little better: the level off by less, and less of the error than is foreseen of it.
 * To want x(t) itself, a leap back at once, asks for the errors to be known exactly; where they are
 * not, the decoder learns to be unsure instead. To want all that is foreseen is too little: of a
 * low hum so much is foreseen, and so little is new, that the steps of the codes alone keep it
 * growing.
 *
 * @param past the decoder's context, mu-law codes [samples]
 * @param targets what it should predict, mu-law codes [samples]
 */
public record CorruptedContext(byte[] past, byte[] targets) {
  /** Share of what is foreseen of an error that stays in the target. */
  static final double RINGING_KEPT = 0.85;

  /** Share of a wrong level, in nepers, that stays in the target. */
  static final double LEVEL_KEPT = 0.9;

  /**
   * Share of crops whose errors are of any size, whatever the sound's own: a decoder that has never
   * had a context far too loud does not recover from one.
   */
  private static final double ANY_SIZE = 0.2;

  /** RMS of the least and greatest of these. */
  private static final double[] ANY_RMS = {0.003, 0.4};

  /**
   * A crop with errors of a random size: a decoder trained on one size only cannot trust a context
   * that is better.
   *
   * @param clean samples in [-1, 1]
   * @param mostShare the greatest RMS of most crops' errors, as a share of the crop's
   */
  static CorruptedContext random(float[] clean, double mostShare, SplittableRandom random) {
    double rms =
        random.nextDouble() < ANY_SIZE
            ? ResonantNoise.logarithmic(ANY_RMS, random)
            : mostShare * random.nextDouble() * Levels.rms(clean);
    ResonantNoise ringing = ResonantNoise.random(random);
    return of(clean, GainDrift.random(random), ringing, ringing.errors(clean.length, rms, random));
  }

  /**
   * A crop at the level of {@code swell} with {@code errors}, which are those of {@code ringing}.
   *
   * @param clean samples in [-1, 1]
   * @param errors [2 + samples]
   */
  static CorruptedContext of(
      float[] clean, GainDrift swell, ResonantNoise ringing, double[] errors) {
    byte[] past = new byte[clean.length];
    byte[] targets = new byte[clean.length];
    for (int t = 0; t < clean.length; t++) {
      double level = swell.nepers(t);
      double corrupted = Math.exp(level) * clean[t] + errors[2 + t];
      double wanted =
          Math.exp(LEVEL_KEPT * level) * clean[t]
              + RINGING_KEPT * ringing.foreseen(errors[1 + t], errors[t]);
      past[t] = (byte) MuLaw.encode((float) corrupted);
      targets[t] = (byte) MuLaw.encode((float) wanted);
    }
    return new CorruptedContext(past, targets);
  }
}
