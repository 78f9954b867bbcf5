package dev.synth.dataset.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One label as JSON has it: a number, a text, or a list of these, in whatever way other programs
 * write them ({@code 60}, {@code "60"}, {@code 60.0}, {@code [60]}).
 *
 * @param values the values, as texts; null if it is an object, or a list of lists or objects
 * @param isList whether it is a list
 */
record JsonLabel(List<String> values, boolean isList) {
  private static final int NUMBER_DIGITS_MAX = 40;

  /** Reads the value at the parser's place. */
  static JsonLabel read(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      json.skipChildren();
      return new JsonLabel(null, false);
    }
    List<String> values = new ArrayList<>();
    if (json.currentToken() != JsonToken.START_ARRAY) {
      values.add(json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getText());
      return new JsonLabel(values, false);
    }
    boolean plain = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      plain &= json.currentToken().isScalarValue();
      if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
        values.add(json.getText());
      }
      json.skipChildren();
    }
    return new JsonLabel(plain ? values : null, true);
  }

  /** Whether it says nothing: null, an empty text, or NaN, as pandas writes what is missing. */
  boolean isMissing() {
    return values != null && !isList && (values.get(0).isBlank() || values.get(0).equals("NaN"));
  }

  /** The one value; empty if there are none or several. */
  Optional<String> text() {
    return values != null && values.size() == 1
        ? Optional.of(values.get(0)).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  /** All values; empty if they are no plain values. */
  Optional<List<String>> texts() {
    return Optional.ofNullable(values);
  }

  /** A whole number from 0 to {@code max}. */
  OptionalLong number(long max) {
    String digits = text().orElse("").strip();
    if (digits.isEmpty() || digits.length() > NUMBER_DIGITS_MAX) {
      return OptionalLong.empty(); // and no time is spent on a million digits
    }
    try {
      long number = new BigDecimal(digits).longValueExact();
      return number >= 0 && number <= max ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty(); // 60.5 is no MIDI number, and neither is "high"
    }
  }

  /** As {@link #number}, for a small one. */
  OptionalInt small(int max) {
    OptionalLong number = number(max);
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  /** Those of {@code names} whose flag, at the same place of the list, is set. */
  Optional<List<String>> flagged(List<String> names) {
    if (values == null || !isList) {
      return Optional.empty();
    }
    List<String> flagged = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), names.size()); i++) {
      if (List.of("1", "1.0", "true").contains(values.get(i))) {
        flagged.add(names.get(i));
      }
    }
    return Optional.of(flagged);
  }

  /** The value, for messages. */
  @Override
  public String toString() {
    if (values == null) {
      return isList ? "a list of lists or objects" : "an object";
    }
    return isList ? "[" + String.join(", ", values) + "]" : "'" + values.get(0) + "'";
  }
}
