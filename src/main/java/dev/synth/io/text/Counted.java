package dev.synth.io.text;

import java.util.Locale;

/** Numbers of things in words: 1 note, 2 notes, 1,200 notes. */
public final class Counted {
  private Counted() {}

  /**
   * So many.
   *
   * @param noun in the singular, which has an s in the plural
   */
  public static String of(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
