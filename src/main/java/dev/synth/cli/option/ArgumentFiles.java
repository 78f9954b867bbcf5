package dev.synth.cli.option;

import dev.synth.io.text.TextLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code @FILE} on the command line stands for the arguments in that file: words between spaces and
 * line ends, in quotes where they hold spaces. Lines that begin with # are skipped. Where there is
 * no such file, {@code @FILE} is an argument like any other.
 */
public final class ArgumentFiles {
  private static final String PIECES = "\"[^\"]*\"|'[^']*'|[^\\s\"']+";
  private static final Pattern PIECE = Pattern.compile(PIECES);
  private static final Pattern WORD = Pattern.compile("(?:" + PIECES + ")+");

  private ArgumentFiles() {}

  /**
   * {@code args} with the files' arguments in their places.
   *
   * @throws dev.synth.io.BadDataException if a file is no text in UTF-8
   */
  public static String[] expand(String... args) throws IOException {
    List<String> all = new ArrayList<>();
    for (String arg : args) {
      if (arg.length() > 1 && arg.charAt(0) == '@' && isFile(arg.substring(1))) {
        for (String line : TextLines.read(Path.of(arg.substring(1)))) {
          all.addAll(line.stripLeading().startsWith("#") ? List.of() : words(line));
        }
      } else {
        all.add(arg);
      }
    }
    return all.toArray(String[]::new);
  }

  private static boolean isFile(String name) {
    try {
      return Files.isRegularFile(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(line); word.find(); ) {
      words.add(
          PIECE
              .matcher(word.group())
              .replaceAll(
                  piece -> {
                    String text = piece.group();
                    boolean quoted = text.charAt(0) == '"' || text.charAt(0) == '\'';
                    return Matcher.quoteReplacement(
                        quoted ? text.substring(1, text.length() - 1) : text);
                  }));
    }
    return words;
  }
}
