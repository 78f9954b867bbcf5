package dev.synth.io.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.testing.Checkpoints;
import dev.synth.testing.TableBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints that TensorFlow wrote come out as it was given them; damage is told. */
class TensorFlowCheckpointTest {
  private static final String V2 = "v2/model.ckpt-200000";
  private static final int TENSORS = 38;

  @TempDir private Path dir;

  private static Path fixture(String name) {
    return Checkpoints.FOLDER.resolve(name);
  }

  private static int readAll(Path path, String form, long steps) throws IOException {
    int weights = 0;
    try (TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(path)) {
      assertEquals(form, checkpoint.form());
      for (Variable variable : checkpoint.variables()) {
        if (variable.isInteger()) {
          assertEquals("global_step", variable.name());
          assertEquals(steps, checkpoint.integer(variable));
        } else if (!variable.name().equals("extremes")) {
          assertArrayEquals(
              Checkpoints.values(variable), checkpoint.floats(variable), variable.toString());
          weights++;
        }
      }
    }
    return weights;
  }

  @ParameterizedTest
  @CsvSource({
    "v2/model.ckpt-200000, 'V2, 1 file', 4, 2, 200000",
    "v2-shards/model.ckpt-7, 'V2, 2 files', 1, 0, 7",
    "v2-types/model.ckpt, 'V2, 1 file', 1, 0, 0",
    "v1/model.ckpt-1000, 'V1, 1 file', 2, 0, 1000",
    "v1-shards/model.ckpt, 'V1, 2 files', 1, 0, 0",
  })
  void everyValueIsTheOneThatWasSaved(String name, String form, int sets, int scalars, long steps)
      throws IOException {
    assertEquals(Checkpoints.SIZES.tensors().size(), TENSORS);
    assertEquals(sets * TENSORS + scalars, readAll(fixture(name), form, steps));
    // The folder that it lies in means the same.
    readAll(fixture(name).getParent(), form, steps);
  }

  @ParameterizedTest
  @ValueSource(strings = {".index", ".data-00000-of-00001"})
  void anyOfItsFilesMeansTheCheckpoint(String ending) throws IOException {
    assertEquals(4 * TENSORS + 2, readAll(fixture(V2 + ending), "V2, 1 file", 200_000));
  }

