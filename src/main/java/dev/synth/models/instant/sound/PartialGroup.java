package dev.synth.models.instant.sound;

/**
 * A stretch of samples along which each partial has one frequency and a level that changes evenly:
 * what {@link PartialKernel} computes. Arrays are padded with silence to whole groups of {@value
 * #LANES} partials.
 */
final class PartialGroup {
  /** Partials that are computed side by side on every machine, so that sums have one order. */
  static final int LANES = 16;

  /** Cosine and sine of the phase at the first sample. */
  final float[] cosine;

  final float[] sine;

  /** Cosine and sine of the phase's step from sample to sample. */
  final float[] stepCosine;

  final float[] stepSine;

  /** Level at the first sample, and its step. */
  final float[] level;

  final float[] slope;

  /** [groups] whether anything sounds. */
  final boolean[] sounds;

  PartialGroup(int partials) {
    int groups = (partials + LANES - 1) / LANES;
    int padded = groups * LANES;
    cosine = new float[padded];
    sine = new float[padded];
    stepCosine = new float[padded];
    stepSine = new float[padded];
    level = new float[padded];
    slope = new float[padded];
    sounds = new boolean[groups];
  }

  int groups() {
    return sounds.length;
  }
}
