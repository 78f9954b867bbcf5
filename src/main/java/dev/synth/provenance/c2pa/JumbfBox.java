package dev.synth.provenance.c2pa;

import dev.synth.io.BadDataException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A box of JUMBF: a superbox ({@code jumb}), whose first box ({@code jumd}) tells its type and
 * label, or a box of content. A box is its size (4 bytes, big-endian, header included), its name (4
 * letters) and its body.
 *
 * <p>Source: ISO/IEC 19566-5, "JPEG universal metadata box format", 2019.
 *
 * @param name four letters
 * @param type four letters that a superbox's UUID begins with; empty for content
 * @param label of a superbox; empty for content
 * @param children of a superbox, but for the first; of content none
 * @param body everything behind the header of eight bytes
 */
record JumbfBox(String name, String type, String label, List<JumbfBox> children, byte[] body) {
  private static final int HEADER_BYTES = 8;
  private static final int UUID_BYTES = 16;
  private static final int DEPTH_MAX = 16;
  private static final int BOXES_MAX = 10_000;
  private static final int REQUESTABLE_WITH_LABEL = 3;
  private static final int HAS_LABEL = 2;
  private static final byte[] UUID_TAIL = {
    0x00, 0x11, 0x00, 0x10, (byte) 0x80, 0x00, 0x00, (byte) 0xAA, 0x00, 0x38, (byte) 0x9B, 0x71
  };

  /** A superbox of {@code contents}, whole boxes. */
  static byte[] superbox(String type, String label, byte[]... contents) {
    ByteArrayOutputStream description = new ByteArrayOutputStream();
    description.writeBytes(ascii(type));
    description.writeBytes(UUID_TAIL);
    description.write(REQUESTABLE_WITH_LABEL);
    description.writeBytes(label.getBytes(StandardCharsets.UTF_8));
    description.write(0);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(box("jumd", description.toByteArray()));
    for (byte[] content : contents) {
      body.writeBytes(content);
    }
    return box("jumb", body.toByteArray());
  }

  /** A box of content. */
  static byte[] box(String name, byte[] body) {
    return ByteBuffer.allocate(HEADER_BYTES + body.length)
        .putInt(HEADER_BYTES + body.length)
        .put(ascii(name))
        .put(body)
        .array();
  }

  /** The body of a whole box: what is hashed. */
  static byte[] bodyOf(byte[] box) {
    return Arrays.copyOfRange(box, HEADER_BYTES, box.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads the one superbox that {@code bytes} are, and nothing behind it but zeros.
   *
   * @throws BadDataException if they are none, or boxes do not fit into those around them, are
   *     deeper or more than any manifest's
   */
  static JumbfBox read(byte[] bytes) throws BadDataException {
    int[] boxes = new int[1];
    ByteBuffer in = ByteBuffer.wrap(bytes);
    JumbfBox box = box(in, 0, boxes);
    if (!box.name().equals("jumb")) {
      throw bad("its first box is '" + printable(box.name()) + "', not 'jumb'");
    }
    while (in.hasRemaining()) {
      if (in.get() != 0) {
        throw bad("something stands behind its last box");
      }
    }
    return box;
  }

  private static JumbfBox box(ByteBuffer in, int depth, int[] boxes) throws BadDataException {
    int at = in.position();
    if (++boxes[0] > BOXES_MAX || depth > DEPTH_MAX) {
      throw bad(
          String.format(
              Locale.ROOT,
              "it has more than %d boxes, or more than %d inside each other",
              BOXES_MAX,
              DEPTH_MAX));
    }
    if (in.remaining() < HEADER_BYTES) {
      throw bad("it ends inside a box's header, at byte " + at);
    }
    long size = in.getInt() & 0xFFFF_FFFFL;
    byte[] letters = new byte[4];
    in.get(letters);
    if (size < HEADER_BYTES || size - HEADER_BYTES > in.remaining()) {
      throw bad(
          String.format(
              Locale.ROOT,
              "the box at byte %d claims %d bytes, and there are %d",
              at,
              size,
              in.remaining() + HEADER_BYTES));
    }
    byte[] body = new byte[(int) size - HEADER_BYTES];
    in.get(body);
    String name = new String(letters, StandardCharsets.ISO_8859_1);
    return name.equals("jumb")
        ? superbox(body, depth, boxes)
        : new JumbfBox(name, "", "", List.of(), body);
  }

  private static JumbfBox superbox(byte[] body, int depth, int[] boxes) throws BadDataException {
    ByteBuffer in = ByteBuffer.wrap(body);
    JumbfBox description = box(in, depth + 1, boxes);
    byte[] told = description.body();
    if (!description.name().equals("jumd") || told.length < UUID_BYTES + 1) {
      throw bad("a superbox does not begin with its description");
    }
    boolean known = Arrays.equals(told, 4, UUID_BYTES, UUID_TAIL, 0, UUID_TAIL.length);
    String type = known ? new String(told, 0, 4, StandardCharsets.ISO_8859_1) : "";
    String label = "";
    if ((told[UUID_BYTES] & HAS_LABEL) != 0) {
      int end = UUID_BYTES + 1;
      while (end < told.length && told[end] != 0) {
        end++;
      }
      if (end == told.length) {
        throw bad("a superbox's label does not end");
      }
      label = new String(told, UUID_BYTES + 1, end - UUID_BYTES - 1, StandardCharsets.UTF_8);
    }
    List<JumbfBox> children = new ArrayList<>();
    while (in.hasRemaining()) {
      children.add(box(in, depth + 1, boxes));
    }
    return new JumbfBox("jumb", type, label, List.copyOf(children), body);
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  private static BadDataException bad(String what) {
    return new BadDataException("The content credentials are damaged: " + what + ".");
  }

  /** The first child of this label. */
  Optional<JumbfBox> child(String wanted) {
    return children.stream().filter(box -> box.label().equals(wanted)).findFirst();
  }

  /** The first child of this type. */
  Optional<JumbfBox> childOf(String wanted) {
    return children.stream().filter(box -> box.type().equals(wanted)).findFirst();
  }

  /** The body of the content of this name, which a superbox of an assertion or claim holds. */
  byte[] content(String wanted) throws BadDataException {
    return children.stream()
        .filter(box -> box.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> bad("'" + printable(label) + "' has no content of type " + wanted))
        .body();
  }

  /** This as a whole box. */
  byte[] bytes() {
    return box(name, body);
  }
}
