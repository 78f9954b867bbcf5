package dev.synth.io;

/**
 * The work asked for cannot be done for a reason that is no fault of a file: too little memory, or
 * training that diverged. The message says which, with the number and the flag that helps. The
 * command line exits with 1.
 */
public final class WorkFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its one sentence. */
  public WorkFailedException(String message) {
    super(message);
  }
}
