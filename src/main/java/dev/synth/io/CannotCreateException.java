package dev.synth.io;

import java.io.IOException;

/**
 * An output cannot be created, most often because it exists already. The command line exits with
 * 73.
 */
public final class CannotCreateException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its one sentence. */
  public CannotCreateException(String message) {
    super(message);
  }
}
