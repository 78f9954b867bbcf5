package dev.synth.eval;

/**
 * Figures of Engel et al. 2017, "Neural Audio Synthesis of Musical Notes with WaveNet
 * Autoencoders", table 1: the share of NSynth's test notes whose pitch a classifier names. Another
 * judge and other notes than here, so a yardstick and no comparison.
 */
final class Paper {
  static final double PITCH_ORIGINAL = 0.916;
  static final double PITCH_SPECTRAL = 0.734;
  static final double PITCH_WAVENET = 0.796;

  private Paper() {}
}
