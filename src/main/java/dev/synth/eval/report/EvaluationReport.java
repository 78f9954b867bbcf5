package dev.synth.eval.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.eval.EvaluationResult;
import dev.synth.io.Outputs;
import dev.synth.plot.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A result as files: {@value #MARKDOWN}, {@value #JSON_FILE} and pictures. */
public final class EvaluationReport {
  private static final String MARKDOWN = "report.md";
  private static final String JSON_FILE = "report.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EvaluationResult result;
  private final String model;
  private final List<String> data;

  /**
   * A report.
   *
   * @param model how the model was named
   * @param data how the notes were named
   */
  public EvaluationReport(EvaluationResult result, String model, List<String> data) {
    this.result = result;
    this.model = model;
    this.data = data;
  }

  /**
   * Fails when a report may not be written to {@code folder}, before any work is spent on it.
   *
   * @throws dev.synth.io.CannotCreateException as {@link Outputs#check}
   */
  public static void check(Path folder, boolean overwrite) throws IOException {
    for (String name :
        List.of(MARKDOWN, JSON_FILE, "charts.png", "rainbowgrams.png", "interpolation.png")) {
      Outputs.check(folder.resolve(name), overwrite);
    }
  }

  /** The text of {@value #JSON_FILE}. */
  public String json() throws IOException {
    ObjectNode all = JSON.createObjectNode().put("model", model);
    data.forEach(all.putArray("data")::add);
    all.setAll(new ReportJson(result).write());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  /** The figures to look at first, as lines for a terminal. */
  public List<String> summary() {
    return new ReportSummary(result).lines();
  }

  /** The text of {@value #MARKDOWN}, with these pictures. */
  private String markdown(List<String> pictures) {
    return new ReportMarkdown(result).write(model, String.join(", ", data), pictures);
  }

  /**
   * Writes all files.
   *
   * @return the report for people
   */
  public Path write(Path folder, boolean overwrite) throws IOException {
    Map<String, BufferedImage> pictures = new ReportPictures(result).draw();
    for (Map.Entry<String, BufferedImage> picture : pictures.entrySet()) {
      Pictures.write(folder.resolve(picture.getKey()), picture.getValue(), overwrite);
    }
    String json = json() + "\n";
    Outputs.write(folder.resolve(JSON_FILE), overwrite, file -> Files.writeString(file, json));
    Path report = folder.resolve(MARKDOWN);
    String markdown = markdown(List.copyOf(pictures.keySet()));
    Outputs.write(report, overwrite, file -> Files.writeString(file, markdown));
    return report;
  }
}
