package dev.synth.dataset.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.dataset.source.NsynthJson;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.io.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What an import made of which recording, and why: as JSON, and as a table for people.
 *
 * @param outcomes one a recording
 * @param takenOver how many of them an earlier run had finished
 */
public record ImportReport(List<ImportedNote.Outcome> outcomes, int takenOver) {
  /** The report for machines, in the notes' folder. */
  public static final String JSON_FILE = "import.json";

  /** The report for people, in the notes' folder. */
  public static final String TABLE_FILE = "import.md";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** All notes, in the order of their recordings. */
  public List<ImportedNote> notes() {
    return outcomes.stream().flatMap(outcome -> outcome.notes().stream()).toList();
  }

  /** Everything that became no note. */
  public List<ImportedNote.LeftOut> leftOut() {
    return outcomes.stream().flatMap(outcome -> outcome.leftOut().stream()).toList();
  }

  /** The report as JSON. */
  public ObjectNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("recordings", outcomes.size()).put("takenOver", takenOver);
    root.set("notes", JSON.valueToTree(notes()));
    root.set("leftOut", JSON.valueToTree(leftOut()));
    return root;
  }

  /** Removes what an earlier import into {@code folder} made: its report and the notes in it. */
  static void removeOld(Path folder) throws IOException {
    Path file = folder.resolve(JSON_FILE);
    if (!Files.exists(file)) {
      return;
    }
    JsonNode root = JSON.createObjectNode();
    try {
      root = Json.object(file);
    } catch (BadDataException e) {
      // It is no report of an import; what it might have named stays.
    }
    for (JsonNode note : root.path("notes")) {
      String name = note.path("name").asText();
      if (name.equals(NameHints.safeNote(name))) { // nothing outside the folder
        Outputs.delete(folder.resolve(NsynthJson.AUDIO).resolve(name + ".wav"));
      }
    }
    Outputs.delete(file);
    Outputs.delete(folder.resolve(TABLE_FILE));
  }

  /** Writes both reports into {@code folder}. */
  void write(Path folder, ImportOptions options) throws IOException {
    ObjectNode root = json();
    root.set("options", JSON.valueToTree(options.byFlag()));
    Outputs.write(
        folder.resolve(JSON_FILE),
        true,
        part -> JSON.writerWithDefaultPrettyPrinter().writeValue(part.toFile(), root));
    Outputs.write(
        folder.resolve(TABLE_FILE),
        true,
        part -> Files.writeString(part, table(options.rateHz()), StandardCharsets.UTF_8));
  }

  private String table(int rateHz) {
    StringBuilder text = new StringBuilder("# Imported notes\n\n");
    text.append("Sample rate: ").append(rateHz).append(" Hz\n\n");
    text.append(
        "| note | recording | from s | to s | pitch | pitch from | detected | confidence | padded s | faded s | gain dB | remarks |\n");
    text.append("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (ImportedNote note : notes()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.3f | %.3f | %s | %s | %s | %.2f | %.2f | %.2f | %+.1f | %s |\n",
              note.name(),
              cell(note.recording()),
              note.fromSeconds(),
              note.toSeconds(),
              note.pitch() == null ? "" : note.pitch(),
              note.pitchFrom(),
              note.heardMidi() == null ? "" : String.format(Locale.ROOT, "%.2f", note.heardMidi()),
              note.confidence(),
              note.paddedSeconds(),
              note.fadedSeconds(),
              note.gainDb(),
              cell(String.join("; ", note.remarks()))));
    }
    if (!leftOut().isEmpty()) {
      text.append("\n## Left out\n\n| recording | from s | to s | because |\n|---|---|---|---|\n");
      for (ImportedNote.LeftOut left : leftOut()) {
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s |\n",
                cell(left.recording()),
                seconds(left.fromSeconds()),
                seconds(left.toSeconds()),
                cell(left.reason())));
      }
    }
    return text.toString();
  }

  private static String seconds(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** One line that no table takes for a cell's end. */
  private static String cell(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " ");
  }
}
