package dev.synth.models.wavenet;

import java.util.Locale;

/** Named specifications, with the learning rate that trains them well. */
public enum Preset {
  /** Magenta's h512_bo16, exactly: 61,804,048 parameters. */
  NSYNTH(new WaveNetSpec(16_000, 128, 30, 16, 512, 512, 256, 30, 10, 3, 0, 0, false, 0), 2e-4),

  /** Faster than real time on one CPU core, told the pitch. */
  SMALL(new WaveNetSpec(16_000, 64, 10, 16, 512, 64, 128, 10, 10, 3, 16, 24, true, 8), 1e-3),

  /** For tests and first tries: learns in seconds, sounds like it. */
  TINY(new WaveNetSpec(16_000, 16, 6, 16, 512, 16, 32, 10, 5, 3, 4, 4, true, 4), 2e-3);

  private final WaveNetSpec spec;
  private final double learningRate;

  Preset(WaveNetSpec spec, double learningRate) {
    this.spec = spec;
    this.learningRate = learningRate;
  }

  /** The sizes this name stands for. */
  public WaveNetSpec spec() {
    return spec;
  }

  /** Adam's step size at the start of training. */
  public double learningRate() {
    return learningRate;
  }

  /** The name as written on the command line and in model files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
