package dev.synth.model;

import dev.synth.models.wavenet.WaveNetSpec;
import java.util.Map;

/**
 * A trained WaveNet autoencoder: what it is, where it came from, and its weights.
 *
 * @param spec its sizes
 * @param preset the name those sizes go by
 * @param provenance where the weights came from
 * @param tensors values by tensor name, each in C order and of the length the spec demands; not
 *     copied
 */
public record SavedModel(
    WaveNetSpec spec, String preset, Provenance provenance, Map<String, float[]> tensors) {

  /**
   * Checks that exactly the spec's tensors are there.
   *
   * @throws IllegalArgumentException if a tensor is missing, unknown or of the wrong length
   */
  public SavedModel {
    for (TensorShape shape : spec.tensors()) {
      float[] values = tensors.get(shape.name());
      if (values == null || values.length != shape.length()) {
        throw new IllegalArgumentException(
            shape + " wanted, got " + (values == null ? "nothing" : values.length + " values"));
      }
    }
    if (tensors.size() != spec.tensors().size()) {
      throw new IllegalArgumentException(
          tensors.size() + " tensors given, the spec has " + spec.tensors().size());
    }
  }

  /** The values of tensor {@code name}; not a copy. */
  public float[] tensor(String name) {
    float[] values = tensors.get(name);
    if (values == null) {
      throw new IllegalArgumentException("no tensor named " + name);
    }
    return values;
  }
}
