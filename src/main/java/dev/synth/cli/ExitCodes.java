package dev.synth.cli;

import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.NoInputException;
import java.io.IOException;

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

  /** Stopped by Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private ExitCodes() {}

  /** The exit code for {@code failure}. */
  public static int of(Throwable failure) {
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
    if (failure instanceof IOException || failure instanceof java.io.UncheckedIOException) {
      return IO_ERROR;
    }
    if (failure instanceof InterruptedException) {
      return INTERRUPTED;
    }
    return FAILURE;
  }
}
