package dev.synth.audio.codec.mp3;

import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The four bytes with which a frame of MPEG audio layer III begins. Source: ISO/IEC 11172-3,
 * section 2.4.1.3, and 13818-3 for the lower rates; MPEG 2.5, with lower ones still, is
 * Fraunhofer's.
 *
 * @param rateHz samples a second
 * @param channels 1 or 2
 * @param frameBytes with these four
 * @param frameSamples samples a channel
 * @param tagOffset where an encoder's own tag stands in the frame, if it has one
 */
public record Mp3Header(int rateHz, int channels, int frameBytes, int frameSamples, int tagOffset) {
  static final int BYTES = 4;

  private static final int FOUND_FRAMES = 4;
  private static final int SEARCHED_BYTES = 1 << 16;
  private static final int ADTS_BYTES = 7;
  private static final int LAYER_12_FRAME_MAX = 1 << 11;
  private static final int FREE_FRAME_MAX = 1 << 13;

  /** What is alike in the headers of one stream: not padding, nor how channels are joined. */
  private static final int SAME_FRAMES = 0xFFFE_FC00;

  private static final int MPEG_1 = 3;
  private static final int RESERVED = 1;
  private static final int LAYER_3 = 1;
  private static final int[] RATES_HZ = {44_100, 48_000, 32_000};
  private static final int[] KBITS_1 = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };
  private static final int[] KBITS_2 = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
  };

  /** Understands four bytes, read as a big-endian number; empty if they begin no frame. */
  static Optional<Mp3Header> parse(int bits) {
    int version = bits >>> 19 & 3;
    int kbitsCode = bits >>> 12 & 15;
    int rateCode = bits >>> 10 & 3;
    boolean frame =
        bits >>> 21 == 0x7FF
            && version != RESERVED
            && (bits >>> 17 & 3) == LAYER_3
            && kbitsCode != 0 // free format, see otherFrames
            && kbitsCode != 15
            && rateCode != 3;
    if (!frame) {
      return Optional.empty();
    }
    boolean first = version == MPEG_1;
    int rateHz = RATES_HZ[rateCode] >> (first ? 0 : version == 2 ? 1 : 2);
    int kbits = (first ? KBITS_1 : KBITS_2)[kbitsCode];
    int channels = (bits >>> 6 & 3) == 3 ? 1 : 2;
    int frameSamples = first ? 1152 : 576;
    int bytes = frameSamples / 8 * kbits * 1000 / rateHz + (bits >>> 9 & 1);
    int sideBytes = first ? (channels == 1 ? 17 : 32) : (channels == 1 ? 9 : 17);
    return Optional.of(new Mp3Header(rateHz, channels, bytes, frameSamples, BYTES + sideBytes));
  }

  /** The header at {@code position}; empty if there is none. */
  static Optional<Mp3Header> at(SoundInput in, long position) throws IOException {
    if (in.bytes() - position < BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = in.at(position, BYTES).order(ByteOrder.BIG_ENDIAN);
    return parse(bytes.getInt(0));
  }

  /** Whether two frames follow each other from {@code position} on, or one fills the file. */
  public static boolean beginsFrames(SoundInput in, long position) throws IOException {
    Optional<Mp3Header> first = at(in, position);
    if (first.isEmpty()) {
      return false;
    }
    long next = position + first.get().frameBytes();
    return next >= in.bytes() || at(in, next).filter(first.get()::isSameStream).isPresent();
  }

  /**
   * Where {@value #FOUND_FRAMES} frames follow each other that something else stands before, within
   * {@value #SEARCHED_BYTES} bytes from {@code from} on.
   */
  public static OptionalLong find(SoundInput in, long from) throws IOException {
    int count = (int) Math.min(SEARCHED_BYTES, in.bytes() - from);
    byte[] bytes = in.at(from, count).array();
    for (int i = 0; i + BYTES <= count; i++) {
      if (bytes[i] == -1 && (bytes[i + 1] & 0xE0) == 0xE0 && follow(in, from + i)) {
        return OptionalLong.of(from + i);
      }
    }
    return OptionalLong.empty();
  }

  private static boolean follow(SoundInput in, long position) throws IOException {
    long at = position;
    Optional<Mp3Header> first = at(in, at);
    for (int i = 0; i < FOUND_FRAMES; i++) {
      Optional<Mp3Header> next = at(in, at);
      if (next.isEmpty() || !first.get().isSameStream(next.get())) {
        return false;
      }
      at += next.get().frameBytes();
    }
    return true;
  }

  /** Whether {@code other} can be of the same sound. */
  boolean isSameStream(Mp3Header other) {
    return rateHz == other.rateHz && channels == other.channels;
  }

  /**
   * What the frames at {@code position} are that look like these but are not read, as a sentence
   * without its full stop; nothing where there are none.
   */
  public static Optional<String> otherFrames(SoundInput in, long position) throws IOException {
    if (in.bytes() - position < ADTS_BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = in.at(position, ADTS_BYTES).order(ByteOrder.BIG_ENDIAN);
    int bits = bytes.getInt(0);
    int layer = bits >>> 17 & 3;
    if (bits >>> 20 != 0xFFF && bits >>> 20 != 0xFFE) {
      return Optional.empty();
    }
    if (layer == 0) {
      int frameBytes = (bytes.getInt(3) >>> 13) & 0x1FFF;
      return isFrame(in, position + frameBytes, bits, 0xFFFF_FC00)
          ? Optional.of("is AAC, which is not read; " + in.convert())
          : Optional.empty();
    }
    if (layer != LAYER_3) {
      int known = bits & ~(3 << 17) | LAYER_3 << 17;
      return parse(known).isPresent() && hasFrames(in, position, bits, LAYER_12_FRAME_MAX)
          ? Optional.of(
              "is MPEG audio of layer "
                  + (layer == 3 ? "I" : "II")
                  + ", of which layer III, MP3, alone is read; "
                  + in.convert())
          : Optional.empty();
    }
    boolean free = (bits >>> 12 & 15) == 0 && parse(bits | 1 << 12).isPresent();
    return free && hasFrames(in, position, bits, FREE_FRAME_MAX)
        ? Optional.of(
            "is a free-format MP3, of a bit rate that is none of the standard's, which is not read; "
                + in.convert("sox %s %s"))
        : Optional.empty();
  }

  /** Whether two frames of the header {@code bits} follow at equal distances, of a byte or four. */
  private static boolean hasFrames(SoundInput in, long position, int bits, int frameMax)
      throws IOException {
    for (int size = BYTES; size <= frameMax; size++) {
      long second = position + size;
      if (isFrame(in, second, bits, SAME_FRAMES)) {
        for (int padding = -4; padding <= 4; padding++) {
          long third = second + size + padding;
          if (third > second && (third >= in.bytes() || isFrame(in, third, bits, SAME_FRAMES))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isFrame(SoundInput in, long position, int bits, int mask)
      throws IOException {
    return in.bytes() - position >= BYTES
        && ((in.at(position, BYTES).order(ByteOrder.BIG_ENDIAN).getInt(0) ^ bits) & mask) == 0;
  }
}
