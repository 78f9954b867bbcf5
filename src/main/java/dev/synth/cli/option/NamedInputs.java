package dev.synth.cli.option;

import dev.synth.app.LatentInputs;
import dev.synth.audio.AudioFile;
import dev.synth.cli.pipe.StandardInput;
import dev.synth.io.BadDataException;
import dev.synth.io.FolderScan;
import dev.synth.io.PathNames;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;

/**
 * The many inputs of a command: files, folders, patterns such as {@code 'notes/**&#47;*.wav'}, and
 * {@code -} for standard input; mixed into commands whose outputs are named after inputs.
 */
public final class NamedInputs {
  @Option(
      names = "--below",
      paramLabel = "DIR",
      description =
          "Keep, for files named one by one, the folders they have below DIR (default: only those"
              + " of folders and patterns are kept).")
  private Path below;

  /**
   * An input.
   *
   * @param path the file or folder
   * @param folder where below the output folder its outputs go; empty for the folder itself
   */
  public record Named(Path path, Path folder) {}

  /** Receives what is wrong with one input of several. */
  @FunctionalInterface
  public interface Problems {
    void accept(Path input, IOException problem);
  }

  /**
   * The inputs with lists and patterns resolved; a pattern that fits nothing stays as it is.
   *
   * @param problems receives what keeps an input from being looked for
   */
  public List<Named> expand(List<Path> inputs, Problems problems) throws IOException {
    List<Named> all = new ArrayList<>();
    for (Path input : inputs) {
      if (!StandardInput.isNamedBy(input)) {
        all.addAll(matching(input, problems));
        continue;
      }
      StandardInput piped = StandardInput.read();
      if (piped.file() != null) {
        all.add(new Named(piped.file(), Path.of("")));
        continue;
      }
      for (String line : piped.list()) {
        try {
          all.addAll(matching(PathNames.of(line), problems));
        } catch (InvalidPathException e) {
          String what = "Standard input: '" + line + "' cannot be a path (" + e.getReason() + ").";
          problems.accept(input, new BadDataException(what, e));
        }
      }
    }
    return all;
  }

  private List<Named> matching(Path input, Problems problems) throws IOException {
    if (Files.exists(input) || !isPattern(input.toString())) {
      return List.of(new Named(input, folder(input)));
    }
    // The folders before the first that is a pattern.
    Path base = input.isAbsolute() ? input.getRoot() : Path.of("");
    int fixed = 0;
    while (fixed < input.getNameCount() && !isPattern(input.getName(fixed).toString())) {
      base = base.resolve(input.getName(fixed++));
    }
    PathMatcher matcher;
    try {
      String rest = input.subpath(fixed, input.getNameCount()).toString();
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    } catch (PatternSyntaxException e) {
      return List.of(new Named(input, folder(input)));
    }
    List<IOException> found = new ArrayList<>();
    List<Named> files = below(base, matcher::matches, found::add);
    found.forEach(problem -> problems.accept(input, problem));
    return files.isEmpty() && found.isEmpty() ? List.of(new Named(input, folder(input))) : files;
  }

  private static boolean isPattern(String text) {
    return text.matches(".*[*?\\[{].*");
  }

  private Path folder(Path file) {
    if (below == null) {
      return Path.of("");
    }
    Path base = below.toAbsolutePath().normalize();
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(base) ? parent(base.relativize(absolute)) : Path.of("");
  }

  /**
   * The embeddings in {@code input}, if that is a folder; else itself.
   *
   * @param problems receives what keeps something in the folder from being looked at
   */
  public static List<Named> embeddings(Named input, Problems problems) throws IOException {
    if (!Files.isDirectory(input.path())) {
      return List.of(input);
    }
    return inFolder(input.path(), LatentInputs::isEmbedding, ".npy file", problems);
  }

  /** {@code path}, or the sounds and embeddings in it and its subfolders if it is a folder. */
  static List<Path> soundsAndEmbeddings(Path path, Problems problems) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    Predicate<Path> wanted = file -> AudioFile.isNamedSound(file) || LatentInputs.isEmbedding(file);
    return inFolder(path, wanted, "sound or .npy file", problems).stream()
        .map(Named::path)
        .toList();
  }

  private static List<Named> inFolder(
      Path folder, Predicate<Path> wanted, String what, Problems problems) throws IOException {
    List<IOException> found = new ArrayList<>();
    List<Named> files = below(folder, wanted, found::add);
    found.forEach(problem -> problems.accept(folder, problem));
    if (files.isEmpty() && found.isEmpty()) {
      throw new BadDataException(folder + ": has no " + what + ", subfolders included.");
    }
    return files;
  }

  /** The files below {@code base} whose path below it is wanted, in the order of paths. */
  private static List<Named> below(
      Path base, Predicate<Path> wanted, Consumer<IOException> problems) throws IOException {
    Path start = base.toString().isEmpty() ? Path.of(".") : base;
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    return FolderScan.files(start, wanted, problems).stream()
        .map(path -> new Named(base.resolve(path), parent(path)))
        .toList();
  }

  /** The folder of a relative path; empty if it has none. */
  public static Path parent(Path relative) {
    return relative.getParent() == null ? Path.of("") : relative.getParent();
  }
}
