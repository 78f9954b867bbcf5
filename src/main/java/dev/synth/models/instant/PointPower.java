package dev.synth.models.instant;

import dev.synth.dsp.pitch.Pitch;
import dev.synth.models.instant.sound.NoiseBands;

/**
 * The power of a point of the controls: a weight for each level, partials first. What lies above
 * the band that the encoder hears, or above the one that is played, does not count, so that the
 * level of a sound is that of the controls which play it.
 */
public final class PointPower {
  /** The share of a rate above which partials fade out. */
  private static final double FULL = 0.485;

  private final InstantSpec spec;
  private final double mostHz;
  private final double[] noise;

  /** The power of points of {@code spec}. */
  public PointPower(InstantSpec spec) {
    this.spec = spec;
    mostHz = FULL * Math.min(InstantSpec.ENCODER_RATE_HZ, spec.sampleRateHz());
    NoiseBands bands = new NoiseBands(spec.noiseBands(), spec.sampleRateHz());
    noise = bands.power(hz -> hz < mostHz ? 1 : 0);
  }

  /**
   * What each level's 10<sup>dB/10</sup> adds.
   *
   * @param pitch MIDI; its fundamental counts wherever it lies
   * @return [partials + noise bands]
   */
  public double[] weights(double pitch) {
    double[] weights = new double[spec.valuesPerPoint()];
    double hz = Pitch.hzOfMidi(pitch);
    for (int k = 0; k < spec.partials(); k++) {
      weights[k] = k == 0 || (k + 1) * hz < mostHz ? 0.5 : 0;
    }
    System.arraycopy(noise, 0, weights, spec.partials(), noise.length);
    return weights;
  }
}
