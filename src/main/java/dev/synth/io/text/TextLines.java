package dev.synth.io.text;

import dev.synth.io.BadDataException;
import dev.synth.io.PathNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The lines of a text in UTF-8, with or without a byte order mark, whatever ends them: a line feed,
 * a carriage return, or both.
 */
public final class TextLines {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private TextLines() {}

  /**
   * The lines of {@code file}, without what ends them.
   *
   * @throws BadDataException if it is no text in UTF-8; the message says what it is
   */
  public static List<String> read(Path file) throws IOException {
    return text(Files.readAllBytes(file), file.toString()).lines().toList();
  }

  /**
   * The lines of a list of paths; names that are not in UTF-8 are kept as {@link PathNames} writes
   * them.
   *
   * @throws BadDataException if it is no text
   */
  public static List<String> readPaths(Path file) throws IOException {
    return paths(Files.readAllBytes(file), file.toString());
  }

  /**
   * As {@link #readPaths}, of a list that is in memory.
   *
   * @param where how messages begin
   */
  public static List<String> paths(byte[] list, String where) throws BadDataException {
    return checked(list, PathNames.decode(list), where).lines().toList();
  }

  /**
   * The text of {@code bytes}, without a byte order mark.
   *
   * @param where how messages begin
   * @throws BadDataException as {@link #read}
   */
  public static String text(byte[] bytes, String where) throws BadDataException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      checked(bytes, "", where);
      throw new BadDataException(where + ": is not a text file in UTF-8.", e);
    }
    return checked(bytes, text, where);
  }

  private static String checked(byte[] bytes, String text, String where) throws BadDataException {
    if (isUtf16(bytes)) {
      throw new BadDataException(where + ": is text in UTF-16; save it as UTF-8.");
    }
    if (text.indexOf('\0') >= 0) {
      throw new BadDataException(
          where
              + " line "
              + (1 + text.substring(0, text.indexOf('\0')).chars().filter(c -> c == '\n').count())
              + ": has zero bytes, so it is not a text file in UTF-8.");
    }
    return withoutMark(text);
  }

  /** {@code text} without a byte order mark before it. */
  public static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** Whether the text of {@code bytes} says at its beginning that it is in UTF-16. */
  public static boolean isUtf16(byte[] bytes) {
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    return mark == 0xfffe || mark == 0xfeff;
  }
}
