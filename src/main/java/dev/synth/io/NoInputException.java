package dev.synth.io;

import dev.synth.io.text.Printable;
import java.io.IOException;

/** An input that was named does not exist or cannot be opened. The command line exits with 66. */
public final class NoInputException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its one sentence, made one line without control characters. */
  public NoInputException(String message) {
    super(Printable.line(message));
  }
}
