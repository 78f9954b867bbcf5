package dev.synth.app.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadSettingException;
import dev.synth.io.Outputs;
import dev.synth.model.ModelFile;
import dev.synth.model.Safetensors;
import dev.synth.model.SavedModel;
import dev.synth.model.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model as files that other programs read. */
public final class ExportModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What can be written. */
  public enum Form {
    /** Tensors in PyTorch's order and by its names, and a JSON file about them. */
    PYTORCH,
    /** Networks that ONNX Runtime runs. */
    ONNX
  }

  private final SavedModel model;
  private final String version;
  private final boolean overwrite;
  private final Map<Path, OnnxGraph> graphs = new LinkedHashMap<>();
  private final Path tensors;
  private final Path description;

  /**
   * An export of {@code model} into {@code folder}, under {@code name} and an ending each.
   *
   * @param forms what is wanted; empty for all that there is of models of its kind
   * @param version of synth
   * @throws BadSettingException if there is no ONNX of its kind, and it is wanted
   */
  public ExportModel(
      SavedModel model,
      Path folder,
      String name,
      Set<Form> forms,
      String version,
      boolean overwrite) {
    this.model = model;
    this.version = version;
    this.overwrite = overwrite;
    boolean pytorch = forms.isEmpty() || forms.contains(Form.PYTORCH);
    this.tensors = pytorch ? folder.resolve(name + ".pytorch" + ModelFile.ENDING) : null;
    this.description = pytorch ? folder.resolve(name + ".pytorch.json") : null;
    if (forms.isEmpty() || forms.contains(Form.ONNX)) {
      model
          .kind()
          .onnx(model)
          .forEach((part, graph) -> graphs.put(folder.resolve(name + "." + part + ".onnx"), graph));
      if (graphs.isEmpty() && !forms.isEmpty()) {
        throw new BadSettingException(
            "The setting 'as': models of kind "
                + model.spec().kind()
                + " cannot be written as ONNX, as a network is only a part of their playing");
      }
    }
  }

  /** The files, in the order in which they are written. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    if (tensors != null) {
      files.add(tensors);
      files.add(description);
    }
    files.addAll(graphs.keySet());
    return files;
  }

  /**
   * Writes them.
   *
   * @throws dev.synth.io.CannotCreateException if one is there, and may not be overwritten: then
   *     none is written
   */
  public void write() throws IOException {
    for (Path file : files()) {
      Outputs.check(file, overwrite);
    }
    if (tensors != null) {
      writeTensors();
    }
    for (Map.Entry<Path, OnnxGraph> graph : graphs.entrySet()) {
      graph.getValue().write(graph.getKey(), version, overwrite);
    }
  }

  private void writeTensors() throws IOException {
    Map<String, PyTorchTensor> byName = new LinkedHashMap<>();
    Map<String, int[]> shapes = new LinkedHashMap<>();
    model
        .spec()
        .tensors()
        .forEach(
            shape -> {
              PyTorchTensor tensor = PyTorchTensor.of(shape, model.kind().isInPyTorchOrder());
              byName.put(tensor.name(), tensor);
              shapes.put(tensor.name(), tensor.shape());
            });
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt"); // what PyTorch's readers look for
    metadata.put("preset", model.preset());
    Safetensors.write(
        tensors,
        metadata,
        shapes,
        name -> {
          PyTorchTensor tensor = byName.get(name);
          return tensor.values(model.tensor(tensor.tensor().name()));
        },
        overwrite);
    Outputs.write(
        description,
        overwrite,
        temporary -> Files.writeString(temporary, tree(byName).toPrettyString() + "\n"));
  }

  private ObjectNode tree(Map<String, PyTorchTensor> byName) {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("kind", model.spec().kind()).put("preset", model.preset());
    tree.put("version", version);
    tree.set("spec", JSON.valueToTree(model.spec()));
    tree.set("provenance", JSON.valueToTree(model.provenance()));
    ObjectNode all = tree.putObject("tensors");
    byName.forEach(
        (name, tensor) -> {
          ObjectNode one = all.putObject(name);
          Arrays.stream(tensor.shape()).forEach(one.putArray("shape")::add);
          one.put("from", tensor.tensor().name());
          Arrays.stream(tensor.tensor().dimensions()).forEach(one.putArray("fromShape")::add);
        });
    return tree;
  }
}
