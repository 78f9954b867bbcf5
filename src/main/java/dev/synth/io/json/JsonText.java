package dev.synth.io.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as text that people read and change. */
public final class JsonText {
  private JsonText() {}

  /** An object with a field a line; of a field that is a list, an item a line. */
  public static String itemsInLines(ObjectNode root) {
    StringBuilder text = new StringBuilder("{\n");
    String between = "";
    for (var field : root.properties()) {
      text.append(between).append("  ").append(quoted(field.getKey())).append(" : ");
      JsonNode value = field.getValue();
      if (value.isArray() && !value.isEmpty()) {
        text.append("[\n");
        String comma = "";
        for (JsonNode item : value) {
          text.append(comma).append("    ").append(item);
          comma = ",\n";
        }
        text.append("\n  ]");
      } else {
        text.append(value);
      }
      between = ",\n";
    }
    return text.append("\n}\n").toString();
  }

  private static String quoted(String name) {
    return JsonNodeFactory.instance.textNode(name).toString();
  }
}
