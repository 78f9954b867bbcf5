package dev.synth.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.generate.Precision;
import dev.synth.io.BadDataException;
import dev.synth.io.json.Json;
import dev.synth.latent.Embedding;
import dev.synth.model.classes.Classifier;
import dev.synth.model.onnx.OnnxGraph;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One kind of model: what its files hold, what it can do, and how it is trained. A kind is a folder
 * of {@code dev.synth.models} and a line in {@code META-INF/services/dev.synth.model.ModelKind}.
 */
public interface ModelKind {
  /** Its name in model files. */
  String name();

  /** Its record of sizes. */
  Class<? extends ModelSpec> specType();

  /** The presets that come with synth, the one to begin with first. */
  List<Preset> presets();

  /** What its models can do; for each there is a method below. */
  Set<Capability> capabilities();

  /** The sizes of {@code spec} in a few lines for people. */
  String describe(ModelSpec spec);

  /** Makes the fields of a spec from an older file format those of today's, in place. */
  default void upgrade(ObjectNode spec, int format) {}

  /**
   * The variables of Magenta's TensorFlow checkpoints that the tensors of a model are, for each of
   * its tensors; none for a kind of which there are no such checkpoints.
   */
  default List<CheckpointTensor> checkpointTensors(ModelSpec spec) {
    return List.of();
  }

  /**
   * {@code model}'s networks for other programs, by what they do; none for a kind whose playing is
   * not the matter of a network alone.
   */
  default Map<String, OnnxGraph> onnx(SavedModel model) {
    return Map.of();
  }

  /** Whether its tensors have the order of axes of PyTorch's modules as they are. */
  default boolean isInPyTorchOrder() {
    return false;
  }

  /**
   * The tensors that a page in a browser wants to play models of {@code spec} by itself; none for a
   * kind that pages cannot play.
   */
  default List<TensorShape> pageTensors(ModelSpec spec) {
    return List.of();
  }

  /**
   * The levels in dB of an embedding's frames, where embeddings of this kind tell them.
   *
   * @return [frames]; empty where they do not
   */
  default float[] frameLevelsDb(Embedding embedding) {
    return new float[0];
  }

  /** An encoder with {@code model}'s weights, computing on {@code threads} threads. */
  default Encoder encoder(SavedModel model, int threads) throws BadDataException {
    throw ModelKinds.cannot(this, Capability.ENCODE);
  }

  /**
   * An encoder as {@link #encoder(SavedModel, int)}, whose products are computed in {@code
   * precision}.
   *
   * @throws IllegalArgumentException with a sentence, if encoders of this kind compute in float
   *     alone
   */
  default Encoder encoder(SavedModel model, int threads, Precision precision)
      throws BadDataException {
    if (precision != Precision.FLOAT) {
      throw new IllegalArgumentException(
          "the setting 'precision' must be float for encoders of the kind " + name());
    }
    return encoder(model, threads);
  }

  /** A synthesizer with {@code model}'s weights, rounded to {@code precision}. */
  default Synthesizer synthesizer(SavedModel model, Precision precision) throws BadDataException {
    throw ModelKinds.cannot(this, Capability.SYNTHESIZE);
  }

  /** A scorer with {@code model}'s weights, computing on {@code threads} threads. */
  default LikelihoodScorer likelihoodScorer(SavedModel model, int threads) throws BadDataException {
    throw ModelKinds.cannot(this, Capability.SCORE_LIKELIHOOD);
  }

  /** A classifier with {@code model}'s weights, computing on {@code threads} threads. */
  default Classifier classifier(SavedModel model, int threads) throws BadDataException {
    throw ModelKinds.cannot(this, Capability.CLASSIFY);
  }

  /**
   * The spec that {@code json} holds.
   *
   * @param source what it was read from, for the message
   * @param format of the file that it stood in
   * @throws BadDataException if a field is missing or unknown, or a value cannot be
   */
  default ModelSpec parse(String source, ObjectNode json, int format) throws BadDataException {
    upgrade(json, format);
    SpecFields.check(source, specType(), json);
    return Json.bind(Strict.MAPPER, json, specType(), source + ": its spec");
  }

  /** How records are read: every field there, none unknown. */
  final class Strict {
    static final ObjectMapper MAPPER =
        new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

    private Strict() {}
  }
}
