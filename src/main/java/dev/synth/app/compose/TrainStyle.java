package dev.synth.app.compose;

import dev.synth.compose.style.CopyTokens;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.Tune;
import dev.synth.io.BadDataException;
import dev.synth.io.FolderScan;
import dev.synth.io.InputFile;
import dev.synth.io.text.Counted;
import dev.synth.score.ReadScore;
import dev.synth.score.file.ScoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns a style from files and folders of scores. Every file is reported, and every tune of it
 * that is left out.
 */
public final class TrainStyle {
  private final Style.Settings settings;
  private final Listener listener;
  private final List<Tune> tunes = new ArrayList<>();
  private final Map<List<Integer>, String> known = new HashMap<>();
  private int files;
  private int filesLeftOut;
  private int tunesLeftOut;

  /** Learns of every file as soon as it was read. */
  public interface Listener {
    /**
     * A file gave tunes, at least one.
     *
     * @param titles of the tunes that were taken
     * @param remarks on what was mended or left out, in sentences
     */
    void taken(Path file, List<String> titles, List<String> remarks);

    /** A file gave none; the exception has a sentence for each reason. */
    void leftOut(Path file, IOException reason);
  }

  /**
   * What was learned.
   *
   * @param files that were looked at
   * @param filesLeftOut of them, without a tune that could be used
   * @param tunesLeftOut of all files
   */
  public record Result(Style style, int files, int filesLeftOut, int tunesLeftOut) {}

  /** Prepares learning. */
  public TrainStyle(Style.Settings settings, Listener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Learns.
   *
   * @param name of the style
   * @param corpus files, and folders whose files named as scores are read
   * @throws dev.synth.io.NoInputException if one of them does not exist
   * @throws BadDataException if no tune can be used
   */
  public Result run(String name, List<Path> corpus) throws IOException {
    for (Path path : corpus) {
      if (!Files.isDirectory(path)) {
        InputFile.check(path);
      }
    }
    for (Path path : corpus) {
      if (Files.isDirectory(path)) {
        List<Path> found =
            FolderScan.files(path, ScoreFile::isNamedSo, problem -> leftOut(path, problem));
        for (Path file : found) {
          read(path.resolve(file));
        }
        if (found.isEmpty()) {
          leftOut(
              path,
              new BadDataException(
                  path + ": has no file named as a score (.abc, .mid, .midi, .kar)."));
        }
      } else {
        read(path);
      }
    }
    if (tunes.isEmpty()) {
      throw new BadDataException(
          "There is no tune to learn from: "
              + (files == 1
                  ? "the file was left out"
                  : "all " + Counted.of(files, "file") + " were left out")
              + ". A style needs melodies of at least 8 notes in one meter.");
    }
    return new Result(new Style(name, settings, tunes), files, filesLeftOut, tunesLeftOut);
  }

  private void leftOut(Path file, IOException reason) {
    files++;
    filesLeftOut++;
    listener.leftOut(file, reason);
  }

  private void read(Path file) {
    List<ReadScore> scores;
    boolean midi;
    try {
      byte[] bytes = Files.readAllBytes(file);
      midi = ScoreFile.form(bytes, file.toString()) == ScoreFile.Form.MIDI;
      scores = ScoreFile.read(file);
    } catch (IOException e) {
      leftOut(file, e);
      return;
    }
    List<String> titles = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      String title = scores.get(i).score().origin().title();
      String where = file + (scores.size() == 1 ? "" : ", " + (title.isEmpty() ? i + 1 : title));
      for (String mended : scores.get(i).mended()) {
        remarks.add(where + ": " + mended + ".");
      }
      try {
        Tune tune = TuneFiles.tune(scores.get(i).score(), midi, where);
        checkNew(tune, where);
        tunes.add(tune);
        titles.add(title.isEmpty() ? file.getFileName().toString() : title);
      } catch (BadDataException e) {
        tunesLeftOut++;
        reasons.add(e.getMessage());
      }
    }
    if (titles.isEmpty()) {
      String all = String.join(" ", reasons);
      leftOut(file, new BadDataException(all.isEmpty() ? file + ": has no tune." : all));
    } else {
      files++;
      remarks.addAll(reasons);
      listener.taken(file, titles, remarks);
    }
  }

  /** The same notes twice would count twice. */
  private void checkNew(Tune tune, String where) throws BadDataException {
    List<Integer> tokens = Arrays.stream(CopyTokens.of(tune.notes())).boxed().toList();
    String other = known.putIfAbsent(tokens, where);
    if (other != null) {
      throw new BadDataException(where + ": has the same notes as " + other + ".");
    }
  }
}
