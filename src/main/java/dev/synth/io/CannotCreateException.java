package dev.synth.io;

import dev.synth.io.text.Printable;
import java.io.IOException;

/**
 * An output cannot be created, most often because it exists already. The command line exits with
 * 73.
 */
public final class CannotCreateException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its one sentence, made one line without control characters. */
  public CannotCreateException(String message) {
    super(Printable.line(message));
  }
}
