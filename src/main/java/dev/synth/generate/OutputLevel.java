package dev.synth.generate;

import dev.synth.dsp.Levels;

/**
 * The level at which a note is delivered. Whatever it is, no sample passes full scale: a note that
 * would is turned down as a whole.
 *
 * @param gainDb by which the model's sound is raised or, below 0, lowered
 * @param mostRmsDbfs the greatest RMS of the note; infinite for any
 */
public record OutputLevel(double gainDb, double mostRmsDbfs) {
  /** As the model plays. */
  public static final OutputLevel AS_PLAYED = new OutputLevel(0, Double.POSITIVE_INFINITY);

  /** The note as it is delivered: {@code samples} themselves where nothing is to be done. */
  public float[] apply(float[] samples) {
    double gain = Levels.amplitude(gainDb);
    double rms = gain * Levels.rms(samples);
    double most = Levels.amplitude(mostRmsDbfs);
    gain *= rms > most ? most / rms : 1;
    return Levels.withinFullScale(gain == 1 ? samples : Levels.times(samples, gain));
  }
}
