package dev.synth.eval.metric;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchEstimator;
import java.util.List;
import java.util.Optional;

/**
 * How a line of sounds goes from one end to the other.
 *
 * @param pitchErrorCents mean distance of each sound's pitch from the line's own, over the sounds
 *     that have a pitch within 50 cents of it; NaN if none has
 * @param pitchKept share of the sounds within 50 cents of the line's pitch
 * @param loudnessBendDb mean distance of a sound's level from the middle between its neighbours': 0
 *     where loudness goes evenly from one end to the other
 * @param middleToMixDb log-mel distance of the middle sound from the mix of the originals of both
 *     ends, half of each; a morph is not a mix, but neither is it far from both
 * @param endToEndDb log-mel distance between the originals of both ends, to compare with
 */
public record InterpolationQuality(
    double pitchErrorCents,
    double pitchKept,
    double loudnessBendDb,
    double middleToMixDb,
    double endToEndDb) {
  private static final double RIGHT_CENTS = 50;

  /** Softer than this is as silent as it gets. */
  private static final double LOWEST_DBFS = -80;

  /**
   * Measures a line.
   *
   * @param line an odd number of sounds, the ends included, equally long
   * @param pitch MIDI
   * @param first the original of the first, as long
   * @param last the original of the last, as long
   */
  public static InterpolationQuality of(
      List<float[]> line,
      double pitch,
      float[] first,
      float[] last,
      int sampleRateHz,
      SpectralDistance distance) {
    double cents = 0;
    int kept = 0;
    double bend = 0;
    for (int i = 0; i < line.size(); i++) {
      Optional<Pitch> found = PitchEstimator.estimate(new AudioClip(line.get(i), sampleRateHz));
      double error = found.map(p -> 100 * Math.abs(p.midi() - pitch)).orElse(Double.NaN);
      if (error <= RIGHT_CENTS) {
        cents += error;
        kept++;
      }
      if (i > 0 && i < line.size() - 1) {
        double between = (levelDb(line.get(i - 1)) + levelDb(line.get(i + 1))) / 2;
        bend += Math.abs(levelDb(line.get(i)) - between);
      }
    }
    float[] mix = new float[first.length];
    for (int t = 0; t < mix.length; t++) {
      mix[t] = (first[t] + last[t]) / 2;
    }
    return new InterpolationQuality(
        kept == 0 ? Double.NaN : cents / kept,
        (double) kept / line.size(),
        bend / (line.size() - 2),
        distance.logMelDb(mix, line.get(line.size() / 2)),
        distance.logMelDb(first, last));
  }

  private static double levelDb(float[] samples) {
    return Math.max(LOWEST_DBFS, Levels.dbfs(Levels.rms(samples)));
  }
}
