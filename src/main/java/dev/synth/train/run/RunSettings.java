package dev.synth.train.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.text.Printable;
import dev.synth.model.ModelSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What decides a run, by name, as {@code run.json} has it: numbers, texts, booleans, and the
 * network as an object of its sizes. Up to version 0.1 all were texts, the network as Java writes a
 * record, and names began with two dashes; these are read as the same.
 *
 * @param values by name, in their order
 */
public record RunSettings(Map<String, JsonNode> values) {
  /** What {@code run.json} calls the summary of the notes. */
  public static final String DATA = "DATA";

  /** The summary of the notes that are measured on. */
  public static final String HELD_OUT_NOTES = "held-out notes";

  /** What products are computed in; runs in float have no such setting. */
  public static final String PRECISION = "precision";

  /** The spec's kind and sizes. */
  public static final String NETWORK = "network";

  private static final Set<String> SUMMARIES = Set.of(DATA, HELD_OUT_NOTES, NETWORK);

  /** SHA-256 in hexadecimal, of which the first digits tell enough. */
  private static final Pattern FINGERPRINT = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{56}\\b");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NUMBER_LENGTH_MAX = 40;

  /** Keeps the order. */
  public RunSettings {
    values = new LinkedHashMap<>(values);
  }

  /** Settings of numbers, booleans, texts and specs. */
  public static RunSettings of(Map<String, ?> settings) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    settings.forEach(
        (name, value) ->
            values.put(
                name, value instanceof ModelSpec spec ? network(spec) : JSON.valueToTree(value)));
    return new RunSettings(values);
  }

  private static ObjectNode network(ModelSpec spec) {
    ObjectNode network = JSON.createObjectNode().put("kind", spec.kind());
    return network.setAll((ObjectNode) JSON.valueToTree(spec));
  }

  /** The settings in {@code run.json}. */
  static RunSettings read(JsonNode settings) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    settings
        .properties()
        .forEach(
            setting -> {
              JsonNode value = setting.getValue();
              Map<String, String> sizes = components(value.asText());
              values.put(
                  setting.getKey().replaceFirst("^-+", ""),
                  sizes.isEmpty() ? value : JSON.valueToTree(sizes));
            });
    return new RunSettings(values);
  }

  /** The components of a record as Java writes it; empty for any other text. */
  private static Map<String, String> components(String record) {
    Map<String, String> components = new LinkedHashMap<>();
    if (record.matches("\\w+\\[.*=.*]")) {
      String inside = record.substring(record.indexOf('[') + 1, record.length() - 1);
      for (String component : inside.split(", ")) {
        String[] sides = component.split("=", 2);
        components.put(sides[0], sides[sides.length - 1]);
      }
    }
    return components;
  }

  /** Whether {@code name} is a setting's, and not a summary's. */
  public static boolean isSetting(String name) {
    return !SUMMARIES.contains(name);
  }

  /** A setting as a text; empty where it is not set. */
  public String text(String name) {
    JsonNode value = values.get(name);
    return value == null ? "" : text(value);
  }

  /** A value that is no object, as a text: numbers without an exponent or zeros at their end. */
  public static String text(JsonNode value) {
    String text = value.asText();
    boolean isNumber =
        text.length() <= NUMBER_LENGTH_MAX && text.matches("-?\\d+(\\.\\d+)?([Ee]-?\\d{1,2})?");
    return isNumber ? new BigDecimal(text).stripTrailingZeros().toPlainString() : text;
  }

  /** What differs in {@code now}, each in words; empty if nothing does. */
  List<String> differences(RunSettings now) {
    Map<String, JsonNode> before = new LinkedHashMap<>(values);
    List<String> differences = new ArrayList<>();
    now.values.forEach(
        (name, value) -> {
          JsonNode old = before.remove(name);
          if (old == null) {
            differences.add(inWords(name) + "not set, now " + shown(value));
          } else {
            String difference = difference(old, value);
            if (!difference.isEmpty()) {
              differences.add(inWords(name) + difference);
            }
          }
        });
    before.forEach((name, old) -> differences.add(inWords(name) + shown(old) + ", now not set"));
    // What was typed comes before what follows from it.
    differences.sort(Comparator.comparing(words -> !words.startsWith("the setting")));
    return differences;
  }

  /** The values that differ, or of two objects, the fields; empty if they are the same. */
  private static String difference(JsonNode old, JsonNode now) {
    if (!old.isObject() || !now.isObject()) {
      // A name may have been typed in capitals.
      return whole(old).equalsIgnoreCase(whole(now)) ? "" : shown(old) + ", now " + shown(now);
    }
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : now.properties()) {
      JsonNode before = old.get(field.getKey());
      if (before == null) {
        if (!field.getKey().equals("kind")) { // an older version did not write it
          all.add(field.getKey() + " not set, now " + shown(field.getValue()));
        }
      } else if (!text(before).equals(text(field.getValue()))) {
        all.add(field.getKey() + " " + shown(before) + ", now " + shown(field.getValue()));
      }
    }
    old.fieldNames()
        .forEachRemaining(
            name -> {
              if (!now.has(name)) {
                all.add(Printable.value(name) + " " + shown(old.get(name)) + ", now not set");
              }
            });
    return String.join("; ", all);
  }

  /** As a sentence has it. */
  private static String shown(JsonNode value) {
    return Printable.name(whole(value));
  }

  private static String whole(JsonNode value) {
    String text = value.isValueNode() ? text(value) : value.toString();
    return FINGERPRINT.matcher(text).replaceAll("$1");
  }

  private static String inWords(String name) {
    String shown = Printable.value(name);
    return isSetting(name) ? "the setting '" + shown.replace('-', ' ') + "' " : shown + " ";
  }
}
