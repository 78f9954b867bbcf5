package dev.synth.io;

import dev.synth.io.text.Printable;
import java.io.IOException;

/**
 * A file exists but its content cannot be used. The message is one sentence that says what, where,
 * and which setting or step fixes it; whatever of the file is in it, it is one line without control
 * characters. The command line exits with 65.
 */
public final class BadDataException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its one sentence. */
  public BadDataException(String message) {
    super(Printable.line(message));
  }

  /** Creates the exception with its one sentence and the cause, shown only under {@code -v}. */
  public BadDataException(String message, Throwable cause) {
    super(Printable.line(message), cause);
  }
}
