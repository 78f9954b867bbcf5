package dev.synth.io;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Paths whose names are not UTF-8, as old disks have them: on Unix a name is bytes. In a string,
 * each byte that is no UTF-8 stands as the half of a pair of characters U+DC80 to U+DCFF, as in
 * Python; {@link #of} makes a path of that, to the byte, and {@link #bytes} gives them back.
 */
public final class PathNames {
  private static final char FIRST = '\udc80';
  private static final char LAST = '\udcff';
  private static final int OFFSET = 0xdc00;

  /** What Java puts where bytes are no character. */
  private static final char REPLACEMENT = '\ufffd';

  private PathNames() {}

  /** The text of {@code bytes}, none of which is lost. */
  public static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      return decodeEscaping(ByteBuffer.wrap(bytes));
    }
  }

  private static String decodeEscaping(ByteBuffer bytes) {
    java.nio.charset.CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    java.nio.CharBuffer text = java.nio.CharBuffer.allocate(bytes.remaining());
    while (bytes.hasRemaining()) {
      java.nio.charset.CoderResult result = decoder.decode(bytes, text, true);
      for (int i = 0; result.isMalformed() && i < result.length(); i++) {
        text.put((char) (OFFSET + (bytes.get() & 0xff)));
      }
      decoder.reset();
    }
    return text.flip().toString();
  }

  /**
   * The path that {@code text} names.
   *
   * @throws InvalidPathException as {@link Path#of}
   */
  public static Path of(String text) {
    if (!isEscaped(text)) {
      return Path.of(text);
    }
    Path path = Path.of(text.startsWith("/") ? "/" : "");
    for (String name : text.split("/")) {
      path = path.resolve(isEscaped(name) ? name(name) : Path.of(name));
    }
    return path;
  }

  /** A name that has bytes that are no UTF-8: as a URI, the only way to give Java bytes. */
  private static Path name(String name) {
    StringBuilder uri = new StringBuilder("file:///");
    for (byte b : encode(name)) {
      if (b == 0) {
        throw new InvalidPathException(name, "Nul character not allowed");
      }
      uri.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
    }
    return Path.of(URI.create(uri.toString())).getFileName();
  }

  /** Whether {@code text} has bytes that are no UTF-8. */
  public static boolean isEscaped(String text) {
    return text.codePoints().anyMatch(c -> c >= FIRST && c <= LAST);
  }

  /** The bytes of {@code text}, which {@link #decode} may have made. */
  public static byte[] encode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            c -> {
              if (c >= FIRST && c <= LAST) {
                bytes.write(c - OFFSET);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /** The bytes of the path. */
  public static byte[] bytes(Path path) {
    if (path.toString().indexOf(REPLACEMENT) < 0) {
      return path.toString().getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String before = path.isAbsolute() ? "/" : "";
    for (Path name : path) {
      bytes.writeBytes(before.getBytes(StandardCharsets.UTF_8));
      writeName(name, bytes);
      before = "/";
    }
    return bytes.toByteArray();
  }

  private static void writeName(Path name, ByteArrayOutputStream bytes) {
    String uri = Path.of("/").resolve(name).toUri().getRawPath();
    // Behind a folder's name stands a slash.
    int to = uri.length() - (uri.endsWith("/") ? 1 : 0);
    for (int i = 1; i < to; i++) {
      if (uri.charAt(i) == '%') {
        bytes.write(Integer.parseInt(uri, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(uri.charAt(i));
      }
    }
  }

  /** The path as text that tells any two apart: {@code \xF6} stands for a byte that is no UTF-8. */
  public static String text(Path path) {
    if (path.toString().indexOf(REPLACEMENT) < 0) {
      return path.toString();
    }
    StringBuilder text = new StringBuilder();
    decode(bytes(path))
        .codePoints()
        .forEach(
            c -> {
              if (c >= FIRST && c <= LAST) {
                text.append(String.format(Locale.ROOT, "\\x%02X", c - OFFSET));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }
}
