package dev.synth.cli.option;

import dev.synth.dataset.NoteNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists of numbers as they are typed: {@code 36,40,43}, {@code 36..84} or {@code 36-84} (both ends
 * included), {@code 24..84/4} (every fourth), or several of these with commas between.
 */
public final class NumberList {
  private static final Pattern PART =
      Pattern.compile("(?<first>\\d{1,9})((\\.\\.|-)(?<last>\\d{1,9})(/(?<step>\\d{1,9}))?)?");

  private static final Pattern NOTE =
      Pattern.compile("(?<![A-Za-z0-9])[A-Ga-g][#bs\u266f\u266d]?-?\\d(?![A-Za-z0-9])");

  private static final int COUNT_MAX = 100_000;

  private NumberList() {}

  /**
   * The numbers of {@code text}, in the order written.
   *
   * @throws IllegalArgumentException with a sentence that quotes what cannot be read
   */
  public static List<Integer> parse(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      numbers.addAll(parsePart(part.strip()));
    }
    return numbers;
  }

  /**
   * As {@link #parse}, of pitches: MIDI numbers or notes such as {@code C3..C5/2}, as MIDI numbers.
   */
  public static List<Integer> parsePitches(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String bare = part.strip();
      String asNumbers =
          NOTE.matcher(bare).replaceAll(note -> String.valueOf(NoteNames.parse(note.group())));
      try {
        numbers.addAll(parsePart(asNumbers));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            e.getMessage().replace("'" + asNumbers + "'", "'" + bare + "'"), e);
      }
    }
    return numbers;
  }

  /** The numbers of one {@code part} between commas. */
  static List<Integer> parsePart(String part) {
    Matcher matcher = PART.matcher(part);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + part + "' is neither a number nor a range such as 36..84 or 24..84/4");
    }
    int first = Integer.parseInt(matcher.group("first"));
    int last = matcher.group("last") == null ? first : Integer.parseInt(matcher.group("last"));
    int step = matcher.group("step") == null ? 1 : Integer.parseInt(matcher.group("step"));
    if (step == 0) {
      throw new IllegalArgumentException("'" + part + "' has a step of 0");
    }
    if (last < first) {
      throw new IllegalArgumentException("'" + part + "' ends before it begins");
    }
    if ((last - first) / step >= COUNT_MAX) {
      throw new IllegalArgumentException("'" + part + "' has too many numbers");
    }
    List<Integer> numbers = new ArrayList<>();
    for (int number = first; number <= last; number += step) {
      numbers.add(number);
    }
    return numbers;
  }
}
