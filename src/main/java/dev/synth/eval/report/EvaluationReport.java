package dev.synth.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Examples;
import dev.synth.eval.NamedModel;
import dev.synth.io.WorkFolder;
import dev.synth.plot.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A result as files: {@value ReportFiles#MARKDOWN}, {@value ReportFiles#JSON}, pictures, and sounds
 * with a page to listen to them.
 */
public final class EvaluationReport {
  private static final int WAV_HEADER_BYTES = 44;
  private static final WavFile.Encoding SOUND = WavFile.Encoding.PCM16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EvaluationResult result;
  private final List<String> data;

  /**
   * A report.
   *
   * @param data how the notes were named
   */
  public EvaluationReport(EvaluationResult result, List<String> data) {
    this.result = result;
    this.data = data;
  }

  /**
   * Looks for a report before any work is spent on it.
   *
   * @param models that are measured
   * @param made what decides the report
   * @return the report for people, if there is one that is whole and of these; else null
   * @throws dev.synth.io.CannotCreateException if there is something else
   */
  public static Path find(
      WorkFolder work,
      Path folder,
      List<NamedModel> models,
      Map<String, String> made,
      boolean overwrite)
      throws IOException {
    List<String> others = new ArrayList<>(ExampleSounds.names(models));
    others.addAll(
        List.of(
            ReportPictures.CHARTS,
            ReportPictures.EXAMPLES,
            ReportPictures.LINES,
            ExampleSounds.PAGE));
    return ReportFiles.find(work, folder, others, made, overwrite);
  }

  /** The text of {@value ReportFiles#JSON} in {@code folder}. */
  public static String json(Path folder) throws IOException {
    return ReportFiles.json(folder);
  }

  /** The text of {@value ReportFiles#JSON}. */
  public String json() throws IOException {
    ObjectNode all = JSON.createObjectNode();
    data.forEach(all.putArray("data")::add);
    all.setAll(new ReportJson(result).write());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  /** The figures to look at first, as lines for a terminal. */
  public List<String> summary() {
    return new ReportSummary(result).lines();
  }

  /** The text of {@value ReportFiles#MARKDOWN}, with these pictures. */
  private String markdown(List<String> pictures) {
    return new ReportMarkdown(result).write(String.join(", ", data), pictures);
  }

  /**
   * How many bytes {@link #write} would write if there were more of everything: what tells of each
   * note, of each family, of each example to hear and to see grows with their number, and sound
   * with its length.
   *
   * @param notes that are measured, of {@code families}, in seconds {@code longer} times as long
   * @param original of one of them, as long as they are
   */
  public long bytes(int notes, int families, double longer, AudioClip original) throws IOException {
    Map<String, BufferedImage> pictures = new ReportPictures(result).draw();
    String json = json() + "\n";
    JsonNode tree = JSON.readTree(json);
    long ofNotes = tree.path(ReportJson.EACH_NOTE).toPrettyString().length();
    long ofFamilies = tree.path(ReportJson.FAMILIES).toPrettyString().length();
    double moreFamilies = (double) families / result.families().size();
    double moreExamples =
        (double) Math.min(families, Examples.NOTES_MAX) / result.examples().notes().size();
    double bytes = json.length() + markdown(List.copyOf(pictures.keySet())).length();
    bytes += ofNotes * ((double) notes / result.notes().size() - 1);
    bytes += ofFamilies * (moreFamilies - 1);
    bytes += ReportPictures.soundBytes(result, Math.min(families, Examples.NOTES_MAX), original);
    if (pictures.containsKey(ReportPictures.CHARTS)) {
      bytes += Pictures.bytes(pictures.get(ReportPictures.CHARTS));
    }
    bytes += moreExamples * longer * ExampleSounds.page(result).length();
    for (AudioClip clip : ExampleSounds.of(result).values()) {
      double samples = clip.samples().length * longer;
      bytes += moreExamples * (WAV_HEADER_BYTES + SOUND.sampleBytes() * samples);
    }
    return Math.round(bytes);
  }

  /**
   * Writes all files.
   *
   * @return the report for people
   */
  public Path write(WorkFolder work, Path folder, Map<String, String> made, boolean overwrite)
      throws IOException {
    Map<String, BufferedImage> pictures = new ReportPictures(result).draw();
    for (Map.Entry<String, BufferedImage> picture : pictures.entrySet()) {
      work.make(
          folder.resolve(picture.getKey()),
          made,
          overwrite,
          file -> Pictures.write(file, picture.getValue(), true));
    }
    for (Map.Entry<String, AudioClip> sound : ExampleSounds.of(result).entrySet()) {
      work.make(
          folder.resolve(sound.getKey()),
          made,
          overwrite,
          file -> WavFile.write(file, sound.getValue(), SOUND, true));
    }
    String page = ExampleSounds.page(result);
    work.make(
        folder.resolve(ExampleSounds.PAGE), made, overwrite, file -> Files.writeString(file, page));
    String json = json() + "\n";
    work.make(
        folder.resolve(ReportFiles.JSON), made, overwrite, file -> Files.writeString(file, json));
    Path report = folder.resolve(ReportFiles.MARKDOWN);
    String markdown = markdown(List.copyOf(pictures.keySet()));
    work.make(report, made, overwrite, file -> Files.writeString(file, markdown));
    return report;
  }
}
