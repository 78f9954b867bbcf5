package dev.synth.cli.process;

import dev.synth.cli.ExitCodes;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How the process ends when it is told to by a signal and no command answers that itself: what is
 * half printed is brought to an end, a sentence says how to continue, and temporary files go.
 */
public final class Interruption {
  /** A reader that takes nothing more must not keep the process from ending. */
  private static final long PATIENCE_MILLIS = 2_000;

  private static final Deque<Runnable> ENDINGS = new ArrayDeque<>();
  private static String advice = "";

  private Interruption() {}

  /** Ends the process at a signal from now on. */
  public static void listen(PrintWriter err) {
    // Never closed: for as long as the process lives.
    new Signals(code -> end(err, code));
  }

  /**
   * Runs {@code ending} at a signal, until the result is closed.
   *
   * @return to be closed when {@code ending} is to be run no more
   */
  public static Ending add(Runnable ending) {
    synchronized (ENDINGS) {
      ENDINGS.push(ending);
    }
    return () -> {
      synchronized (ENDINGS) {
        ENDINGS.remove(ending);
      }
    };
  }

  /** Something that is run at a signal. */
  @FunctionalInterface
  public interface Ending extends AutoCloseable {
    @Override
    void close();
  }

  /** Says how to continue after an interruption, as a sentence; may be empty. */
  public static synchronized void advise(String continuation) {
    advice = continuation;
  }

  private static void end(PrintWriter err, int code) {
    Thread speaker = new Thread(() -> speak(err, code), "synth-interruption");
    speaker.setDaemon(true);
    speaker.start();
    try {
      speaker.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().exit(code);
  }

  private static void speak(PrintWriter err, int code) {
    Deque<Runnable> endings;
    synchronized (ENDINGS) {
      endings = new ArrayDeque<>(ENDINGS);
    }
    endings.forEach(Runnable::run);
    if (Share.OWN.number() > 1) {
      return; // the first says it for all
    }
    String what = code == ExitCodes.INTERRUPTED ? "Interrupted." : "Terminated.";
    synchronized (Interruption.class) {
      err.println("synth: " + (what + " " + advice).strip());
    }
    err.flush();
  }
}
