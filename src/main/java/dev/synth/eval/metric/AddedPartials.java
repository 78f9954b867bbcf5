package dev.synth.eval.metric;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.SpectralPeaks;

/**
 * The partials of a sound that its original has not: even ones of a square wave, a whistle,
 * partials that have drifted out of tune. Partials are the lines of the average spectrum ({@link
 * SpectralPeaks}), so noise is none.
 */
public final class AddedPartials {
  /** The weakest partial that counts, as a share of the strongest one's power: 50 dB less. */
  private static final double LEAST_SHARE = 1e-5;

  /** One that the original has 12 dB weaker, or more, is added. */
  private static final double ADDED_RATIO = Math.pow(10, 1.2);

  /** Half a semitone. */
  private static final double SAME_HZ_SHARE = 0.03;

  private static final double LOWEST_DB = -60;

  private AddedPartials() {}

  /**
   * The level of the added partials: each is at least 12 dB stronger, relative to the whole sound,
   * than anything in the original within 3 % of its frequency, and a third of the fundamental.
   *
   * @param fundamentalHz of the note; NaN where it is unknown
   * @return dB relative to all partials of the sound together, -60 at the least; NaN where the
   *     sound has none
   */
  public static double levelDb(
      float[] original, float[] other, double fundamentalHz, int sampleRateHz) {
    SpectralPeaks of = SpectralPeaks.of(new AudioClip(original, sampleRateHz));
    SpectralPeaks in = SpectralPeaks.of(new AudioClip(other, sampleRateHz));
    double all = 0;
    double added = 0;
    for (SpectralPeaks.Line line : in.lines(LEAST_SHARE)) {
      double near = SAME_HZ_SHARE * line.hz();
      near = Double.isNaN(fundamentalHz) ? near : Math.min(near, fundamentalHz / 3);
      double now = line.power() / in.total();
      double before =
          of.total() == 0 ? 0 : of.power(line.hz() - near, line.hz() + near) / of.total();
      all += line.power();
      added += now >= ADDED_RATIO * before ? line.power() : 0;
    }
    return all == 0 ? Double.NaN : Math.max(LOWEST_DB, 10 * Math.log10(added / all));
  }
}
