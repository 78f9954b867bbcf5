package dev.synth.audio.codec.mp3;

import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

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
            && kbitsCode != 0 // "free", which nobody writes
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

  /** Whether {@code other} can be of the same sound. */
  boolean isSameStream(Mp3Header other) {
    return rateHz == other.rateHz && channels == other.channels;
  }
}
