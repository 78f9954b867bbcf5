package dev.synth.cli.option;

import dev.synth.app.LatentInputs;
import dev.synth.audio.AudioFile;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * The many inputs of a command: files, folders, patterns such as {@code 'notes/**&#47;*.wav'}, and
 * {@code -} for a list on standard input; mixed into commands whose outputs are named after inputs.
 */
public final class NamedInputs {
  private static final String STANDARD_INPUT = "-";

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

  /** The inputs with lists and patterns resolved; a pattern that fits nothing stays as it is. */
  public List<Named> expand(List<Path> inputs) throws IOException {
    List<Named> all = new ArrayList<>();
    for (Path input : inputs) {
      if (!input.toString().equals(STANDARD_INPUT)) {
        all.addAll(matching(input));
        continue;
      }
      for (String line : lines(System.in)) {
        try {
          all.addAll(matching(Path.of(line)));
        } catch (InvalidPathException e) {
          throw new BadDataException(
              "Standard input: '" + line + "' cannot be a path (" + e.getReason() + ").", e);
        }
      }
    }
    return all;
  }

  /** One path a line, or, as find -print0 writes them, each ended by a zero byte. */
  private static List<String> lines(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    String separator = text.indexOf('\0') >= 0 ? "\0" : "\\R";
    return Stream.of(text.split(separator)).filter(line -> !line.isBlank()).toList();
  }

  private List<Named> matching(Path input) throws IOException {
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
    List<Named> found = below(base, matcher::matches);
    return found.isEmpty() ? List.of(new Named(input, folder(input))) : found;
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

  /** The embeddings in {@code input}, if that is a folder; else itself. */
  public static List<Named> embeddings(Named input) throws IOException {
    if (!Files.isDirectory(input.path())) {
      return List.of(input);
    }
    List<Named> found = below(input.path(), LatentInputs::isEmbedding);
    if (found.isEmpty()) {
      throw new BadDataException(input.path() + ": has no .npy file, subfolders included.");
    }
    return found;
  }

  /** {@code path}, or the sounds and embeddings in it and its subfolders if it is a folder. */
  static List<Path> soundsAndEmbeddings(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    return below(path, file -> AudioFile.isNamedSound(file) || LatentInputs.isEmbedding(file))
        .stream()
        .map(Named::path)
        .toList();
  }

  /** The files below {@code base} whose path below it is wanted, in the order of paths. */
  private static List<Named> below(Path base, Predicate<Path> wanted) throws IOException {
    Path start = base.toString().isEmpty() ? Path.of(".") : base;
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(start, FileVisitOption.FOLLOW_LINKS)) {
      return paths
          .filter(Files::isRegularFile)
          .map(start::relativize)
          .filter(path -> !isHidden(path) && wanted.test(path))
          .sorted(Comparator.comparing(Path::toString))
          .map(path -> new Named(base.resolve(path), parent(path)))
          .toList();
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** The folder of a relative path; empty if it has none. */
  public static Path parent(Path relative) {
    return relative.getParent() == null ? Path.of("") : relative.getParent();
  }
}
