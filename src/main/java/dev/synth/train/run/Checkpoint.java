package dev.synth.train.run;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import dev.synth.io.Sha256;
import dev.synth.io.json.Json;
import dev.synth.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder of files that a run can resume from: {@code model.safetensors} (the weights to use, as a
 * model of their own), {@code training.safetensors} (the weights that are trained, and Adam's
 * moments), {@code state.json} ({@link RunState}), and {@code manifest.json} with the sizes and
 * SHA-256 of the three. It is there whole or not at all.
 *
 * @param folder the folder
 * @param step steps taken
 */
record Checkpoint(Path folder, long step) {
  static final String MODEL = ModelFile.NAME;
  static final String TRAINING = "training.safetensors";
  private static final String STATE = "state.json";
  private static final String MANIFEST = "manifest.json";
  private static final List<String> FILES = List.of(MODEL, TRAINING, STATE);

  static final ObjectMapper JSON =
      Json.builder()
          .build()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .setVisibility(PropertyAccessor.FIELD, Visibility.ANY);

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Writes the state and then the manifest of all that is there; everything reaches the disk. */
  void seal(RunState state) throws IOException {
    writeJson(file(STATE), JSON.valueToTree(state));
    ObjectNode files = JSON.createObjectNode();
    for (String name : FILES) {
      files
          .putObject(name)
          .put("bytes", Files.size(file(name)))
          .put("sha256", Sha256.of(file(name)));
    }
    ObjectNode manifest = JSON.createObjectNode().put("step", step);
    manifest.set("files", files);
    writeJson(file(MANIFEST), manifest);
    Outputs.syncFolder(folder);
  }

  private static void writeJson(Path file, JsonNode content) throws IOException {
    Outputs.write(
        file,
        true,
        temporary -> {
          Files.write(temporary, JSON.writeValueAsBytes(content));
          Outputs.sync(temporary);
        });
  }

  /**
   * Compares every file with the manifest.
   *
   * @throws BadDataException naming the first difference
   */
  void check() throws IOException {
    JsonNode files = read(MANIFEST).path("files");
    for (String name : FILES) {
      if (!Files.isRegularFile(file(name))) {
        throw new BadDataException(file(name) + ": is missing.");
      }
      long bytes = files.path(name).path("bytes").asLong(-1);
      if (Files.size(file(name)) != bytes) {
        throw new BadDataException(
            file(name)
                + ": has "
                + Files.size(file(name))
                + " bytes where the manifest says "
                + bytes
                + ".");
      }
      if (!Sha256.of(file(name)).equals(files.path(name).path("sha256").asText())) {
        throw new BadDataException(file(name) + ": does not fit its SHA-256 in the manifest.");
      }
    }
  }

  /** The run's state at this step. */
  RunState state() throws IOException {
    return Json.bind(JSON, read(STATE), RunState.class, file(STATE).toString());
  }

  private JsonNode read(String name) throws IOException {
    try {
      return Json.object(JSON, file(name));
    } catch (NoInputException e) {
      throw new BadDataException(file(name) + ": is missing.", e);
    }
  }
}
