package dev.synth.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.synth.io.BadDataException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** What a reader may do with damaged bytes: read them, or say one sentence; in bounded memory. */
public final class Fuzzing {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Fuzzing() {}

  /**
   * How many cases to try: {@code usual}, or what {@code -Dsynth.fuzz.cases} says for a long run.
   */
  public static int cases(int usual) {
    return Integer.getInteger("synth.fuzz.cases", usual);
  }

  /** The seed of the cases: {@code usual}, or what {@code -Dsynth.fuzz.seed} says. */
  public static long seed(long usual) {
    return Long.getLong("synth.fuzz.seed", usual);
  }

  /** Reads a damaged file. */
  @FunctionalInterface
  public interface Reader {
    /** Reads; whatever is read is dropped. */
    void read() throws IOException;
  }

  /**
   * Reads, and fails the test where something else comes of it than a result or the documented
   * exception, whose sentence begins with the file's name.
   *
   * @param bytesMax what the reader may allocate
   * @return whether it was read
   */
  public static boolean read(Path file, Mutations mutations, long bytesMax, Reader reader)
      throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean read = false;
    try {
      reader.read();
      read = true;
    } catch (BadDataException e) {
      String message = e.getMessage();
      assertTrue(message.startsWith(file + ""), message + " in " + mutations);
      assertTrue(message.endsWith("."), message + " in " + mutations);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      fail(mutations.toString(), e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < bytesMax, allocated + " bytes in " + mutations);
    return read;
  }
}
