package dev.synth.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.NoInputException;
import dev.synth.models.wavenet.WaveNetSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read again, and every kind of damage is refused in words. */
class ModelFileTest {
  private static final WaveNetSpec SPEC =
      new WaveNetSpec(16_000, 3, 2, 2, 4, 5, 6, 3, 2, 3, 2, 2, true, 3);
  private static final Provenance PROVENANCE =
      new Provenance("abc", 12, 300, 4, 6144, 1e-3, 42, 2.5, "1.2.3");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("model.safetensors");
    ModelFile.write(file, new SavedModel(SPEC, "odd", PROVENANCE, tensors()), false);
  }

  private static Map<String, float[]> tensors() {
    Random random = new Random(5);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (TensorShape shape : SPEC.tensors()) {
      float[] values = new float[shape.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      tensors.put(shape.name(), values);
    }
    return tensors;
  }

  private String refusal() {
    return assertThrows(BadDataException.class, () -> ModelFile.read(file)).getMessage();
  }

  private void rewriteHeader(String from, String to) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    assertTrue(header.contains(from), header);
    byte[] changed = header.replace(from, to).getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(8 + changed.length + bytes.length - 8 - length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(changed.length).put(changed).put(bytes, 8 + length, bytes.length - 8 - length);
    Files.write(file, out.array());
  }

  @Test
  void theDatasheetIsInTheFileAndOlderFilesHaveNone() throws IOException {
    assertEquals(Datasheet.UNKNOWN, ModelFile.read(file).datasheet());
    Datasheet sheet =
        new Datasheet(
            List.of(
                new Datasheet.Source("Some.sf2", 5, "MIT"),
                new Datasheet.Source("nsynth", 7, "CC BY 4.0, Somebody")),
            3);
    ModelFile.write(file, new SavedModel(SPEC, "odd", PROVENANCE, sheet, tensors()), true);
    assertEquals(sheet, ModelFile.read(file).datasheet());
    assertEquals("nsynth (CC BY 4.0, Somebody)", sheet.attribution());
    rewriteHeader("heldOutNotes\\\":3", "heldOutNotes\\\":\\\"x\\\"");
    assertTrue(refusal().startsWith(file + ": its datasheet"), refusal());
  }

  @Test
  void sourcesOfAModelThatIsTrainedOnAreKept() {
    Datasheet own = new Datasheet(List.of(new Datasheet.Source("mine", 2, "")), 1);
    Datasheet initial =
        new Datasheet(
            List.of(
                new Datasheet.Source("mine", 9, "CC BY 4.0"),
                new Datasheet.Source("Some.sf2", 5, "MIT")),
            4);
    assertEquals(
        new Datasheet(
            List.of(
                new Datasheet.Source("mine", 2, "CC BY 4.0"),
                new Datasheet.Source("Some.sf2", 5, "MIT")),
            1),
        own.with(initial));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    SavedModel model = ModelFile.read(file);
    assertEquals(SPEC, model.spec());
    assertEquals("odd", model.preset());
    assertEquals(PROVENANCE, model.provenance());
    tensors().forEach((name, values) -> assertArrayEquals(values, model.tensor(name), name));
  }

  @Test
  void headerIsWhatTheFormatPageSays() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertEquals(0, length % 8);
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    assertTrue(
        header.contains("\"ae_startconv/W\":{\"dtype\":\"F32\",\"shape\":[1,3,1,3]"), header);
    assertTrue(header.contains("\\\"hopSamples\\\":4"), header);
    assertTrue(header.contains("\\\"layersPerStage\\\":2"), header);
    long values = SPEC.parameterCount();
    assertEquals(8 + length + 4 * values, bytes.length);
  }

  @Test
  void existingFileIsKeptWithoutForce() throws IOException {
    byte[] before = Files.readAllBytes(file);
    SavedModel model = ModelFile.read(file);
    assertThrows(CannotCreateException.class, () -> ModelFile.write(file, model, false));
    assertArrayEquals(before, Files.readAllBytes(file));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count(), "no temporary file is left");
    }
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(3);
    for (int i = 0; i < 40; i++) {
      int length = i == 0 ? bytes.length - 1 : random.nextInt(bytes.length);
      Files.write(file, Arrays.copyOf(bytes, length));
      assertTrue(refusal().startsWith(file.toString()), "cut to " + length);
    }
  }

  @Test
  void extraBytesAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 3));
    assertTrue(refusal().contains("3 bytes follow the last tensor"));
  }

  @Test
  void aModelOfAnotherSpecIsRefusedWithTheDifference() throws IOException {
    rewriteHeader("\\\"layers\\\":3", "\\\"layers\\\":4");
    assertTrue(refusal().contains("lacks tensor dilatedconv_4/W"), refusal());
  }

  @Test
  void aWidthThatDiffersIsRefusedWithBothShapes() throws IOException {
    rewriteHeader("\\\"skipWidth\\\":6", "\\\"skipWidth\\\":7");
    String refusal = refusal();
    assertTrue(refusal.contains("skip_start/W has shape [1, 1, 5, 6]"), refusal);
    assertTrue(refusal.contains("wants [1, 1, 5, 7]"), refusal);
  }

  @Test
  void anImpossibleSpecIsRefusedByField() throws IOException {
    rewriteHeader("\\\"layers\\\":3", "\\\"layers\\\":0");
    assertTrue(refusal().contains("layers must be from 1 to 1000, got 0"), refusal());
    rewriteHeader("\\\"layers\\\":0,", "");
    assertTrue(refusal().contains("layers"), refusal());
  }

  @Test
  void aStrangersFileIsRefused() throws IOException {
    rewriteHeader("\"preset\":\"odd\",", "");
    assertTrue(refusal().contains("not a model that synth wrote"), refusal());
    Files.writeString(file, "this is no model at all");
    assertTrue(refusal().contains("is not a safetensors file"), refusal());
  }

  @Test
  void valuesThatAreNoNumbersAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
    Files.write(file, bytes);
    assertTrue(refusal().contains("logits/biases holds a value that is not a number"), refusal());
  }

  @Test
  void aMissingFileOrAFolderIsNoInput() {
    assertThrows(NoInputException.class, () -> ModelFile.read(folder.resolve("none.safetensors")));
    assertThrows(NoInputException.class, () -> ModelFile.read(folder));
  }
}
