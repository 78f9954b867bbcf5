package dev.synth.eval;

/**
 * Figures of Engel et al. 2017, "Neural Audio Synthesis of Musical Notes with WaveNet
 * Autoencoders", table 1: the share of NSynth's test notes whose pitch a classifier names. Another
 * judge and other notes than here, so a yardstick and no comparison.
 */
public final class PublishedFigures {
  public static final double PITCH_ORIGINAL = 0.916;
  public static final double PITCH_SPECTRAL = 0.734;
  public static final double PITCH_WAVENET = 0.796;

  private PublishedFigures() {}
}
