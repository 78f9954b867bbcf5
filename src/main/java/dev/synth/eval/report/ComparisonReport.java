package dev.synth.eval.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Note;
import dev.synth.dataset.NoteNames;
import dev.synth.eval.generated.ComparisonResult;
import dev.synth.eval.generated.SetExamples;
import dev.synth.eval.generated.SetFigure;
import dev.synth.eval.generated.SetScores;
import dev.synth.io.WorkFolder;
import dev.synth.io.text.Printable;
import dev.synth.plot.ListeningPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A comparison of sets as files: {@value ReportFiles#MARKDOWN}, {@value ReportFiles#JSON}, and
 * sounds.
 */
public final class ComparisonReport {
  private static final String PAGE = "listen.html";
  private static final int NAME_WIDTH = 44;
  private static final int LEAST_WIDTH = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ComparisonResult result;
  private final String data;

  /**
   * A report.
   *
   * @param data how the data were named
   */
  public ComparisonReport(ComparisonResult result, String data) {
    this.result = result;
    this.data = data;
  }

  /**
   * Looks for a report before any work is spent on it.
   *
   * @param sets how many there are, the data's other half among them
   * @param made what decides the report
   * @return the report for people, if there is one that is whole and of these; else null
   * @throws dev.synth.io.CannotCreateException if there is something else
   */
  public static Path find(
      WorkFolder work, Path folder, int sets, Map<String, String> made, boolean overwrite)
      throws IOException {
    List<String> others = new ArrayList<>(List.of(PAGE));
    for (int row = 0; row < SetExamples.ROWS_MAX; row++) {
      for (int set = 0; set < sets; set++) {
        others.add(sound(row, set));
      }
    }
    return ReportFiles.find(work, folder, others, made, overwrite);
  }

  /** The text of {@value ReportFiles#JSON} in {@code folder}. */
  public static String json(Path folder) throws IOException {
    return ReportFiles.json(folder);
  }

  /** The text of {@value ReportFiles#JSON}. */
  public String json() throws IOException {
    ObjectNode all = JSON.createObjectNode();
    all.put("data", data).put("dataNotes", result.dataNotes()).put("halfNotes", result.halfNotes());
    all.put("bins", result.plan().bins()).put("seconds", result.plan().seconds());
    all.put("seed", result.plan().seed());
    ArrayNode sets = all.putArray("sets");
    for (SetScores set : result.sets()) {
      ObjectNode node = sets.addObject().put("name", set.name());
      for (SetFigure figure : SetFigure.ALL) {
        double value = figure.value().applyAsDouble(set);
        if (Double.isNaN(value)) {
          node.putNull(figure.key());
        } else {
          node.put(figure.key(), value);
        }
      }
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  /** All figures, as lines for a terminal. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder(" ".repeat(NAME_WIDTH));
    result.sets().forEach(set -> head.append(cell(set, set.name())));
    lines.add(head.toString());
    for (SetFigure figure : SetFigure.ALL) {
      StringBuilder line =
          new StringBuilder(String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s", figure.text()));
      result.sets().forEach(set -> line.append(cell(set, figure.of(set))));
      lines.add(line.toString());
    }
    return lines;
  }

  private static String cell(SetScores set, String text) {
    int width = Math.max(LEAST_WIDTH, set.name().length());
    return String.format(Locale.ROOT, "  %" + width + "s", text);
  }

  private String markdown(List<SetExamples> examples) {
    MarkdownText page = new MarkdownText();
    page.line("# Sets of sounds beside %s", Printable.name(data));
    page.line("");
    page.line(
        "%,d notes, halved at random (seed %d). All sets are compared with one half, of %,d notes,"
            + " in %d bins. Notes are cut to %s s.",
        result.dataNotes(),
        result.plan().seed(),
        result.halfNotes(),
        result.plan().bins(),
        result.plan().seconds());
    page.head(
        "Figures",
        MarkdownText.cells(List.of(""), result.sets(), set -> MarkdownText.escaped(set.name())));
    for (SetFigure figure : SetFigure.ALL) {
      page.row(MarkdownText.cells(List.of(figure.text().strip()), result.sets(), figure::of));
    }
    page.line("");
    page.line(
        "Two sets of one source have %.1f bins different. Bins that differ and the Fréchet distance"
            + " depend on the number of notes: compare each with the line below it, which is what as"
            + " many notes of the data have, or compare sets of equal size.",
        0.05 * result.plan().bins());
    if (result.isCoarse()) {
      page.line("");
      page.line(
          "There are fewer than 10 notes a bin, so few differences show: name more data, or make"
              + " fewer bins.");
    }
    page.head(
        "Examples to listen to",
        MarkdownText.cells(
            List.of("[page](" + PAGE + ")"),
            result.sets(),
            set -> MarkdownText.escaped(set.name())));
    for (int row = 0; row < examples.size(); row++) {
      SetExamples example = examples.get(row);
      List<Object> cells = new ArrayList<>(List.of(heading(example)));
      for (int set = 0; set < result.sets().size(); set++) {
        boolean has = example.notes().containsKey(result.sets().get(set).name());
        cells.add(has ? "[WAV](" + sound(row, set) + ")" : "–");
      }
      page.row(cells.toArray());
    }
    return page.toString();
  }

  private static String heading(SetExamples example) {
    return example.pitch() < 0 ? "a note" : NoteNames.of(example.pitch());
  }

  private static String sound(int row, int set) {
    return "example" + (row + 1) + "-set" + (set + 1) + ".wav";
  }

  /**
   * Writes all files.
   *
   * @return the report for people
   */
  public Path write(WorkFolder work, Path folder, Map<String, String> made, boolean overwrite)
      throws IOException {
    ListeningPage page =
        new ListeningPage(
            "Sets of sounds",
            "<p>Each row is of one pitch: a note of each set, of one name where there is one.</p>\n");
    for (int row = 0; row < result.examples().size(); row++) {
      SetExamples example = result.examples().get(row);
      page.section(heading(example));
      for (int set = 0; set < result.sets().size(); set++) {
        Note note = example.notes().get(result.sets().get(set).name());
        if (note != null) {
          AudioClip clip = note.audio().read().first(result.plan().seconds());
          String name = sound(row, set);
          work.make(
              folder.resolve(name),
              made,
              overwrite,
              file -> WavFile.write(file, clip, WavFile.Encoding.PCM16, true));
          String caption = result.sets().get(set).name() + ": " + note.name();
          page.add(Printable.line(caption), clip, name);
        }
      }
    }
    String html = page.html();
    work.make(folder.resolve(PAGE), made, overwrite, file -> Files.writeString(file, html));
    String json = json() + "\n";
    work.make(
        folder.resolve(ReportFiles.JSON), made, overwrite, file -> Files.writeString(file, json));
    Path report = folder.resolve(ReportFiles.MARKDOWN);
    String markdown = markdown(result.examples());
    work.make(report, made, overwrite, file -> Files.writeString(file, markdown));
    return report;
  }
}
