package dev.synth.models.instant;

import dev.synth.dsp.pitch.Pitch;
import dev.synth.models.instant.sound.NoiseBands;

/**
 * The power of a point of the controls: a weight for each level, partials first. What lies above
 * the band that the encoder hears does not count, so that the level of a sound is that of the
 * controls which play it.
 */
public final class PointPower {
  private static final double MOST_HZ = 0.485 * InstantSpec.ENCODER_RATE_HZ;

  private final InstantSpec spec;
  private final double[] noise;

  /** The power of points of {@code spec}. */
  public PointPower(InstantSpec spec) {
    this.spec = spec;
    NoiseBands bands = new NoiseBands(spec.noiseBands(), spec.sampleRateHz());
    noise = bands.power(hz -> hz < MOST_HZ ? 1 : 0);
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
      weights[k] = k == 0 || (k + 1) * hz < MOST_HZ ? 0.5 : 0;
    }
    System.arraycopy(noise, 0, weights, spec.partials(), noise.length);
    return weights;
  }
}
