package dev.synth.cli.option;

import dev.synth.cli.process.StandardWriter;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import dev.synth.io.PathNames;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A list of inputs on standard input: one path a line, or as {@code find -print0} writes them. */
final class InputList {
  /** How files begin that are taken for a list when they are piped into the wrong place. */
  private static final Map<String, String> MAGICS = new LinkedHashMap<>();

  static {
    MAGICS.put("RIFF", "a WAV sound");
    MAGICS.put("RF64", "a WAV sound");
    MAGICS.put("FORM", "an AIFF sound");
    MAGICS.put("fLaC", "a FLAC sound");
    MAGICS.put("OggS", "an Ogg sound");
    MAGICS.put("ID3", "an MP3 sound");
    MAGICS.put(".snd", "an AU sound");
    MAGICS.put("\u0093NUMPY", "an .npy embedding");
    MAGICS.put("PK\u0003\u0004", "a ZIP archive");
  }

  private static final int START_BYTES = 4096;

  /** Control characters that a few strange names may have; of random bytes a ninth are some. */
  private static final int CONTROLS_MAX = 4;

  private static final double CONTROL_SHARE_MAX = 0.08;

  private InputList() {}

  /**
   * The paths, as {@link PathNames#decode} writes them.
   *
   * @throws BadDataException if it is no list
   * @throws NoInputException if it is closed or cannot be read
   */
  static List<String> read(InputStream standardInput) throws IOException {
    if (StandardWriter.isClosed("stdin")) {
      throw new NoInputException("Standard input is closed; pipe a list of paths into synth.");
    }
    byte[] content;
    try {
      BufferedInputStream in = new BufferedInputStream(standardInput);
      in.mark(START_BYTES);
      checkIsText(in.readNBytes(START_BYTES));
      in.reset();
      content = in.readAllBytes();
    } catch (BadDataException e) {
      throw e;
    } catch (IOException e) {
      throw new NoInputException("Standard input cannot be read (" + Outputs.reason(e) + ").");
    }
    String text = PathNames.decode(content);
    String separator = text.indexOf('\0') >= 0 ? "\0" : "\\R";
    return Stream.of(text.split(separator)).filter(line -> !line.isBlank()).toList();
  }

  private static void checkIsText(byte[] start) throws BadDataException {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    String what =
        MAGICS.entrySet().stream()
            .filter(magic -> text.startsWith(magic.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(isBinary(start) ? "binary data" : null);
    if (what != null) {
      throw new BadDataException(
          "Standard input is " + what + ", not a list of paths; name the file instead of -.");
    }
  }

  /** Whether it is nothing that {@code find} or an editor writes, but for a strange name or two. */
  private static boolean isBinary(byte[] start) {
    String text = PathNames.decode(start);
    long controls =
        text.chars()
            .filter(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\0')
            .count();
    String[] paths = text.split("\0", -1);
    long empty = Arrays.stream(paths).limit(paths.length - 1L).filter(String::isEmpty).count();
    boolean many = controls > CONTROLS_MAX && controls > CONTROL_SHARE_MAX * text.length();
    return many || 2 * empty > paths.length;
  }
}
