package dev.synth.train.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.train.LossUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a run stands, as its folder tells it; nothing is locked or changed to find out.
 *
 * @param path the folder
 * @param configuration what {@code run.json} says
 * @param settings what decides the run
 * @param steps steps of the whole run
 * @param lines all that the log says, line by line; a line cut short is left out
 * @param problem a sentence on damaged lines, which are left out; empty if there are none
 * @param running whether a process trains here now
 */
public record RunSummary(
    Path path,
    JsonNode configuration,
    RunSettings settings,
    int steps,
    List<JsonNode> lines,
    String problem,
    boolean running) {
  /** Reads the run at {@code path}. */
  public static RunSummary of(Path path) throws IOException {
    RunFolder folder = new RunFolder(path);
    if (!folder.isRun()) {
      throw new dev.synth.io.NoInputException(
          path + ": is no run's folder (it has no " + RunFolder.CONFIGURATION + ").");
    }
    JsonNode configuration = folder.configuration();
    LogLines log = LogLines.read(folder.file(RunFolder.LOG));
    return new RunSummary(
        path,
        configuration,
        folder.settings(),
        configuration.path("steps").asInt(),
        log.whole().stream().<JsonNode>map(LogLines.Line::content).toList(),
        log.problem(folder.file(RunFolder.LOG), "passed over"),
        folder.isLocked());
  }

  /** All runs at and right below {@code folder}, by their names. */
  public static List<Path> find(Path folder) throws IOException {
    if (new RunFolder(folder).isRun()) {
      return List.of(folder);
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> new RunFolder(entry).isRun()).sorted().toList();
    }
  }

  /** A setting, by its name; empty where it is not set. */
  public String setting(String name) {
    return settings.text(name);
  }

  /** The lines of one kind. */
  public List<JsonNode> lines(String kind) {
    return lines.stream().filter(line -> line.path("kind").asText().equals(kind)).toList();
  }

  /** The last step that the log tells of. */
  public long step() {
    return lines.isEmpty() ? 0 : lines.get(lines.size() - 1).path("step").asLong();
  }

  /** Seconds of training over all sessions. */
  public double seconds() {
    return last("train", "seconds");
  }

  /** {@code training}, {@code finished}, or {@code stopped}: it can be resumed. */
  public String status() {
    if (running) {
      return "training";
    }
    JsonNode last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
    String why = last == null ? "" : last.path("why").asText();
    return why.equals("steps") || why.equals("patience") ? "finished" : "stopped";
  }

  /** A number of the last line of a kind; NaN where there is none. */
  public double last(String kind, String field) {
    List<JsonNode> of = lines(kind);
    return of.isEmpty() ? Double.NaN : of.get(of.size() - 1).path(field).asDouble(Double.NaN);
  }

  /** What its losses are measured in: the log's names for them tell. */
  public LossUnit unit() {
    return lines.stream().anyMatch(line -> line.has(LossUnit.NONE.key("train")))
        ? LossUnit.NONE
        : LossUnit.NATS;
  }

  /** The measurement of the lowest held-out loss; null where none is held out. */
  public JsonNode best() {
    String key = unit().key("heldOut");
    JsonNode best = null;
    for (JsonNode line : lines("measured")) {
      double loss = line.path(key).asDouble(Double.NaN);
      if (best == null ? !Double.isNaN(loss) : loss < best.path(key).asDouble()) {
        best = line;
      }
    }
    return best;
  }
}
