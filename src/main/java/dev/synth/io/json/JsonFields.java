package dev.synth.io.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Fields of JSON as what they have to be. What they are not is told with what they may be, for a
 * reader that names the place.
 */
public final class JsonFields {
  private JsonFields() {}

  /** A field that is not there, or null. */
  public static final class MissingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private MissingException(String name) {
      super("it has no '" + name + "'");
    }
  }

  /**
   * The field {@code name} of an object.
   *
   * @throws MissingException if it is not there, or null
   */
  public static JsonNode of(JsonNode object, String name) {
    JsonNode field = object.path(name);
    if (field.isMissingNode() || field.isNull()) {
      throw new MissingException(name);
    }
    return field;
  }

  /**
   * A whole number; 3.0 is none, as it may have been 3.4.
   *
   * @param what it is, for messages
   * @throws IllegalArgumentException if it is none from {@code least} to {@code most}
   */
  public static int whole(JsonNode value, String what, int least, int most) {
    boolean whole = value.isIntegralNumber() && value.canConvertToInt();
    if (!whole || value.intValue() < least || value.intValue() > most) {
      throw new IllegalArgumentException(
          what + " is a whole number from " + least + " to " + most + ", not " + value);
    }
    return value.intValue();
  }

  /**
   * A number.
   *
   * @param what it is, for messages
   * @throws IllegalArgumentException if it is none from {@code least} to {@code most}
   */
  public static double number(JsonNode value, String what, double least, double most) {
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw new IllegalArgumentException(
          what + " is a number from " + text(least) + " to " + text(most) + ", not " + value);
    }
    return value.doubleValue();
  }

  private static String text(double value) {
    return value % 1 == 0 ? Long.toString((long) value) : Double.toString(value);
  }
}
