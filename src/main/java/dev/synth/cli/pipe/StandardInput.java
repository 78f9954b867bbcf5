package dev.synth.cli.pipe;

import dev.synth.cli.process.StandardWriter;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import dev.synth.io.PathNames;
import dev.synth.io.path.Spool;
import dev.synth.io.text.TextLines;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands on standard input, which {@code -} names: text is a list of inputs, anything else is
 * one sound or embedding itself.
 *
 * @param list the paths, as {@link PathNames#decode} writes them: one a line, or as {@code find
 *     -print0} writes them; null where it is no list
 * @param file a copy of the sound or embedding; null where it is a list
 */
public record StandardInput(List<String> list, Path file) {
  /** How an input or output is called that is a standard stream. */
  public static final String NAME = "-";

  /** How files begin that have few control characters there. */
  private static final Pattern SOUND =
      Pattern.compile(
          "(?s)(RIFF|RF64|riff).{4}.*|FORM.{4}(AIFF|AIFC).*|fLaC[\\x00\\x80].*|OggS\\x00.*"
              + "|ID3[\\x02-\\x04].*|\\.snd\\x00.*|\u0093NUMPY.*|PK\u0003\u0004.*");

  private static final String EMBEDDING = "\u0093NUMPY";
  private static final int START_BYTES = 4096;

  /** Control characters that a few strange names may have; of random bytes a ninth are some. */
  private static final int CONTROLS_MAX = 4;

  private static final double CONTROL_SHARE_MAX = 0.08;

  /** Whether {@code path} names standard input. */
  public static boolean isNamedBy(Path path) {
    return path.toString().equals(NAME);
  }

  /**
   * {@code path}; where it names standard input, a copy of the sound or embedding there.
   *
   * @throws BadDataException if a list or nothing stands there
   */
  public static Path orFile(Path path) throws IOException {
    if (!isNamedBy(path)) {
      return path;
    }
    StandardInput input = read();
    if (input.file() == null) {
      throw new BadDataException(
          "Standard input is "
              + (input.list().isEmpty() ? "empty" : "text")
              + ", not a sound or an embedding; pipe one into synth, or name files instead of -.");
    }
    return input.file();
  }

  /**
   * Reads it to its end; a sound of any size in little memory.
   *
   * @throws BadDataException if it is a text that is no list
   * @throws NoInputException if it is closed, cannot be read, or was read already
   */
  public static StandardInput read() throws IOException {
    if (StandardWriter.isClosed("stdin")) {
      throw new NoInputException("Standard input is closed; pipe something into synth.");
    }
    InputStream in = new BufferedInputStream(System.in);
    byte[] start;
    try {
      in.mark(START_BYTES);
      start = in.readNBytes(START_BYTES);
      in.reset();
    } catch (IOException e) {
      throw unreadable(e);
    }
    return isText(start) ? list(in) : file(in, start);
  }

  private static NoInputException unreadable(IOException e) {
    return new NoInputException("Standard input cannot be read (" + Outputs.reason(e) + ").");
  }

  private static StandardInput list(InputStream in) throws IOException {
    byte[] content;
    try {
      content = in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(e);
    }
    String text = PathNames.decode(content);
    boolean zeros = text.indexOf('\0') >= 0 && !TextLines.isUtf16(content);
    Stream<String> paths =
        zeros ? Stream.of(text.split("\0")) : TextLines.paths(content, "Standard input").stream();
    return new StandardInput(paths.filter(line -> !line.isBlank()).toList(), null);
  }

  @SuppressWarnings("resource") // closed with the command
  private static StandardInput file(InputStream in, byte[] start) throws IOException {
    boolean embedding = new String(start, StandardCharsets.ISO_8859_1).startsWith(EMBEDDING);
    Spool copy = Pipes.spool(embedding ? "stdin.npy" : "stdin", "standard input");
    copy.fill(in);
    return new StandardInput(null, copy.file());
  }

  /** Whether it may be what {@code find} or an editor writes, but for a strange name or two. */
  private static boolean isText(byte[] start) {
    if (TextLines.isUtf16(start)) {
      return true; // which is refused with a sentence of its own
    }
    if (SOUND.matcher(new String(start, StandardCharsets.ISO_8859_1)).matches()) {
      return false;
    }
    String text = PathNames.decode(start);
    long controls =
        text.chars()
            .filter(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\0')
            .count();
    String[] paths = text.split("\0", -1);
    long empty = Arrays.stream(paths).limit(paths.length - 1L).filter(String::isEmpty).count();
    boolean many = controls > CONTROLS_MAX && controls > CONTROL_SHARE_MAX * text.length();
    return !many && 2 * empty <= paths.length;
  }
}
