package dev.synth.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import dev.synth.io.json.Json;
import dev.synth.io.text.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The safetensors format: the length of a JSON header as a little-endian 64-bit number, the header
 * (each tensor's type, shape and place, and string metadata), then the tensors' bytes with no gap.
 * Only F32 is written and read. See the format's own description at
 * https://github.com/huggingface/safetensors.
 */
public final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";
  private static final int MAX_HEADER_BYTES = 100_000_000;
  private static final int CHUNK_FLOATS = 1 << 18;

  private Safetensors() {}

  /**
   * One tensor.
   *
   * @param shape its extents
   * @param values in C order
   */
  public record Tensor(int[] shape, float[] values) {}

  /**
   * What a file holds.
   *
   * @param metadata texts by name
   * @param tensors by name, in the file's order
   */
  public record Content(Map<String, String> metadata, Map<String, Tensor> tensors) {}

  /** Writes all of {@code content}. */
  static void write(Path file, Content content, boolean overwrite) throws IOException {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    content.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    write(
        file, content.metadata(), shapes, name -> content.tensors().get(name).values(), overwrite);
  }

  /**
   * Writes tensors whose values need not be in memory together.
   *
   * @param shapes by name, in the order in which they are to lie in the file
   * @param values gives those of a name, in C order; asked for one after another
   */
  public static void write(
      Path file,
      Map<String, String> metadata,
      Map<String, int[]> shapes,
      Function<String, float[]> values,
      boolean overwrite)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject(METADATA);
    metadata.forEach(texts::put);
    long offset = 0;
    for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
      ObjectNode tensor = header.putObject(entry.getKey());
      tensor.put("dtype", "F32");
      var shape = tensor.putArray("shape");
      Arrays.stream(entry.getValue()).forEach(shape::add);
      long end = offset + 4L * Arrays.stream(entry.getValue()).reduce(1, Math::multiplyExact);
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    // Spaces at the end of the header align the tensors to 8 bytes, as the format recommends.
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    Outputs.write(
        file,
        overwrite,
        temporary -> {
          try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(channel, length.putLong(padded.length).flip());
            writeFully(channel, ByteBuffer.wrap(padded));
            for (String name : shapes.keySet()) {
              writeFloats(channel, values.apply(name));
            }
            channel.force(true);
          }
        });
  }

  private static void writeFloats(FileChannel channel, float[] values) throws IOException {
    ByteBuffer chunk = chunk(values);
    for (int i = 0; i < values.length; i += CHUNK_FLOATS) {
      int count = Math.min(CHUNK_FLOATS, values.length - i);
      chunk.clear().limit(4 * count);
      chunk.asFloatBuffer().put(values, i, count);
      writeFully(channel, chunk);
    }
  }

  private static ByteBuffer chunk(float[] values) {
    return ByteBuffer.allocate(4 * Math.min(CHUNK_FLOATS, values.length))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Reads all of {@code file}.
   *
   * @throws NoInputException if there is no such file
   * @throws BadDataException if it is not a whole and consistent safetensors file
   */
  public static Content read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoInputException(
          file
              + (Files.isDirectory(file)
                  ? ": is a folder without a model.safetensors, so it is not the folder of a run."
                  : ": no such model file, nor the name of a model that comes with synth (instant, wavenet);"
                      + " train one with synth train."));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      JsonNode header = readHeader(file, channel, size);
      Map<String, String> metadata = new LinkedHashMap<>();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      long dataStart = channel.position();
      long expected = 0;
      List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(header.properties());
      entries.sort((a, b) -> Long.compare(begin(a.getValue()), begin(b.getValue())));
      for (Map.Entry<String, JsonNode> entry : entries) {
        if (entry.getKey().equals(METADATA)) {
          entry
              .getValue()
              .properties()
              .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
          continue;
        }
        long left = size - dataStart - expected;
        Tensor tensor = emptyTensor(file, entry.getKey(), entry.getValue(), expected, left);
        expected += 4L * tensor.values().length;
        readFloats(channel, tensor.values());
        tensors.put(entry.getKey(), tensor);
      }
      if (dataStart + expected != size) {
        throw damaged(file, (size - dataStart - expected) + " bytes follow the last tensor");
      }
      return new Content(metadata, tensors);
    } catch (EOFException e) {
      throw damaged(file, "it ends early");
    }
  }

  private static long begin(JsonNode tensor) {
    return tensor.path("data_offsets").path(0).asLong(-1);
  }

  private static JsonNode readHeader(Path file, FileChannel channel, long size) throws IOException {
    if (size < 8) {
      throw damaged(file, "it has only " + size + " bytes");
    }
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    readFully(channel, length);
    long headerBytes = length.flip().getLong();
    if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES) {
      throw new BadDataException(file + ": is not a safetensors file; synth's models are.");
    }
    if (headerBytes > size - 8) {
      throw damaged(file, "its header should have " + headerBytes + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) headerBytes);
    readFully(channel, bytes);
    try {
      return Json.object(new String(bytes.array(), StandardCharsets.UTF_8), file + ": its header");
    } catch (BadDataException e) {
      throw new BadDataException(file + ": is not a safetensors file; synth's models are.", e);
    }
  }

  /** A tensor of the size its entry says, values still zero; made only if the file can fill it. */
  private static Tensor emptyTensor(
      Path file, String name, JsonNode entry, long expectedOffset, long leftBytes)
      throws BadDataException {
    String tensor = Printable.name(name);
    String dtype = entry.path("dtype").asText();
    if (!dtype.equals("F32")) {
      throw new BadDataException(
          file
              + ": tensor "
              + tensor
              + " has type "
              + Printable.value(dtype)
              + "; synth reads F32 only.");
    }
    JsonNode dimensions = entry.path("shape");
    int[] shape = new int[dimensions.size()];
    long length = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = dimensions.path(i).asInt(-1);
      if (shape[i] < 0) {
        throw damaged(file, "tensor " + tensor + " has shape " + shown(dimensions));
      }
      length *= shape[i];
      if (length > Integer.MAX_VALUE / 4) {
        throw damaged(file, "tensor " + tensor + " has the impossible shape " + shown(dimensions));
      }
    }
    long begin = begin(entry);
    long end = entry.path("data_offsets").path(1).asLong(-1);
    if (begin != expectedOffset || end - begin != 4 * length) {
      throw damaged(
          file,
          "tensor "
              + tensor
              + " of shape "
              + shown(dimensions)
              + " lies at "
              + shown(entry.path("data_offsets")));
    }
    if (4 * length > leftBytes) {
      throw damaged(
          file, "it holds " + leftBytes + " of the " + 4 * length + " bytes of tensor " + tensor);
    }
    return new Tensor(shape, new float[(int) length]);
  }

  private static String shown(JsonNode value) {
    return Printable.value(value.toString());
  }

  private static void readFloats(FileChannel channel, float[] values) throws IOException {
    ByteBuffer chunk = chunk(values);
    for (int i = 0; i < values.length; i += CHUNK_FLOATS) {
      int count = Math.min(CHUNK_FLOATS, values.length - i);
      chunk.clear().limit(4 * count);
      readFully(channel, chunk);
      chunk.flip().asFloatBuffer().get(values, i, count);
    }
  }

  private static void readFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException();
      }
    }
  }

  private static BadDataException damaged(Path file, String how) {
    return new BadDataException(
        file + ": the model file is damaged (" + how + "); copy or train it again.");
  }
}
