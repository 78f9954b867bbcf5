package dev.synth.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.text.Printable;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** The fields of a spec in JSON, held against its record: what people write is checked in words. */
final class SpecFields {
  /** More than any spec has; a file may name more. */
  private static final int NAMES_MAX = 100;

  private SpecFields() {}

  /**
   * Refuses fields that are missing, unknown or of another type than the record's.
   *
   * @param source what was read, for the message
   */
  static void check(String source, Class<? extends ModelSpec> type, ObjectNode json)
      throws BadDataException {
    RecordComponent[] components = type.getRecordComponents();
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (Iterator<String> each = json.fieldNames(); each.hasNext(); ) {
      String name = each.next();
      if (!names.contains(name)) {
        throw unknown(source, name, names);
      }
    }
    for (RecordComponent component : components) {
      JsonNode value = json.get(component.getName());
      if (value == null) {
        throw new BadDataException(
            source + ": its spec lacks the size '" + component.getName() + "'.");
      }
      String wanted = wanted(component.getType(), value);
      if (wanted != null) {
        throw new BadDataException(
            source
                + ": "
                + component.getName()
                + " must be "
                + wanted
                + ", got "
                + Printable.value(value.toString())
                + ".");
      }
    }
  }

  static BadDataException unknown(String source, String name, List<String> names) {
    return new BadDataException(
        source
            + ": has no size '"
            + Printable.value(name)
            + "'; its sizes are "
            + names.stream()
                .sorted()
                .limit(NAMES_MAX)
                .map(Printable::value)
                .collect(Collectors.joining(", "))
            + (names.size() > NAMES_MAX ? ", ..." : "")
            + ".");
  }

  /** What a value of {@code type} is called, where {@code value} is none; null where it is one. */
  private static String wanted(Class<?> type, JsonNode value) {
    if (type == int.class) {
      return value.isIntegralNumber() && value.canConvertToInt() ? null : "a whole number";
    }
    if (type == double.class) {
      return value.isNumber() ? null : "a number";
    }
    if (type == boolean.class) {
      return value.isBoolean() ? null : "true or false";
    }
    return null;
  }
}
