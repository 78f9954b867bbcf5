package dev.synth.compose.style;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers distinct values 0, 1, 2 ... in the order in which they come. */
public final class Dictionary<T> {
  private final List<T> values = new ArrayList<>();
  private final Map<T, Integer> numbers = new HashMap<>();

  /** The number of {@code value}, a new one where it has none. */
  int add(T value) {
    Integer number = numbers.putIfAbsent(value, values.size());
    if (number == null) {
      values.add(value);
      return values.size() - 1;
    }
    return number;
  }

  /** The number of {@code value}, or -1. */
  public int find(T value) {
    return numbers.getOrDefault(value, -1);
  }

  /** The value of a number. */
  public T get(int number) {
    return values.get(number);
  }

  /** How many there are. */
  public int size() {
    return values.size();
  }
}
