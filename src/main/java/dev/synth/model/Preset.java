package dev.synth.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A specification with a name, and the settings that train it well. Its file is a JSON object of
 * {@code kind}, {@code training} and {@code spec}, in which comments may stand.
 *
 * @param name as in model files
 * @param spec the sizes
 * @param training settings that hold where a person gives no others
 */
public record Preset(String name, ModelSpec spec, TrainingDefaults training) {
  private static final JsonMapper JSON =
      Json.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

  /**
   * A preset that comes with synth, from {@code presets/NAME.json} beside {@code kind}'s class.
   *
   * @throws IllegalStateException if it is not there or not whole
   */
  public static Preset resource(ModelKind kind, String name) {
    String file = "presets/" + name + ".json";
    try (InputStream in = kind.getClass().getResourceAsStream(file)) {
      return parse(file, name, JSON.readTree(in), Map.of());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }

  /**
   * A preset from a person's own file.
   *
   * @param changes values that replace the file's, by the spec's field
   * @throws BadDataException if it is not such a file; the message names the field
   */
  public static Preset read(Path file, Map<String, String> changes) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoInputException(file + ": no such specification file.");
    }
    String name = file.getFileName().toString().replaceFirst("\\.json$", "");
    return parse(file.toString(), name, Json.object(JSON, file), changes);
  }

  /**
   * This preset with other sizes; its name tells them.
   *
   * @throws BadDataException if a field is unknown or a value cannot be
   */
  public Preset with(Map<String, String> changes) throws BadDataException {
    if (changes.isEmpty()) {
      return this;
    }
    ObjectNode tree = JSON.createObjectNode();
    tree.put("kind", spec.kind());
    tree.set("training", JSON.valueToTree(training));
    tree.set("spec", JSON.valueToTree(spec));
    return parse(name, name, tree, changes);
  }

  private static Preset parse(
      String source, String name, JsonNode tree, Map<String, String> changes)
      throws BadDataException {
    if (tree == null
        || !(tree.path("spec") instanceof ObjectNode fields)
        || !tree.path("kind").isTextual()
        || !(tree.path("training") instanceof ObjectNode training)) {
      throw new BadDataException(
          source + ": a specification is a JSON object of kind, training and spec.");
    }
    StringBuilder named = new StringBuilder(name);
    for (Map.Entry<String, String> change : new TreeMap<>(changes).entrySet()) {
      if (!fields.has(change.getKey())) {
        throw SpecFields.unknown(source, change.getKey(), names(fields));
      }
      fields.set(change.getKey(), value(source, change));
      named.append(' ').append(change.getKey()).append('=').append(change.getValue());
    }
    ModelSpec spec =
        ModelKinds.named(source, tree.path("kind").asText())
            .parse(source, fields, ModelFile.FORMAT);
    return new Preset(named.toString(), spec, TrainingDefaults.parse(source, training));
  }

  private static JsonNode value(String source, Map.Entry<String, String> change)
      throws BadDataException {
    try {
      JsonNode value = JSON.readTree(change.getValue());
      if (value != null && value.isValueNode() && !value.isMissingNode()) {
        return value;
      }
    } catch (JsonProcessingException e) {
      // Reported below.
    }
    throw new BadDataException(
        source + ": " + change.getKey() + " cannot be '" + change.getValue() + "'.");
  }

  private static List<String> names(ObjectNode fields) {
    List<String> names = new ArrayList<>();
    fields.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
