package dev.synth.app.play;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.LoadedModel;
import dev.synth.io.BadSettingException;
import dev.synth.io.Sha256;
import dev.synth.model.ModelKind;
import dev.synth.model.ModelKinds;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The part of a model that a page plays by itself: its sizes and its decoder's weights. */
public final class PlayedModel {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SavedModel model;
  private final String sha256;
  private final List<TensorShape> tensors;

  private PlayedModel(SavedModel model, String sha256, List<TensorShape> tensors) {
    this.model = model;
    this.sha256 = sha256;
    this.tensors = tensors;
  }

  /**
   * That part of {@code model}.
   *
   * @throws BadSettingException if pages cannot play models of its kind; it says which they can
   */
  public static PlayedModel of(LoadedModel model) throws IOException {
    SavedModel saved = model.saved();
    List<TensorShape> tensors = saved.kind().pageTensors(saved.spec());
    if (tensors.isEmpty()) {
      String kinds =
          ModelKinds.all().stream()
              .filter(kind -> isPlayed(kind))
              .map(ModelKind::name)
              .collect(Collectors.joining(", "));
      throw new BadSettingException(
          "The setting 'model': a browser cannot play models of kind "
              + saved.spec().kind()
              + ", only of kind "
              + kinds);
    }
    return new PlayedModel(saved, model.sha256(), tensors);
  }

  private static boolean isPlayed(ModelKind kind) {
    return kind.presets().stream().anyMatch(preset -> !kind.pageTensors(preset.spec()).isEmpty());
  }

  /** The model's name and checksum, as generated files tell them. */
  public String description() {
    return "model " + model.preset() + " (SHA-256 " + sha256 + ")";
  }

  /** Writes sizes, the tensors in the order of {@link #weights}, and the encoder's checksum. */
  public void writeTo(ObjectNode node) {
    node.put("model", model.encoderSha256());
    node.set("spec", MAPPER.valueToTree(model.spec()));
    var list = node.putArray("tensors");
    for (TensorShape tensor : tensors) {
      list.addObject().put("name", tensor.name()).put("length", tensor.length());
    }
  }

  /** The tensors' values as little-endian floats. */
  public byte[] weights() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (TensorShape tensor : tensors) {
      all.writeBytes(Sha256.bytes(model.tensor(tensor.name())));
    }
    return all.toByteArray();
  }
}
