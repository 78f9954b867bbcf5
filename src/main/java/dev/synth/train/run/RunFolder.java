package dev.synth.train.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.Outputs;
import dev.synth.io.json.Json;
import dev.synth.io.text.TextLines;
import dev.synth.kernel.ProductPrecision;
import dev.synth.model.ModelFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The folder of a run: what lies where, and who may write to it. docs/training.md describes it. */
public final class RunFolder {
  /** The run's result: the best weights by the held-out loss, or the last. */
  public static final String MODEL = ModelFile.NAME;

  /** One JSON object a line. */
  public static final String LOG = "log.jsonl";

  /** Lines of the log that a crash has damaged, kept aside when the run was resumed. */
  static final String DAMAGED_LINES = "log.damaged";

  /** The resolved configuration. */
  public static final String CONFIGURATION = "run.json";

  /** Generated notes. */
  public static final String SAMPLES = "samples";

  private static final String CHECKPOINTS = "checkpoints";
  private static final String LOCK = ".lock";
  private static final String EVENTS = "events.out.tfevents.";

  /**
   * The folders that this process trains in. The system gives its locks to the process, so that a
   * second channel could not ask for one without giving up the first's when it is closed.
   */
  private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

  private final Path path;

  /** The run at {@code path}, whether there is one or not. */
  public RunFolder(Path path) {
    this.path = path;
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** The file or folder {@code name} in it. */
  public Path file(String name) {
    return path.resolve(name);
  }

  Path checkpoints() {
    return path.resolve(CHECKPOINTS);
  }

  Path events(String suffix) {
    return path.resolve(EVENTS + suffix);
  }

  /** Whether there is a run. */
  public boolean isRun() {
    return Files.isRegularFile(file(CONFIGURATION));
  }

  /** Steps of the last checkpoint; -1 if there is none. */
  public long lastStep() throws IOException {
    List<Checkpoint> all = new Checkpoints(checkpoints(), 0).all();
    return all.isEmpty() ? -1 : all.get(0).step();
  }

  /**
   * Keeps others from training here until it is closed: other processes, and this one.
   *
   * @throws CannotCreateException if another one does
   */
  Lock lock() throws IOException {
    Outputs.createDirectory(path);
    Path real = path.toRealPath();
    if (!LOCKED_HERE.add(real)) {
      throw inUse();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(file(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      throw inUse();
    } catch (IOException e) {
      throw new CannotCreateException(path + ": cannot be written to (" + Outputs.reason(e) + ").");
    } finally {
      if (!locked) {
        new Lock(channel, real).close();
      }
    }
    if (!locked) {
      throw inUse();
    }
    return new Lock(channel, real);
  }

  private CannotCreateException inUse() {
    return new CannotCreateException(
        path
            + ": another synth train is at work in this folder; stop it, or name another folder in"
            + " the setting 'run'.");
  }

  /** Whether someone trains here now. */
  public boolean isLocked() throws IOException {
    if (!Files.exists(file(LOCK))) {
      return false;
    }
    if (LOCKED_HERE.contains(path.toRealPath())) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file(LOCK), StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true; // locked here since the line above
    } catch (java.nio.file.AccessDeniedException e) {
      return false;
    }
  }

  /** The right to write to the folder; the system ends it with the process. */
  record Lock(FileChannel channel, Path folder) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try (channel) {
        LOCKED_HERE.remove(folder);
      }
    }
  }

  /**
   * Fails where the folder holds something that is no run, or a run of other settings.
   *
   * @param settings what decides the run now
   * @throws CannotCreateException with the differences
   */
  public void check(RunSettings settings) throws IOException {
    if (!isRun()) {
      for (String name : List.of(MODEL, LOG)) {
        if (Files.exists(file(name))) {
          throw new CannotCreateException(
              file(name)
                  + ": exists already, but without a "
                  + CONFIGURATION
                  + ", so it cannot be resumed; overwrite it with the setting 'force', or name another folder in"
                  + " the setting 'run'.");
        }
      }
      return;
    }
    List<String> differences = settings().differences(settings);
    if (!differences.isEmpty()) {
      throw new CannotCreateException(
          path
              + ": is a run of other settings ("
              + String.join("; ", differences)
              + "); give the same ones to resume it, name another folder in the setting 'run', or start"
              + " over with the setting 'force'.");
    }
  }

  /** What decides the run, as {@code run.json} has it. */
  public RunSettings settings() throws IOException {
    return RunSettings.read(configuration().path("settings"));
  }

  /** What the run's products are computed in. */
  public ProductPrecision precision() throws IOException {
    boolean less = settings().text(RunSettings.PRECISION).equals(ProductPrecision.BF16.toString());
    return less ? ProductPrecision.BF16 : ProductPrecision.FLOAT;
  }

  /**
   * What {@code run.json} says.
   *
   * @throws BadDataException if it is no JSON object
   */
  public JsonNode configuration() throws IOException {
    try {
      return Json.object(Checkpoint.JSON, file(CONFIGURATION));
    } catch (BadDataException e) {
      throw new BadDataException(
          e.getMessage()
              + " Start over with the setting 'force', or name another folder in the setting"
              + " 'run'.",
          e);
    }
  }

  void writeConfiguration(ObjectNode configuration) throws IOException {
    Outputs.write(
        file(CONFIGURATION),
        true,
        temporary -> {
          Files.write(temporary, Checkpoint.JSON.writeValueAsBytes(configuration));
          Outputs.sync(temporary);
        });
    Outputs.syncFolder(path);
  }

  /** Deletes what a run has written, and nothing else. */
  void clear() throws IOException {
    // The configuration first: without it nothing else is taken for a run to resume.
    for (String name : List.of(CONFIGURATION, MODEL, LOG, DAMAGED_LINES)) {
      Files.deleteIfExists(file(name));
    }
    try (Stream<Path> entries = Files.list(path)) {
      for (Path entry :
          entries.filter(e -> e.getFileName().toString().startsWith(EVENTS)).toList()) {
        Files.delete(entry);
      }
    }
    for (String name : List.of(CHECKPOINTS, SAMPLES)) {
      if (Files.isDirectory(file(name))) {
        try (Stream<Path> tree = Files.walk(file(name))) {
          for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(entry);
          }
        }
      }
    }
  }

  /**
   * Takes back what the log says of the time after {@code step}, and a line cut short. Damaged
   * lines are moved to {@link #DAMAGED_LINES}.
   *
   * @param problems receives a sentence if there are damaged lines
   */
  void cutLog(long step, Consumer<String> problems) throws IOException {
    LogLines lines = LogLines.read(file(LOG));
    StringBuilder kept = new StringBuilder();
    for (LogLines.Line line : lines.whole()) {
      if (line.content().path("step").asLong() <= step) {
        kept.append(TextLines.withoutMark(line.text())).append('\n');
      }
    }
    if (!lines.damaged().isEmpty()) {
      problems.accept(lines.problem(file(LOG), "kept aside in " + DAMAGED_LINES));
      StringBuilder damaged = new StringBuilder();
      lines.damaged().forEach(line -> damaged.append(line.text()).append('\n'));
      Files.writeString(
          file(DAMAGED_LINES), damaged, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    byte[] text = kept.toString().getBytes(StandardCharsets.UTF_8);
    if (Files.exists(file(LOG)) && Files.size(file(LOG)) > text.length) {
      Outputs.write(
          file(LOG),
          true,
          temporary -> {
            Files.write(temporary, text);
            Outputs.sync(temporary);
          });
    }
  }
}
