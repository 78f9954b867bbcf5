package dev.synth.latent;

import dev.synth.testing.Fuzzing;
import dev.synth.testing.Mutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged .npy files give an embedding or one sentence, soon, and in the memory of their size. */
@Timeout(600)
class EmbeddingFuzzTest {
  private static final long SEED = Fuzzing.seed(20261127L);
  private static final int CASES = Fuzzing.cases(1500);
  private static final long ALLOCATED_BYTES = 4L << 20;

  @TempDir private Path dir;

  private void read(byte[] bytes, Mutations mutations) throws IOException {
    Path file = Files.write(dir.resolve("e.npy"), bytes);
    Fuzzing.read(file, mutations, ALLOCATED_BYTES, () -> EmbeddingFile.read(file));
  }

  @Test
  void damagedAnywhere() throws IOException {
    byte[] good = Npy.encode(new Embedding(4, 16, new float[64]), EmbeddingInfo.NONE);
    Mutations mutations = new Mutations(SEED);
    for (int i = 0; i < CASES; i++) {
      read(mutations.of(good), mutations);
    }
  }

  /** Only the dictionary, which is where the types, sizes and order are. */
  @Test
  void damagedHeaders() throws IOException {
    byte[] good = Npy.encode(new Embedding(4, 16, new float[64]), EmbeddingInfo.NONE);
    byte[] header = Arrays.copyOfRange(good, 10, 128);
    Mutations mutations = new Mutations(SEED);
    for (int i = 0; i < CASES; i++) {
      byte[] bad = good.clone();
      byte[] part = mutations.of(header);
      System.arraycopy(part, 0, bad, 10, Math.min(part.length, header.length));
      read(bad, mutations);
    }
  }

  /** Texts on which a pattern that goes back and forth would never end. */
  @Test
  void headersMadeToBeSlow() throws IOException {
    for (String text :
        new String[] {
          "{'descr': '" + "<".repeat(60_000),
          "{'descr': " + " ".repeat(60_000) + "'",
          "{'shape': (" + "1,".repeat(30_000),
          "{'descr': '<f4', 'fortran_order': False, 'shape': (" + "9".repeat(60_000) + ", 1)}",
          "{'descr': [(" + "'".repeat(60_000),
        }) {
      byte[] header = text.getBytes(StandardCharsets.US_ASCII);
      byte[] bytes = new byte[10 + header.length];
      byte[] start = {
        (byte) 0x93,
        'N',
        'U',
        'M',
        'P',
        'Y',
        1,
        0,
        (byte) header.length,
        (byte) (header.length >> 8)
      };
      System.arraycopy(start, 0, bytes, 0, start.length);
      System.arraycopy(header, 0, bytes, start.length, header.length);
      read(bytes, new Mutations(0));
    }
  }
}
