package dev.synth.train.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.json.Json;
import dev.synth.io.text.TextLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a run's log: JSON objects, and lines that are none, as the crash of a machine or a
 * full disk leaves them. A last line without its end is being written, or was cut short, and is not
 * among them.
 *
 * @param whole the objects, in their order
 * @param damaged the other lines
 */
record LogLines(List<Line> whole, List<Line> damaged) {
  /**
   * A line.
   *
   * @param number counted from 1
   * @param text as it stands in the file
   * @param content what it says; null if it is damaged
   */
  record Line(int number, String text, ObjectNode content) {}

  /** Reads {@code file}; there are no lines where there is no file. */
  static LogLines read(Path file) throws IOException {
    List<Line> whole = new ArrayList<>();
    List<Line> damaged = new ArrayList<>();
    if (Files.exists(file)) {
      String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      int number = 0;
      for (String text : all.substring(0, all.lastIndexOf('\n') + 1).lines().toList()) {
        number++;
        ObjectNode content = content(TextLines.withoutMark(text));
        (content == null ? damaged : whole).add(new Line(number, text, content));
      }
    }
    return new LogLines(whole, damaged);
  }

  private static ObjectNode content(String text) {
    try {
      ObjectNode content = Json.object(text, "");
      return content.path("kind").isTextual() && content.path("step").isNumber() ? content : null;
    } catch (BadDataException e) {
      return null;
    }
  }

  /**
   * A sentence on the damaged lines; empty if there are none.
   *
   * @param file the log
   * @param fate what becomes of them
   */
  String problem(Path file, String fate) {
    if (damaged.isEmpty()) {
      return "";
    }
    int first = damaged.get(0).number();
    return damaged.size() == 1
        ? file + " line " + first + ": is damaged and " + fate + "."
        : file
            + ": "
            + damaged.size()
            + " lines, the first "
            + first
            + ", are damaged and "
            + fate
            + ".";
  }
}
