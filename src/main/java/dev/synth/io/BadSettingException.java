package dev.synth.io;

/**
 * A setting that cannot be, by itself or with another or with what it is applied to. The message is
 * a sentence without its full stop and names it as: the setting 'pad length'. The command line
 * exits with 2.
 */
public final class BadSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its one sentence. */
  public BadSettingException(String message) {
    super(message);
  }
}
