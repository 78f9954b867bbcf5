package dev.synth.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.models.wavenet.WaveNetSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A model as one safetensors file: tensors under Magenta's names and shapes, and three metadata
 * strings: {@code spec} (a JSON object of {@link WaveNetSpec}'s fields), {@code preset} (a name)
 * and {@code provenance} (a JSON object of {@link Provenance}'s fields). docs/model-format.md
 * describes it.
 */
public final class ModelFile {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private ModelFile() {}

  /** Writes {@code model}, whole or not at all. */
  public static void write(Path file, SavedModel model, boolean overwrite) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("spec", JSON.writeValueAsString(model.spec()));
    metadata.put("preset", model.preset());
    metadata.put("provenance", JSON.writeValueAsString(model.provenance()));
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    for (TensorShape shape : model.spec().tensors()) {
      tensors.put(
          shape.name(), new Safetensors.Tensor(shape.dimensions(), model.tensor(shape.name())));
    }
    Safetensors.write(file, new Safetensors.Content(metadata, tensors), overwrite);
  }

  /**
   * Reads a model and checks every tensor's name, shape and values against its spec.
   *
   * @throws dev.synth.io.NoInputException if there is no such file
   * @throws BadDataException if it is damaged, not a synth model, or its tensors are not the
   *     spec's; the message names the first difference
   */
  public static SavedModel read(Path file) throws IOException {
    Safetensors.Content content = Safetensors.read(file);
    String specJson = content.metadata().get("spec");
    String preset = content.metadata().get("preset");
    String provenanceJson = content.metadata().get("provenance");
    if (specJson == null || preset == null || provenanceJson == null) {
      throw new BadDataException(
          file
              + ": has no spec, preset or provenance in its metadata, so it is not a model that"
              + " synth wrote.");
    }
    WaveNetSpec spec = parse(file, "spec", specJson, WaveNetSpec.class);
    Provenance provenance = parse(file, "provenance", provenanceJson, Provenance.class);
    checkNames(file, spec, content.tensors().keySet());
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (TensorShape shape : spec.tensors()) {
      Safetensors.Tensor tensor = content.tensors().get(shape.name());
      if (!Arrays.equals(tensor.shape(), shape.dimensions())) {
        throw new BadDataException(
            file
                + ": tensor "
                + shape.name()
                + " has shape "
                + Arrays.toString(tensor.shape())
                + " where the model's spec wants "
                + Arrays.toString(shape.dimensions())
                + "; the file mixes two models.");
      }
      for (float value : tensor.values()) {
        if (!Float.isFinite(value)) {
          throw new BadDataException(
              file
                  + ": tensor "
                  + shape.name()
                  + " holds a value that is not a number; its training diverged.");
        }
      }
      tensors.put(shape.name(), tensor.values());
    }
    return new SavedModel(spec, preset, provenance, tensors);
  }

  private static void checkNames(Path file, WaveNetSpec spec, Set<String> found)
      throws BadDataException {
    Set<String> wanted = new LinkedHashSet<>();
    spec.tensors().forEach(t -> wanted.add(t.name()));
    for (String name : wanted) {
      if (!found.contains(name)) {
        throw new BadDataException(
            file
                + ": lacks tensor "
                + name
                + ", which the model's spec wants; it mixes two models.");
      }
    }
    for (String name : found) {
      if (!wanted.contains(name)) {
        throw new BadDataException(
            file
                + ": has tensor "
                + name
                + ", which the model's spec does not know; it mixes two"
                + " models.");
      }
    }
  }

  private static <T> T parse(Path file, String what, String json, Class<T> type)
      throws BadDataException {
    try {
      JsonNode tree = JSON.readTree(json);
      if (type == WaveNetSpec.class && tree instanceof ObjectNode spec) {
        // Models from before these say nothing of them, and have none.
        spec.putIfAbsent("pitchHarmonics", IntNode.valueOf(0));
        spec.putIfAbsent("linearPrediction", BooleanNode.FALSE);
        spec.putIfAbsent("pastPeriods", IntNode.valueOf(0));
      }
      return JSON.treeToValue(tree, type);
    } catch (ValueInstantiationException e) {
      throw new BadDataException(
          file + ": its " + what + " cannot be (" + e.getCause().getMessage() + ").", e);
    } catch (JsonProcessingException e) {
      throw new BadDataException(
          file
              + ": its "
              + what
              + " is not what this version of synth writes ("
              + e.getOriginalMessage()
              + ").",
          e);
    }
  }
}
