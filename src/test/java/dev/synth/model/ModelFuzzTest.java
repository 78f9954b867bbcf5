package dev.synth.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.testing.Fuzzing;
import dev.synth.testing.Mutations;
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
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged model files give a model or one sentence, and take no memory that they do not fill. */
@Timeout(600)
class ModelFuzzTest {
  private static final long SEED = Fuzzing.seed(20261126L);
  private static final int CASES = Fuzzing.cases(600);
  private static final long ALLOCATED_BYTES = 16L << 20;

  @TempDir private Path dir;
  private Path file;
  private byte[] good;
  private int headerEnd;

  @BeforeEach
  void write() throws IOException {
    WaveNetSpec spec = new WaveNetSpec(16_000, 3, 2, 2, 4, 5, 6, 3, 2, 3, 2, 2, true, 3);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (TensorShape shape : spec.tensors()) {
      tensors.put(shape.name(), new float[shape.length()]);
    }
    Provenance provenance = new Provenance("abc", 12, 300, 4, 6144, 1e-3, 42, 2.5, "1.2.3");
    file = dir.resolve("model.safetensors");
    ModelFile.write(file, new SavedModel(spec, "odd", provenance, tensors), false);
    good = Files.readAllBytes(file);
    headerEnd = 8 + (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void read(byte[] bytes, Mutations mutations) throws IOException {
    Files.write(file, bytes);
    Fuzzing.read(file, mutations, ALLOCATED_BYTES, () -> ModelFile.read(file));
  }

  private byte[] withHeader(byte[] header) {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + good.length - headerEnd)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header).put(good, headerEnd, good.length - headerEnd);
    return bytes.array();
  }

  @Test
  void damagedAnywhere() throws IOException {
    Mutations mutations = new Mutations(SEED);
    for (int i = 0; i < CASES; i++) {
      read(mutations.of(good), mutations);
    }
  }

  /** The header's length is right, so that the damage reaches the JSON and what it says. */
  @Test
  void damagedHeaders() throws IOException {
    byte[] header = Arrays.copyOfRange(good, 8, headerEnd);
    Mutations mutations = new Mutations(SEED);
    for (int i = 0; i < CASES; i++) {
      read(withHeader(mutations.of(header)), mutations);
    }
  }

  @Test
  void lengthsOfTheHeaderThatLie() throws IOException {
    for (long claimed :
        new long[] {Long.MIN_VALUE, -1, 0, 1, good.length, 100_000_000, 1L << 32, Long.MAX_VALUE}) {
      byte[] bytes = good.clone();
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
      refused(bytes, "claims " + claimed);
    }
  }

  /** Sizes that fit each other, and nothing else: a reader that trusts them asks for 2 GB. */
  @Test
  void sizesThatLie() throws IOException {
    for (String tensor :
        List.of(
            "\"shape\":[536870911],\"data_offsets\":[0,2147483644]",
            "\"shape\":[2147483647,2147483647],\"data_offsets\":[0,4]",
            "\"shape\":[-1],\"data_offsets\":[0,-4]",
            "\"shape\":[9999999999],\"data_offsets\":[0,4]",
            "\"shape\":[1],\"data_offsets\":[9223372036854775804,9223372036854775808]",
            "\"shape\":[1],\"data_offsets\":[-4,0]",
            "\"shape\":5,\"data_offsets\":7",
            "\"shape\":[[1]],\"data_offsets\":[0,4]")) {
      String header = "{\"a\":{\"dtype\":\"F32\"," + tensor + "}}";
      refused(withHeader(header.getBytes(StandardCharsets.UTF_8)), tensor);
    }
    refused(withHeader("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)), "deep");
  }

  private void refused(byte[] bytes, String what) throws IOException {
    Files.write(file, bytes);
    Mutations none = new Mutations(0);
    assertTrue(
        !Fuzzing.read(file, none, ALLOCATED_BYTES, () -> ModelFile.read(file)), what + " was read");
    String message =
        Assertions.assertThrows(BadDataException.class, () -> ModelFile.read(file)).getMessage();
    assertTrue(message.length() < 400, message);
  }
}
