package dev.synth.io.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.synth.io.BadDataException;
import dev.synth.io.text.Printable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with JSON or YAML, in words for people. The library's own words name its classes
 * and settings; none of them is passed on: what is known by its form is said anew, and of all else
 * only the place is told.
 */
public final class JsonProblem {
  /** The form of a library's sentence, and what to say for it. */
  private record Rule(Pattern form, String words) {
    static Rule of(String form, String words) {
      return new Rule(Pattern.compile(form, Pattern.DOTALL), words);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of("Duplicate (?:field|key) '(.*)'.*", "'$1' is there twice"),
          Rule.of("Duplicate (?:field|key) (.*)", "'$1' is there twice"),
          Rule.of(".*surrogate.*", "half a character is escaped there"),
          Rule.of("Unrecognized token '(.*?)'.*", "'$1' is no JSON value"),
          Rule.of("Trailing token.*", "something stands behind the end of the value"),
          Rule.of("Unexpected end-of-input.*", "it ends in the middle, so part of it is missing"),
          Rule.of(
              "(?:Illegal|Unexpected) (?:unquoted )?character \\(+CTRL-CHAR, code (\\d+)\\).*",
              "there is a control character (code $1)"),
          Rule.of(
              "Unexpected character \\('(.)'.*: was expecting comma.*",
              "there is '$1' where a comma or the end belongs"),
          Rule.of(
              "Unexpected character \\('(.)'.*: was expecting a colon.*",
              "there is '$1' where a colon belongs"),
          Rule.of(
              "Unexpected character \\('(.)'.*: was expecting double-quote.*",
              "there is '$1' where a name in double quotes belongs"),
          Rule.of("Unexpected character \\('(.)'.*", "there is '$1' where it cannot be"),
          Rule.of("Unexpected close marker '(.)'.*", "there is '$1' that closes nothing"),
          Rule.of("Invalid UTF-8.*", "it is not text in UTF-8 there"),
          Rule.of("Invalid numeric value.*", "a number is not written as JSON has it"),
          Rule.of(
              "(?:Unexpected|Illegal|Unrecognized) (?:character )?escape.*",
              "a backslash is followed by what it cannot escape"),
          Rule.of(
              "Unrecognized character escape.*",
              "a backslash is followed by what it cannot escape"),
          Rule.of(".*nesting depth.*", "it is nested too deep"),
          Rule.of("(?:Number|String|Name) (?:value )?length.*", "a number or text is too long"));

  private JsonProblem() {}

  /**
   * The exception for text that cannot be read as JSON at all.
   *
   * @param where how the message begins
   */
  public static BadDataException invalid(String where, JsonProcessingException e) {
    return invalid(where, "JSON", e);
  }

  /** As {@link #invalid(String, JsonProcessingException)}, for another {@code form}: YAML. */
  public static BadDataException invalid(String where, String form, JsonProcessingException e) {
    String words = words(e);
    return new BadDataException(
        where + at(e) + ": is not valid " + form + (words.isEmpty() ? "" : ": " + words) + ".", e);
  }

  /**
   * The exception for JSON that does not have the fields, or the kinds of values, that belong
   * there.
   *
   * @param where how the message begins
   * @param tree what was read
   */
  public static BadDataException unfit(String where, JsonNode tree, JsonProcessingException e) {
    return new BadDataException(where + ": " + misfit(tree, e) + ".", e);
  }

  /** What does not fit, without a full stop. */
  private static String misfit(JsonNode tree, JsonProcessingException e) {
    String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "'" + Printable.value(unknown.getPropertyName()) + "' is not known";
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return "it cannot be (" + e.getCause().getMessage() + ")";
    }
    Matcher missing =
        Pattern.compile("(?:Missing|Null value for) .*property '(.*?)'.*", Pattern.DOTALL)
            .matcher(e.getOriginalMessage());
    if (missing.matches()) {
      return "'" + Printable.value(missing.group(1)) + "' is missing";
    }
    if (path.isEmpty()) {
      return "its fields are not those that belong there";
    }
    JsonNode value = tree.at("/" + path.replace('.', '/'));
    return "'" + Printable.value(path) + "' cannot be " + Json.kind(value);
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      String name = step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName();
      path.append(path.isEmpty() ? "" : ".").append(name);
    }
    return path.toString();
  }

  /** {@code " line 3 column 5"}, or nothing where the place is not known. */
  public static String at(JsonProcessingException e) {
    return at(e.getLocation());
  }

  /** As {@link #at(JsonProcessingException)}, for a place. */
  public static String at(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " line " + location.getLineNr() + " column " + location.getColumnNr();
  }

  /** What is wrong, without a full stop; empty where the library's words have no known form. */
  public static String words(JsonProcessingException e) {
    String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
    for (Rule rule : RULES) {
      Matcher matcher = rule.form().matcher(message);
      if (matcher.matches()) {
        String found = matcher.groupCount() > 0 ? Printable.value(matcher.group(1)) : "";
        return rule.words().replace("$1", found);
      }
    }
    return "";
  }
}
