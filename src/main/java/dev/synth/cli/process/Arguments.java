package dev.synth.cli.process;

import dev.synth.io.PathNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments to the byte: Java puts one and the same character for every byte that is no UTF-8,
 * so that it could not open a file of such a name.
 */
public final class Arguments {
  private static final Path LINE = Path.of("/proc/self/cmdline");
  private static final char REPLACEMENT = '\ufffd';

  private Arguments() {}

  /** {@code given}, with the bytes that Java lost as {@link PathNames} writes them. */
  public static String[] exact(String[] given) {
    if (Arrays.stream(given).noneMatch(argument -> argument.indexOf(REPLACEMENT) >= 0)) {
      return given;
    }
    try {
      return exact(given, Files.readAllBytes(LINE));
    } catch (IOException e) {
      return given; // no Linux; the other systems know only names of characters
    }
  }

  /** As above, of a {@code line} in which each argument ends with a zero byte. */
  static String[] exact(String[] given, byte[] line) {
    List<byte[]> words = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < line.length; i++) {
      if (line[i] == 0) {
        words.add(Arrays.copyOfRange(line, from, i));
        from = i + 1;
      }
    }
    String[] exact = given.clone();
    int before = words.size() - given.length;
    for (int i = 0; i < given.length && before >= 0; i++) {
      byte[] word = words.get(before + i);
      if (new String(word, StandardCharsets.UTF_8).equals(given[i])) {
        exact[i] = PathNames.decode(word);
      }
    }
    return exact;
  }
}
