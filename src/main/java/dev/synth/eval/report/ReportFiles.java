package dev.synth.eval.report;

import dev.synth.io.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The two texts that every report has, the one for people written last. */
final class ReportFiles {
  static final String MARKDOWN = "report.md";
  static final String JSON = "report.json";

  private ReportFiles() {}

  /**
   * Looks for a report before any work is spent on it.
   *
   * @param others names of its other files
   * @param made what decides the report
   * @return the report for people, if there is one that is whole and of these; else null
   * @throws dev.synth.io.CannotCreateException if there is something else
   */
  static Path find(
      WorkFolder work,
      Path folder,
      List<String> others,
      Map<String, String> made,
      boolean overwrite)
      throws IOException {
    List<String> names = new ArrayList<>(others);
    names.addAll(List.of(JSON, MARKDOWN));
    for (String name : names) {
      work.check(folder.resolve(name), made, overwrite);
    }
    Path report = folder.resolve(MARKDOWN);
    boolean done =
        !overwrite && work.isDone(report, made) && work.isDone(folder.resolve(JSON), made);
    return done ? report : null;
  }

  /** The text of {@value #JSON} in {@code folder}. */
  static String json(Path folder) throws IOException {
    return Files.readString(folder.resolve(JSON)).stripTrailing();
  }
}
