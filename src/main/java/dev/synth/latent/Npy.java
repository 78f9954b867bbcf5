package dev.synth.latent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The bytes of a .npy file: the magic {@code \x93NUMPY}, a version (major, minor), the header's
 * length (2 bytes in version 1, 4 in 2 and 3, little-endian), the header, padded with spaces and a
 * newline so that the values start at a multiple of 64, and the values. Behind the values, where
 * NumPy does not look, synth writes a line {@value #INFO_LINE} and the fields of {@link
 * EmbeddingInfo} as JSON, ended by spaces and a newline to a multiple of 64 bytes.
 *
 * <p>Source: NumPy's {@code numpy.lib.format} (NEP 1).
 */
final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT_BYTES = 64;
  private static final String INFO_LINE = "#synth-embedding\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Npy() {}

  /** The file of {@code embedding}: version 1.0, '<f4', C order, and what is known about it. */
  static byte[] encode(Embedding embedding, EmbeddingInfo info) {
    byte[] header =
        header(
            "{'descr': '<f4', 'fortran_order': False, 'shape': ("
                + embedding.frames()
                + ", "
                + embedding.channels()
                + "), }");
    byte[] trailer = trailer(info);
    int valueBytes = Math.multiplyExact(embedding.values().length, Float.BYTES);
    int bytes = Math.addExact(header.length + trailer.length, valueBytes);
    ByteBuffer file = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(header);
    file.asFloatBuffer().put(embedding.values());
    file.put(header.length + valueBytes, trailer);
    return file.array();
  }

  private static byte[] header(String dictionary) {
    int prefixBytes = MAGIC.length + 2 + 2;
    String padded = padded(prefixBytes, dictionary);
    ByteBuffer header = ByteBuffer.allocate(prefixBytes + padded.length());
    header.order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put((byte) 1).put((byte) 0);
    header.putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
    return header.array();
  }

  private static byte[] trailer(EmbeddingInfo info) {
    if (info.equals(EmbeddingInfo.NONE)) {
      return new byte[0];
    }
    try {
      // ASCII, so that a character is a byte.
      String json = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(info);
      return padded(0, INFO_LINE + json).getBytes(StandardCharsets.US_ASCII);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code text} and spaces and a newline, to a multiple of the alignment. */
  private static String padded(int bytesBefore, String text) {
    int unpadded = bytesBefore + text.length() + 1;
    return text + " ".repeat(Math.floorMod(-unpadded, ALIGNMENT_BYTES)) + "\n";
  }

  /**
   * The embedding in a file's bytes.
   *
   * @param name the file's name, for messages
   * @throws BadDataException if they are not a whole .npy file of finite floats of rank 2
   */
  static StoredEmbedding decode(byte[] bytes, String name) throws BadDataException {
    return decode(bytes, name, false);
  }

  /** As above, of an array [frames] or [frames, 1]. */
  static float[] decodeOneValueAFrame(byte[] bytes, String name) throws BadDataException {
    return decode(bytes, name, true).embedding().values();
  }

  private static StoredEmbedding decode(byte[] bytes, String name, boolean oneValueAFrame)
      throws BadDataException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (byte wanted : MAGIC) {
      if (!file.hasRemaining() || file.get() != wanted) {
        throw new BadDataException(name + ": is not a NumPy .npy file.");
      }
    }
    need(file, 2, name);
    int major = file.get();
    int minor = file.get();
    if (major < 1 || major > 3 || minor != 0) {
      throw new BadDataException(
          name + ": is of .npy version " + major + "." + minor + "; 1.0, 2.0 and 3.0 are known.");
    }
    need(file, major == 1 ? 2 : 4, name);
    long headerBytes = major == 1 ? file.getShort() & 0xffff : file.getInt() & 0xffff_ffffL;
    need(file, headerBytes, name);
    byte[] header = new byte[(int) headerBytes];
    file.get(header);
    NpyHeader described =
        NpyHeader.parse(new String(header, StandardCharsets.UTF_8), name, oneValueAFrame);
    Embedding embedding = values(file, described, name);
    return new StoredEmbedding(embedding, info(file, name));
  }

  private static boolean hasInfo(ByteBuffer file, double at) {
    byte[] line = INFO_LINE.getBytes(StandardCharsets.US_ASCII);
    if (at + line.length > file.limit()) {
      return false;
    }
    int from = (int) at;
    return Arrays.equals(file.array(), from, from + line.length, line, 0, line.length);
  }

  /** What stands behind the values. */
  private static EmbeddingInfo info(ByteBuffer file, String name) throws BadDataException {
    if (!file.hasRemaining()) {
      return EmbeddingInfo.NONE;
    }
    int from = file.position() + INFO_LINE.length();
    try {
      EmbeddingInfo info =
          JSON.readValue(file.array(), from, file.limit() - from, EmbeddingInfo.class);
      if (info != null && info.hasSoundPitch()) {
        return info;
      }
    } catch (IOException e) {
      // Told below.
    }
    throw new BadDataException(
        name + ": what stands behind its values is damaged; encode the sound again.");
  }

  private static Embedding values(ByteBuffer file, NpyHeader header, String name)
      throws BadDataException {
    // In double, because 2^31 · 2^31 · 8 overflows a long.
    double wantedBytes = (double) header.frames() * header.channels() * header.floatBytes();
    if (file.remaining() != wantedBytes && !hasInfo(file, file.position() + wantedBytes)) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%s: holds %d bytes of values, but shape (%d, %d) takes %.0f; the file is %s.",
              name,
              file.remaining(),
              header.frames(),
              header.channels(),
              wantedBytes,
              file.remaining() < wantedBytes ? "cut short" : "too long"));
    }
    file.order(header.order());
    int frames = header.frames();
    int channels = header.channels();
    float[] values = new float[frames * channels];
    for (int i = 0; i < values.length; i++) {
      int frame = header.fortranOrder() ? i % frames : i / channels;
      int channel = header.fortranOrder() ? i / frames : i % channels;
      float value =
          switch (header.floatBytes()) {
            case 2 -> halfToFloat(file.getShort());
            case 4 -> file.getFloat();
            default -> (float) file.getDouble();
          };
      if (!Float.isFinite(value)) {
        throw new BadDataException(
            name
                + ": frame "
                + frame
                + ", channel "
                + channel
                + " is "
                + value
                + ", not a number a sound can be made from.");
      }
      values[frame * channels + channel] = value;
    }
    return new Embedding(frames, channels, values);
  }

  private static void need(ByteBuffer file, long bytes, String name) throws BadDataException {
    if (file.remaining() < bytes) {
      throw new BadDataException(name + ": is cut short inside its .npy header.");
    }
  }

  /** IEEE 754 binary16 to float: 1 sign, 5 exponent (bias 15) and 10 fraction bits. Exact. */
  static float halfToFloat(short half) {
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> (1 + fraction * 0x1p-10f) * Math.scalb(1f, exponent - 15);
        };
    return half < 0 ? -magnitude : magnitude;
  }
}
