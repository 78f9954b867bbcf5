package dev.synth.dataset.source;

import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Data sets in several files, {@code NAME-00000-of-00010} to {@code NAME-00009-of-00010}, which are
 * meant by {@code NAME} or {@code NAME@10}; and files meant by a pattern such as {@code
 * train-*.tfrecord}.
 */
public final class Shards {
  private static final Pattern SHARD = Pattern.compile("(?<name>.+)-\\d{5}-of-(?<count>\\d{5})");
  private static final Pattern COUNTED = Pattern.compile("(?<name>.+)@(?<count>\\d{1,5})");

  private Shards() {}

  /** The name of shard {@code number} of {@code count}, from 0. */
  public static Path shard(Path path, int number, int count) {
    return path.resolveSibling(
        String.format(Locale.ROOT, "%s-%05d-of-%05d", path.getFileName(), number, count));
  }

  /** Whether {@code file} is named as a shard is. */
  static boolean isShard(Path file) {
    return SHARD.matcher(file.getFileName().toString()).matches();
  }

  /**
   * The files that {@code input}, which is no file itself, stands for, in order.
   *
   * @throws NoInputException if there are none, or a shard is missing
   * @throws BadDataException if there are shards of several data sets under the one name
   */
  static List<Path> expand(Path input) throws IOException {
    Path name = input.getFileName();
    if (name == null) {
      throw missing(input);
    }
    String text = name.toString();
    Matcher counted = COUNTED.matcher(text);
    if (counted.matches()) {
      return complete(
          input.resolveSibling(counted.group("name")), Integer.parseInt(counted.group("count")));
    }
    if (text.matches(".*[*?\\[{].*")) {
      List<Path> matching = matching(input, text);
      if (matching.isEmpty()) {
        throw new NoInputException(input + ": no file's name fits this pattern.");
      }
      return matching;
    }
    List<Path> shards = matching(input, escaped(text) + "-[0-9][0-9][0-9][0-9][0-9]-of-[0-9]*");
    List<String> counts =
        shards.stream()
            .map(shard -> SHARD.matcher(shard.getFileName().toString()))
            .filter(Matcher::matches)
            .map(matcher -> matcher.group("count"))
            .distinct()
            .toList();
    if (counts.isEmpty()) {
      throw missing(input);
    }
    if (counts.size() > 1) {
      throw new BadDataException(
          input
              + ": there are shards of "
              + String.join(" and of ", counts)
              + "; name those you mean, as "
              + input
              + "@"
              + Integer.parseInt(counts.get(0))
              + ".");
    }
    return complete(input, Integer.parseInt(counts.get(0)));
  }

  private static NoInputException missing(Path input) {
    return new NoInputException(
        input + ": " + InputFile.problem(input, "no such file or folder") + ".");
  }

  /** {@code text} without meaning as a pattern. */
  private static String escaped(String text) {
    return text.replaceAll("([*?\\[\\]{}\\\\])", "\\\\$1");
  }

  private static List<Path> matching(Path input, String pattern) throws IOException {
    Path folder = input.toAbsolutePath().getParent();
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : stream) {
        if (!file.getFileName().toString().endsWith(TfRecordIndex.SUFFIX)) {
          files.add(input.resolveSibling(file.getFileName()));
        }
      }
    } catch (java.util.regex.PatternSyntaxException e) {
      throw new NoInputException(input + ": no such file, and no pattern of files either.");
    }
    files.sort(java.util.Comparator.comparing(Path::toString));
    return files;
  }

  private static List<Path> complete(Path base, int count) throws NoInputException {
    List<Path> shards = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Path shard = shard(base, number, count);
      if (!Files.exists(shard)) {
        throw new NoInputException(
            shard
                + ": is missing, of "
                + count
                + " shards; fetch it, or name the others one by one.");
      }
      shards.add(shard);
    }
    if (shards.isEmpty()) {
      throw new NoInputException(base + "@0: names no shards.");
    }
    return shards;
  }
}
