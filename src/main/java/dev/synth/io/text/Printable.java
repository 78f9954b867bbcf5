package dev.synth.io.text;

import java.util.Locale;

/**
 * Text that a file holds, as it can stand in a sentence: on one line and without characters that a
 * terminal obeys. Control characters, line and paragraph separators, characters that turn the
 * direction of text, and halves of surrogate pairs are written as JSON escapes them, {@code
 * \}{@code u001b}. All else, of any script, is kept.
 */
public final class Printable {
  /** Characters of a value that are shown: enough to know it by. */
  private static final int VALUE_MAX = 60;

  /** Characters of a name that are shown: as many as the name of a file may have. */
  private static final int NAME_MAX = 255;

  private static final String MORE = "...";

  private Printable() {}

  /** A value, such as a type or a title: at most 60 characters, and {@code ...} for others. */
  public static String value(String text) {
    return shown(text, VALUE_MAX);
  }

  /**
   * A name by which something is to be found again, such as a note's or a tensor's: at most 255
   * characters, and {@code ...} for others.
   */
  public static String name(String text) {
    return shown(text, NAME_MAX);
  }

  /** All of {@code text}, which may be a whole sentence or a path, on one line. */
  public static String line(String text) {
    return text.codePoints().noneMatch(Printable::isHidden) ? text : shown(text, Integer.MAX_VALUE);
  }

  /**
   * Whether a terminal might obey {@code c}, or it would end the line or turn the direction of what
   * is beside it.
   *
   * @param c a code point
   */
  public static boolean isControl(int c) {
    return Character.isISOControl(c)
        || c == '\u2028'
        || c == '\u2029'
        || c >= '\u202a' && c <= '\u202e'
        || c >= '\u2066' && c <= '\u2069'
        || c == '\u200e'
        || c == '\u200f'
        || c == '\u061c';
  }

  private static boolean isHidden(int c) {
    return isControl(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /** An escape or a character of two halves is shown whole or not at all. */
  private static String shown(String text, int max) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      String next = isHidden(c) ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c);
      if (shown.length() + next.length() > max) {
        return shown.append(MORE).toString();
      }
      shown.append(next);
      i += Character.charCount(c);
    }
    return shown.toString();
  }
}
