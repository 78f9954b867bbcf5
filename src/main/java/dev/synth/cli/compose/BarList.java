package dev.synth.cli.compose;

import dev.synth.io.BadSettingException;
import java.util.Set;
import java.util.TreeSet;

/** Bars by their numbers: {@code 1-8,12}. */
final class BarList {
  private BarList() {}

  /**
   * The bars, from 0.
   *
   * @param bars how many there are
   * @throws BadSettingException if it is no list of them
   */
  static Set<Integer> parse(String text, int bars) {
    Set<Integer> all = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      if (!part.matches("\\d{1,6}(-\\d{1,6})?")) {
        throw new BadSettingException(
            "The setting 'keep' is bars such as 1-8,12, not '" + text + "'");
      }
      int dash = part.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
      if (first < 1 || last < first || last > bars) {
        throw new BadSettingException(
            "The setting 'keep': the piece has bars 1 to " + bars + ", not " + part);
      }
      for (int bar = first; bar <= last; bar++) {
        all.add(bar - 1);
      }
    }
    return all;
  }
}
