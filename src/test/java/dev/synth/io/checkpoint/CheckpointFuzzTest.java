package dev.synth.io.checkpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.testing.Checkpoints;
import dev.synth.testing.Fuzzing;
import dev.synth.testing.Mutations;
import dev.synth.testing.TableBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged tables with right checksums give values or one sentence, in bounded memory. */
@Timeout(600)
class CheckpointFuzzTest {
  private static final long SEED = Fuzzing.seed(20261129L);
  private static final int CASES = Fuzzing.cases(600);
  private static final long ALLOCATED_BYTES = 64L << 20;

  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource({
    "v2-types, model.ckpt.index, false",
    "v2-shards, model.ckpt-7.index, false",
    "v1-shards, model.ckpt-00000-of-00002, false",
    "v2-types, model.ckpt.index, true",
  })
  void damagedBlocks(String form, String table, boolean compressed) throws IOException {
    Path folder = Checkpoints.copy(form, dir.resolve("x"));
    Path file = folder.resolve(table);
    byte[] block = TableBytes.block(Files.readAllBytes(file));
    if (compressed) {
      block = TableBytes.block(TableBytes.compressedTable(block));
    }
    Mutations mutations = new Mutations(SEED);
    AtomicInteger values = new AtomicInteger();
    for (int i = 0; i < CASES; i++) {
      byte[] damaged = mutations.of(block);
      Files.write(
          file, compressed ? TableBytes.tableOfCompressed(damaged) : TableBytes.table(damaged));
      Fuzzing.read(
          folder,
          mutations,
          ALLOCATED_BYTES,
          () -> {
            try (TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(folder)) {
              for (Variable variable : checkpoint.variables()) {
                if (variable.isFloating()) {
                  values.addAndGet(checkpoint.floats(variable).length);
                }
              }
            } catch (dev.synth.io.NoInputException e) {
              assertTrue(e.getMessage().startsWith(folder.toString()), e.getMessage());
            }
          });
    }
    assertTrue(values.get() > 0, "some values are read");
  }
}
