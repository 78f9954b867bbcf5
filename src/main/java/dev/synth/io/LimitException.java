package dev.synth.io;

/**
 * The work asked for does not fit this machine. The message gives the number and the flag that
 * lowers it. The command line exits with 1.
 */
public final class LimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its one sentence. */
  public LimitException(String message) {
    super(message);
  }
}
