package dev.synth.cli.pipe;

import dev.synth.io.path.Spool;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The files that stand for the standard streams of a command; they go when it ends. */
public final class Pipes {
  private static final Deque<Spool> OPEN = new ArrayDeque<>();

  private Pipes() {}

  static synchronized Spool spool(String name, String words) throws IOException {
    Spool spool = new Spool(name, words);
    OPEN.push(spool);
    return spool;
  }

  /** Deletes them. */
  public static synchronized void close() {
    while (!OPEN.isEmpty()) {
      try {
        OPEN.pop().close();
      } catch (IOException e) {
        // A temporary file stays, until the next process cleans up.
      }
    }
  }
}
