package dev.synth.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.synth.latent.LatentFormat;
import java.util.List;
import java.util.Optional;

/**
 * Every size of a model, as an immutable and validated record: the training graph, the player, the
 * parameter count, the memory estimate and the model file are all derived from it. Written as JSON
 * by its record components, whatever its other methods are called.
 */
@JsonAutoDetect(isGetterVisibility = Visibility.NONE)
public interface ModelSpec {
  /** The name of its {@link ModelKind}. */
  String kind();

  /** Rate of the sound it makes, or judges where it makes none. */
  int sampleRateHz();

  /**
   * Its embeddings beside the sound that is made of them; empty for a kind that has none. Its rate
   * is {@link #sampleRateHz}.
   */
  default Optional<LatentFormat> latent() {
    return Optional.empty();
  }

  /**
   * Its embeddings beside the sound that they are made of: as {@link #latent}, but for the rate of
   * a model that encodes sound of another rate than it synthesizes.
   */
  default Optional<LatentFormat> encoderLatent() {
    return latent();
  }

  /** All learned tensors, in the order of the model file. */
  List<TensorShape> tensors();

  /** Whether the sound it makes depends on a pitch beside the embedding. */
  default boolean isPitchConditioned() {
    return false;
  }

  /**
   * Whether the tensor {@code name} is of the part that encodes: models that share these read each
   * other's embeddings.
   */
  default boolean isOfEncoder(String name) {
    return true;
  }

  /** Number of learned values. */
  default long parameterCount() {
    return tensors().stream().mapToLong(TensorShape::length).sum();
  }

  /**
   * Refuses a size that cannot be.
   *
   * @param field its name
   * @throws IllegalArgumentException with a sentence, without its full stop, that names the field
   */
  static void require(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          field + " must be from " + min + " to " + max + ", got " + value);
    }
  }
}
