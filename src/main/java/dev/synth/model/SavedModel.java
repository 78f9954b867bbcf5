package dev.synth.model;

import dev.synth.generate.Precision;
import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import dev.synth.latent.LatentFormat;
import dev.synth.model.classes.Classifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/**
 * A trained model: what it is, where it came from, and its weights.
 *
 * @param spec its sizes
 * @param preset the name those sizes go by
 * @param provenance where the weights came from
 * @param datasheet what it was trained on, where somebody wrote that down
 * @param tensors values by tensor name, each in C order and of the length the spec demands; not
 *     copied
 */
public record SavedModel(
    ModelSpec spec,
    String preset,
    Provenance provenance,
    Datasheet datasheet,
    Map<String, float[]> tensors) {

  /** A model whose sources are not known. */
  public SavedModel(
      ModelSpec spec, String preset, Provenance provenance, Map<String, float[]> tensors) {
    this(spec, preset, provenance, Datasheet.UNKNOWN, tensors);
  }

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

  /** Its kind. */
  public ModelKind kind() {
    try {
      return ModelKinds.named(preset, spec.kind());
    } catch (BadDataException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The form of its embeddings beside the sound that is synthesized.
   *
   * @throws BadDataException if models of this kind have none
   */
  public LatentFormat latent() throws BadDataException {
    return spec.latent().orElseThrow(() -> ModelKinds.cannot(kind(), Capability.ENCODE));
  }

  /**
   * The form of its embeddings beside the sound that is encoded.
   *
   * @throws BadDataException if models of this kind have none
   */
  public LatentFormat encoderLatent() throws BadDataException {
    return spec.encoderLatent().orElseThrow(() -> ModelKinds.cannot(kind(), Capability.ENCODE));
  }

  /**
   * Identifies the part that encodes: the SHA-256, in hexadecimal, of its form and of its tensors
   * in the order of the file, each as its name and shape in text and its values as little-endian
   * floats. Models of the same value read each other's embeddings.
   */
  public String encoderSha256() {
    MessageDigest digest = Sha256.digest();
    digest.update(spec.encoderLatent().toString().getBytes(StandardCharsets.UTF_8));
    for (TensorShape shape : spec.tensors()) {
      if (spec.isOfEncoder(shape.name())) {
        digest.update(shape.toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Sha256.bytes(tensor(shape.name())));
      }
    }
    return Sha256.hex(digest);
  }

  /**
   * An encoder with these weights, to be closed after use.
   *
   * @throws BadDataException if models of this kind cannot encode; it says which can
   */
  public Encoder encoder(int threads) throws BadDataException {
    return kind().encoder(this, threads);
  }

  /**
   * As {@link #encoder(int)}, with products in {@code precision}.
   *
   * @throws IllegalArgumentException with a sentence, if encoders of this kind compute in float
   *     alone
   */
  public Encoder encoder(int threads, Precision precision) throws BadDataException {
    return kind().encoder(this, threads, precision);
  }

  /**
   * A synthesizer with these weights.
   *
   * @throws BadDataException if models of this kind cannot synthesize; it says which can
   */
  public Synthesizer synthesizer(Precision precision) throws BadDataException {
    return kind().synthesizer(this, precision);
  }

  /**
   * A scorer with these weights, to be closed after use.
   *
   * @throws BadDataException if models of this kind cannot score; it says which can
   */
  public LikelihoodScorer likelihoodScorer(int threads) throws BadDataException {
    return kind().likelihoodScorer(this, threads);
  }

  /**
   * A classifier with these weights, to be closed after use.
   *
   * @throws BadDataException if models of this kind cannot classify; it says which can
   */
  public Classifier classifier(int threads) throws BadDataException {
    return kind().classifier(this, threads);
  }
}
