package dev.synth.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.synth.io.BadDataException;
import dev.synth.io.json.Json;
import dev.synth.io.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A model as one safetensors file: tensors (WaveNet's under Magenta's names and shapes), and
 * metadata strings: {@code kind} and {@code format} (its version), {@code spec} (a JSON object of
 * the kind's {@link ModelSpec} fields), {@code preset} (a name), {@code provenance} (a JSON object
 * of {@link Provenance}'s fields) and, where sources are known, {@code datasheet} (one of {@link
 * Datasheet}'s). docs/model-format.md describes it.
 */
public final class ModelFile {
  private static final ObjectMapper JSON = ModelKind.Strict.MAPPER;

  /** The format of the files that are written. The first one named no kind and no format. */
  static final int FORMAT = 2;

  /** How the names of model files end. */
  public static final String ENDING = ".safetensors";

  /** What a folder calls its model: that of a training run, and of each of its checkpoints. */
  public static final String NAME = "model" + ENDING;

  private static final String DATASHEET = "datasheet";

  private ModelFile() {}

  /** The model file that {@code path} means: itself, or of a folder the model in it. */
  public static Path in(Path path) {
    return Files.isRegularFile(path.resolve(NAME)) ? path.resolve(NAME) : path;
  }

  /** Writes {@code model}, whole or not at all. */
  public static void write(Path file, SavedModel model, boolean overwrite) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("kind", model.spec().kind());
    metadata.put("format", String.valueOf(FORMAT));
    metadata.put("spec", JSON.writeValueAsString(model.spec()));
    metadata.put("preset", model.preset());
    metadata.put("provenance", JSON.writeValueAsString(model.provenance()));
    if (model.datasheet().knowsSources()) {
      metadata.put(DATASHEET, JSON.writeValueAsString(model.datasheet()));
    }
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
    ModelSpec spec = spec(file, content.metadata());
    Provenance provenance = provenance(file, provenanceJson);
    Datasheet datasheet = datasheet(file, content.metadata().get(DATASHEET));
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
    return new SavedModel(spec, preset, provenance, datasheet, tensors);
  }

  private static void checkNames(Path file, ModelSpec spec, Set<String> found)
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
                + Printable.name(name)
                + ", which the model's spec does not know; it mixes two"
                + " models.");
      }
    }
  }

  private static ModelKind kind(Path file, Map<String, String> metadata) throws BadDataException {
    // The first format names no kind: all its models are WaveNets.
    return ModelKinds.named(file.toString(), metadata.getOrDefault("kind", "wavenet"));
  }

  private static int format(Path file, Map<String, String> metadata) throws BadDataException {
    String format = metadata.getOrDefault("format", "1");
    for (int known = 1; known <= FORMAT; known++) {
      if (format.equals(String.valueOf(known))) {
        return known;
      }
    }
    throw new BadDataException(
        file
            + ": is a model file of format "
            + Printable.value(format)
            + ", but this version of synth knows formats up to "
            + FORMAT
            + "; a newer synth reads it.");
  }

  private static ModelSpec spec(Path file, Map<String, String> metadata) throws BadDataException {
    ModelKind kind = kind(file, metadata);
    int format = format(file, metadata);
    return kind.parse(file.toString(), tree(file, "spec", metadata.get("spec")), format);
  }

  private static ObjectNode tree(Path file, String what, String json) throws BadDataException {
    return Json.object(json, file + ": its " + what);
  }

  private static Datasheet datasheet(Path file, String json) throws BadDataException {
    return json == null
        ? Datasheet.UNKNOWN
        : Json.bind(JSON, tree(file, DATASHEET, json), Datasheet.class, file + ": its datasheet");
  }

  private static Provenance provenance(Path file, String json) throws BadDataException {
    ObjectNode tree = tree(file, "provenance", json);
    tree.putIfAbsent("importedFrom", TextNode.valueOf("")); // only of models that are
    return Json.bind(JSON, tree, Provenance.class, file + ": its provenance");
  }
}
