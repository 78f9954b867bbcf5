package dev.synth.train.run;

import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A run's checkpoints: folders {@code step-00000500} that appear by being renamed, when all in them
 * is on the disk. A process that dies at any moment leaves those that were there.
 */
final class Checkpoints {
  private static final String PREFIX = "step-";
  private static final String HALF = ".part";

  private final Path folder;
  private final int keep;

  /**
   * The checkpoints in {@code folder}.
   *
   * @param keep how many of the last ones are kept, besides the best
   */
  Checkpoints(Path folder, int keep) {
    this.folder = folder;
    this.keep = keep;
  }

  /** What writes the large files of one. */
  interface Content {
    void writeTo(Checkpoint unfinished) throws IOException;
  }

  /** All that are there, the last step first. */
  List<Checkpoint> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches(PREFIX + "\\d+"))
          .map(entry -> new Checkpoint(entry, step(entry)))
          .sorted(Comparator.comparingLong(Checkpoint::step).reversed())
          .toList();
    }
  }

  private static long step(Path entry) {
    return Long.parseLong(entry.getFileName().toString().substring(PREFIX.length()));
  }

  /**
   * The last one that is as it was written; those after it are deleted.
   *
   * @param problems receives a sentence on each that is not
   * @return null if there is none
   * @throws BadDataException if there are some, but none can be used
   */
  Checkpoint lastIntact(Consumer<String> problems) throws IOException {
    List<Checkpoint> all = all();
    for (Checkpoint checkpoint : all) {
      try {
        checkpoint.check();
        return checkpoint;
      } catch (BadDataException e) {
        problems.accept(e.getMessage() + " The run resumes from the checkpoint before it.");
        delete(checkpoint.folder());
      }
    }
    if (!all.isEmpty()) {
      throw new BadDataException(
          folder + ": no checkpoint is intact any more; train anew with the setting 'force'.");
    }
    return null;
  }

  /**
   * Saves the state of a step, then deletes what need not be kept.
   *
   * @return the checkpoint, in place and on the disk
   */
  Checkpoint save(RunState state, Content content) throws IOException {
    String name = String.format(Locale.ROOT, PREFIX + "%08d", state.step);
    Path part = folder.resolve("." + name + HALF);
    Outputs.createDirectory(folder);
    delete(part);
    try {
      Files.createDirectory(part);
      Checkpoint unfinished = new Checkpoint(part, state.step);
      content.writeTo(unfinished);
      unfinished.seal(state);
      delete(folder.resolve(name)); // the same step from before a rollback
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      delete(part);
      throw e;
    }
    Outputs.syncFolder(folder);
    prune(state.bestStep);
    return new Checkpoint(folder.resolve(name), state.step);
  }

  /** Deletes all but the last ones and that of {@code bestStep}. */
  void prune(long bestStep) throws IOException {
    List<Checkpoint> all = all();
    for (Checkpoint old : all.subList(Math.min(keep, all.size()), all.size())) {
      if (old.step() != bestStep) {
        delete(old.folder());
      }
    }
  }

  /** The checkpoint of {@code step}, or null. */
  Checkpoint of(long step) throws IOException {
    return all().stream().filter(each -> each.step() == step).findFirst().orElse(null);
  }

  /** Deletes what a process that died left unfinished. */
  void tidy() throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> entries = Files.list(folder)) {
        for (Path entry : entries.toList()) {
          if (entry.getFileName().toString().endsWith(HALF)) {
            delete(entry);
          }
        }
      }
    }
  }

  /**
   * Deletes a folder with all in it. It loses its name first: a process that dies on the way leaves
   * no checkpoint that lacks a file.
   */
  private static void delete(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    Path dying = target;
    if (!target.getFileName().toString().endsWith(HALF)) {
      dying = target.resolveSibling("." + target.getFileName() + ".old" + HALF);
      delete(dying);
      Files.move(target, dying, StandardCopyOption.ATOMIC_MOVE);
    }
    try (Stream<Path> tree = Files.walk(dying)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
