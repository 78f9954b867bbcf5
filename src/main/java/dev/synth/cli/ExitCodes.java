package dev.synth.cli;

import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFailedException;
import dev.synth.io.path.Spool;
import dev.synth.io.text.Printable;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The documented exit codes (BSD sysexits where one fits) and the one map from failures to them.
 */
public final class ExitCodes {
  /** All work done. */
  public static final int OK = 0;

  /** A failure of no other kind, such as too little memory. */
  public static final int FAILURE = 1;

  /** The command line itself is wrong. */
  public static final int USAGE = 2;

  /** An input exists but its content cannot be used. */
  public static final int BAD_DATA = 65;

  /** An input does not exist. */
  public static final int NO_INPUT = 66;

  /** An output cannot be created. */
  public static final int CANNOT_CREATE = 73;

  /** Reading or writing failed midway. */
  public static final int IO_ERROR = 74;

  /** Stopped as the terminal was closed. */
  public static final int HUNG_UP = 129;

  /** Stopped by Ctrl-C. */
  public static final int INTERRUPTED = 130;

  /** Stopped by SIGTERM, as by {@code kill} or a machine that shuts down. */
  public static final int TERMINATED = 143;

  private static final Pattern SETTING = Pattern.compile("(?:[Tt]he )?setting '([a-z][a-z ]*)'");

  private ExitCodes() {}

  /** What to tell a person about {@code failure}: one sentence, no trace. */
  public static String sentence(Throwable failure) {
    return asSentence(describe(unwrapped(failure)));
  }

  private static String describe(Throwable cause) {
    if (cause instanceof java.nio.file.NoSuchFileException) {
      return cause.getMessage() + ": no such file.";
    }
    if (cause instanceof java.nio.file.FileSystemException file) {
      return file.getFile() + ": " + Outputs.reason(file) + ".";
    }
    if (cause instanceof IOException || cause instanceof WorkFailedException) {
      return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
    if (cause instanceof LinkageError && text(cause).contains("failed to map segment")) {
      return "There is no room for the libraries in the address space: raise its limit (ulimit -v),"
          + " or lower SYNTH_HEAP.";
    }
    if (cause instanceof OutOfMemoryError) {
      return "The Java heap is full; give more with SYNTH_HEAP=4g.";
    }
    return "synth failed unexpectedly (" + cause + "); run again with -v for the trace.";
  }

  /** What {@code failure} and its causes say. */
  private static String text(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString();
  }

  /** One line that ends with a full stop, whatever a library put into its message. */
  public static String asSentence(String text) {
    String line = withFlags(text.strip().replaceAll("\\s*\\R\\s*", " "));
    return line.endsWith(".") ? line : line + ".";
  }

  /**
   * The rooms below know settings, not flags: {@code the setting 'min confidence'} in what they say
   * is {@code --min-confidence} here. The sentence comes out on one line, whatever of a file is in
   * it.
   */
  public static String withFlags(String text) {
    return SETTING
        .matcher(Printable.line(Spool.inWords(text)))
        .replaceAll(match -> "--" + match.group(1).replace(' ', '-'));
  }

  /** The failure inside the wrappings that carry it up to here. */
  private static Throwable unwrapped(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return cause; // however a library wraps it, the sentence is about the heap
      }
    }
    boolean wrapping =
        failure instanceof java.io.UncheckedIOException
            || failure instanceof picocli.CommandLine.ExecutionException;
    return wrapping && failure.getCause() != null ? failure.getCause() : failure;
  }

  /** The exit code for {@code wrapped}. */
  public static int of(Throwable wrapped) {
    Throwable failure = unwrapped(wrapped);
    if (failure instanceof BadDataException) {
      return BAD_DATA;
    }
    if (failure instanceof NoInputException
        || failure instanceof java.nio.file.NoSuchFileException) {
      return NO_INPUT;
    }
    if (failure instanceof CannotCreateException) {
      return CANNOT_CREATE;
    }
    if (failure instanceof IOException) {
      return IO_ERROR;
    }
    if (failure instanceof InterruptedException) {
      return INTERRUPTED;
    }
    return FAILURE;
  }
}
