package dev.synth.dataset;

/** What the NSynth dataset (Engel et al. 2017) fixes of its notes. */
public final class NsynthFormat {
  /** Rate of every note. */
  public static final int SAMPLE_RATE_HZ = 16_000;

  /** Samples of a frame of NSynth's embeddings, and of an Open NSynth Super's lengths. */
  public static final int HOP_SAMPLES = 512;

  private NsynthFormat() {}
}
