package dev.synth.app.classify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.eval.classes.ClassTally;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.io.text.Counted;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Question;
import dev.synth.plot.ConfusionPicture;
import dev.synth.plot.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How often a classifier is right about labelled notes: text, JSON and a confusion matrix. */
public final class ClassReport {
  /** The report's name in its folder. */
  public static final String TEXT = "report.md";

  private static final String JSON = "report.json";
  private static final String PICTURE = "confusion.png";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ClassTally tally = new ClassTally();
  private final List<String> wrong = new ArrayList<>();
  private int notes;
  private int silent;

  /** Counts a note. */
  public void add(Note note, Optional<ClassProbabilities> heard) {
    notes++;
    if (heard.isEmpty()) {
      silent++;
      return;
    }
    tally.add(note.labels(), heard.get());
    int pitch = heard.get().likeliest(Question.PITCH);
    if (pitch >= 0 && note.labels().pitch().isPresent()) {
      int label = note.labels().pitch().getAsInt();
      if (label != pitch) {
        wrong.add(
            String.format(
                Locale.ROOT,
                "%s: %d is said to be %d (%.0f %%)",
                note.name(),
                label,
                pitch,
                100 * heard.get().of(Question.PITCH)[pitch]));
      }
    }
  }

  /** Checks that a report can be written to {@code folder}. */
  public static void check(Path folder, boolean overwrite) throws IOException {
    for (String name : List.of(TEXT, JSON, PICTURE)) {
      Outputs.check(folder.resolve(name), overwrite);
    }
  }

  /**
   * Checks that there is something to compare answers with.
   *
   * @throws BadDataException if no note has a label
   */
  public static void checkLabels(List<Note> notes) throws BadDataException {
    if (!notes.isEmpty() && notes.stream().allMatch(note -> note.labels().equals(Labels.NONE))) {
      throw new BadDataException(
          notes.get(0).audio()
              + ": none of the "
              + Counted.of(notes.size(), "sound")
              + " has labels to compare with; name sounds by their notes, as in 'flute C4.wav', or"
              + " give a folder with examples.json.");
    }
  }

  /** Writes the report into {@code folder}; returns the file to read. */
  public Path write(Path folder, String model, boolean overwrite) throws IOException {
    Outputs.createDirectory(folder);
    List<String> families = Arrays.stream(Family.values()).map(Family::label).toList();
    Pictures.write(
        folder.resolve(PICTURE),
        ConfusionPicture.draw("Families, % of each label's notes", families, tally.families()),
        overwrite);
    Outputs.write(folder.resolve(JSON), overwrite, to -> Files.writeString(to, json(model)));
    Path text = folder.resolve(TEXT);
    Outputs.write(text, overwrite, to -> Files.writeString(to, text(model)));
    return text;
  }

  /** What {@code report.json} says. */
  public String json(String model) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("model", model).put("notes", notes).put("silent", silent);
    for (Question question : Question.values()) {
      ClassTally.Figures figures = tally.figures(question);
      if (figures.answers() > 0) {
        ObjectNode node = root.putObject(question.label());
        node.put("answers", figures.answers()).put("accuracy", figures.accuracy());
        if (question == Question.VELOCITY) {
          node.put("withinOneStep", figures.near());
        }
        node.put("calibrationError", figures.calibrationError());
      }
    }
    root.set("familyConfusion", MAPPER.valueToTree(tally.families()));
    return root.toPrettyString();
  }

  private String text(String model) {
    StringBuilder text = new StringBuilder("# What a classifier says of labelled notes\n\n");
    text.append("Model: ").append(model).append("; notes: ").append(notes);
    text.append(silent == 0 ? "" : ", " + silent + " of them silent").append("\n\n");
    text.append("| | labels | right, % | calibration error, % |\n|---|---|---|---|\n");
    for (Question question : Question.values()) {
      ClassTally.Figures figures = tally.figures(question);
      if (figures.answers() > 0) {
        String row = "| %s | %d | %.1f | %.1f |%n";
        text.append(
            String.format(
                Locale.ROOT,
                row,
                question.label(),
                figures.answers(),
                100 * figures.accuracy(),
                100 * figures.calibrationError()));
        if (question == Question.VELOCITY) {
          text.append(
              String.format(
                  Locale.ROOT,
                  "| velocity within one step | %d | %.1f | |%n",
                  figures.answers(),
                  100 * figures.near()));
        }
      }
    }
    text.append("\nOf qualities each is counted by itself. Calibration error: mean distance of the")
        .append(" share of right answers from their probability, in ")
        .append(ClassTally.CALIBRATION_BINS)
        .append(" bins.\n\n![Confusion matrix of the families](")
        .append(PICTURE)
        .append(")\n");
    if (!wrong.isEmpty()) {
      text.append("\n## Wrong pitches\n\n");
      wrong.forEach(line -> text.append("- ").append(line).append('\n'));
    }
    return text.toString();
  }
}