  @Test
  void sixteenBitFloatsAreExact() throws IOException {
    try (TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(fixture("v2-types"))) {
      Variable extremes =
          checkpoint.variables().stream()
              .filter(v -> v.name().equals("extremes"))
              .findFirst()
              .orElseThrow();
      assertEquals("float16", extremes.type());
      assertArrayEquals(
          new float[] {65504, -65504, 0x1p-24f, -0x1p-24f, 0x1.ff8p-15f, 0x1p-14f, -0f, 1},
          checkpoint.floats(extremes));
      assertEquals(
          List.of("bfloat16", "float16", "float64"),
          checkpoint.variables().stream().map(Variable::type).distinct().sorted().toList());
    }
    assertEquals(Float.POSITIVE_INFINITY, DataType.FLOAT16.ofBits((short) 0x7c00));
    assertEquals(Float.NEGATIVE_INFINITY, DataType.FLOAT16.ofBits((short) 0xfc00));
    assertTrue(Float.isNaN(DataType.FLOAT16.ofBits((short) 0x7e00)));
    assertEquals(-1.5f, DataType.BFLOAT16.ofBits((short) 0xbfc0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anArchiveIsReadWithoutUnpacking(boolean gzipped) throws IOException {
    Path tar = dir.resolve("wavenet-ckpt.tar");
    try (OutputStream file = Files.newOutputStream(tar);
        OutputStream out = gzipped ? new GZIPOutputStream(file) : file) {
      Checkpoints.tar("v2", out);
    }
    assertEquals(4 * TENSORS + 2, readAll(tar, "V2, 1 file", 200_000));
    byte[] bytes = Files.readAllBytes(tar);
    for (int length : new int[] {600, bytes.length / 2}) {
      Files.write(tar, Arrays.copyOf(bytes, length));
      refused(tar, "wavenet-ckpt.tar", "cut short", "fetch it again");
    }
  }

  @ParameterizedTest
  @CsvSource({"v2/model.ckpt-200000.index, true", "v1/model.ckpt-1000, false"})
  void blocksMayBeCompressedBySnappy(String table, boolean isV2) throws IOException {
    Path folder = Checkpoints.copy(isV2 ? "v2" : "v1", dir.resolve("x"));
    Path file = folder.resolve(fixture(table).getFileName());
    byte[] block = TableBytes.block(Files.readAllBytes(file));
    byte[] compressed = TableBytes.compressedTable(block);
    assertTrue(compressed.length < block.length, compressed.length + " of " + block.length);
    Files.write(file, compressed);
    readAll(folder, isV2 ? "V2, 1 file" : "V1, 1 file", isV2 ? 200_000 : 1_000);
    // Each byte counts: the checksum is over what is stored.
    compressed[compressed.length / 3] ^= 1;
    Files.write(file, compressed);
    refused(folder, file.getFileName(), "checksum");
    // A stream that lies about its length, with a right checksum.
    byte[] lies = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0, 0};
    Files.write(file, TableBytes.tableOfCompressed(lies));
    refused(folder, file.getFileName(), "grows to 268435455 bytes");
  }

  private static void refused(Path path, Object... words) {
    IOException e =
        assertThrows(
            IOException.class,
            () -> {
              try (TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(path)) {
                for (Variable variable : checkpoint.variables()) {
                  if (variable.isFloating()) {
                    checkpoint.floats(variable);
                  }
                }
              }
            });
    assertTrue(e instanceof BadDataException || e instanceof NoInputException, e.toString());
    for (Object word : words) {
      assertTrue(e.getMessage().contains(word.toString()), word + " in " + e.getMessage());
    }
  }

  @Test
  void damagedFilesAreRefusedByName() throws IOException {
    Path folder = Checkpoints.copy("v2", dir.resolve("x"));
    Path index = folder.resolve("model.ckpt-200000.index");
    Path data = folder.resolve("model.ckpt-200000.data-00000-of-00001");
    byte[] indexBytes = Files.readAllBytes(index);
    byte[] dataBytes = Files.readAllBytes(data);

    Files.write(index, Arrays.copyOf(indexBytes, indexBytes.length - 1));
    refused(folder, index, "cut short");
    byte[] changed = indexBytes.clone();
    changed[100] ^= 4;
    Files.write(index, changed);
    refused(folder, index, "byte 0", "checksum");
    Files.write(index, indexBytes);

    Files.write(data, Arrays.copyOf(dataBytes, dataBytes.length - 8));
    refused(folder, data, "cut short", "variable", "fetch it again");
    changed = dataBytes.clone();
    changed[0] ^= 1;
    Files.write(data, changed);
    refused(folder, data, "variable ae_startconv/W ", "checksum");
    Files.delete(data);
    refused(folder, "model.ckpt-200000.data-00000-of-00001", "is missing", index.getFileName());
  }

  @Test
  void damagedOldFilesAreRefusedByName() throws IOException {
    Path folder = Checkpoints.copy("v1-shards", dir.resolve("x"));
    Path second = folder.resolve("model.ckpt-00001-of-00002");
    byte[] bytes = Files.readAllBytes(second);
    byte[] changed = bytes.clone();
    changed[bytes.length / 2] ^= 1;
    Files.write(second, changed);
    refused(folder, second, "checksum");
    Files.delete(second);
    refused(folder, folder, "of 2 parts", "1 are there");
  }

  @Test
  void oneOfSeveralIsChosenByTensorFlowsOwnNote() throws IOException {
    Path folder = Checkpoints.copy("v2", dir.resolve("x"));
    Checkpoints.copy("v2-shards", folder);
    refused(folder, folder, "2 checkpoints", "model.ckpt-200000", "model.ckpt-7", "name one");
    readAll(folder.resolve("model.ckpt-7"), "V2, 2 files", 7);
    Files.writeString(
        folder.resolve("checkpoint"),
        "model_checkpoint_path: \"/home/them/logs/model.ckpt-7\"\n"
            + "all_model_checkpoint_paths: \"model.ckpt-200000\"\n");
    readAll(folder, "V2, 2 files", 7);
  }

  @Test
  void whatIsNoCheckpointIsTold() throws IOException {
    Path none = dir.resolve("model.ckpt-1");
    refused(none, none, "no such checkpoint", none + ".index");
    refused(dir, dir, "no TensorFlow checkpoint");
    refused(dir.resolve("no/model.ckpt"), "no such file");
    Path text = Files.writeString(dir.resolve("notes.txt"), "not a checkpoint");
    refused(text, text, "no TensorFlow checkpoint", ".index");
  }
}
