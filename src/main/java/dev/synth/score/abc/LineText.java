package dev.synth.score.abc;

import java.util.Set;
import java.util.TreeSet;

/** A line of music, and the place in it that is read next. */
class LineText {
  final String text;
  int at;

  LineText(String text) {
    this.text = text;
  }

  final char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  /** The number that stands here, at most 9,999; 0 where none does. */
  final int number() {
    int number = 0;
    while (Character.isDigit(peek())) {
      number = Math.min(9999, 10 * number + (peek() - '0'));
      at++;
    }
    return number;
  }

  /** Numbers of an ending, as 1 or [1 or [1,3 or [1-2, if they stand here. */
  final Set<Integer> endings() {
    Set<Integer> numbers = new TreeSet<>();
    int from = at;
    while (from < text.length() && text.charAt(from) == ' ') {
      from++;
    }
    boolean bracket = from < text.length() && text.charAt(from) == '[';
    int digit = bracket ? from + 1 : at;
    if (digit >= text.length() || !Character.isDigit(text.charAt(digit))) {
      return numbers;
    }
    at = digit;
    int first = number();
    numbers.add(first);
    while (at + 1 < text.length()
        && (peek() == ',' || peek() == '-')
        && Character.isDigit(text.charAt(at + 1))) {
      boolean range = text.charAt(at++) == '-';
      int next = number();
      for (int n = range ? first : next; n <= Math.min(next, 99); n++) {
        numbers.add(n);
      }
      first = next;
    }
    return numbers;
  }
}
