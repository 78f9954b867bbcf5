package dev.synth.audio.codec.flac;

import dev.synth.audio.codec.flac.FlacBits.EndOfFile;
import java.io.IOException;

/** One frame of FLAC after the other, into samples by channel. Source: RFC 9639, section 9. */
final class FlacFrame {
  private static final int SYNC = 0b11_1111_1111_1110;
  private static final int LEFT_SIDE = 8;
  private static final int SIDE_RIGHT = 9;
  private static final int MID_SIDE = 10;
  private static final int MAX_FIXED_ORDER = 4;
  private static final int LPC_ORDER_BITS = 31;
  private static final int[][] FIXED = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

  /** The frame is not as an encoder writes it. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String what) {
      super(what, null, false, false);
    }
  }

  private final FlacBits bits;
  private final int channels;
  private final int sampleBits;
  private final long[][] samples;
  private final long[] coefficients = new long[LPC_ORDER_BITS + 1];
  private int frames;

  /** For frames of {@code channels} channels of {@code sampleBits} bits, 4 to 32. */
  FlacFrame(FlacBits bits, int channels, int sampleBits) {
    this.bits = bits;
    this.channels = channels;
    this.sampleBits = sampleBits;
    this.samples = new long[channels][0];
  }

  /** Whether two bytes, read as a little-endian number, begin a frame. */
  static boolean isSync(short bytes) {
    return (Short.reverseBytes(bytes) & 0xFFFE) == SYNC << 2;
  }

  /** Samples a channel in the last frame that was read. */
  int frames() {
    return frames;
  }

  /** The last frame's samples, [channels][frames or more]. */
  long[][] samples() {
    return samples;
  }

  /**
   * Reads the next frame.
   *
   * @throws Damaged if it is no frame, of another form than the file's, or its checksums differ
   */
  void read() throws IOException, EndOfFile, Damaged {
    bits.resetChecksums();
    int assignment = readHeader();
    for (int channel = 0; channel < channels; channel++) {
      boolean side =
          channel == 1 && (assignment == LEFT_SIDE || assignment == MID_SIDE)
              || channel == 0 && assignment == SIDE_RIGHT;
      readSubframe(samples[channel], side ? sampleBits + 1 : sampleBits);
    }
    bits.align();
    int crc = bits.crc16();
    if (bits.unsigned(16) != crc) {
      throw new Damaged("its checksum differs");
    }
    if (assignment >= LEFT_SIDE) {
      restoreStereo(assignment);
    }
  }

  private int readHeader() throws IOException, EndOfFile, Damaged {
    if (bits.unsigned(14) != SYNC || bits.unsigned(1) != 0) {
      throw new Damaged("no frame begins there");
    }
    bits.unsigned(1); // fixed or variable blocks: their own sizes tell
    final int sizeCode = (int) bits.unsigned(4);
    final int rateCode = (int) bits.unsigned(4);
    final int assignment = (int) bits.unsigned(4);
    final int depthCode = (int) bits.unsigned(3);
    if (bits.unsigned(1) != 0) {
      throw new Damaged("no frame begins there");
    }
    int numberBytes = Long.numberOfLeadingZeros((bits.unsigned(8) ^ 0xFF) << 56); // as UTF-8
    for (int i = 1; i < numberBytes; i++) {
      bits.unsigned(8);
    }
    frames =
        switch (sizeCode) {
          case 0 -> throw new Damaged("no frame begins there");
          case 1 -> 192;
          case 2, 3, 4, 5 -> 576 << (sizeCode - 2);
          case 6 -> (int) bits.unsigned(8) + 1;
          case 7 -> (int) bits.unsigned(16) + 1;
          default -> 256 << (sizeCode - 8);
        };
    bits.unsigned(rateCode == 12 ? 8 : rateCode == 13 || rateCode == 14 ? 16 : 0);
    int crc = bits.crc8();
    if (bits.unsigned(8) != crc) {
      throw new Damaged("its header's checksum differs");
    }
    int here = assignment < LEFT_SIDE ? assignment + 1 : 2;
    if (here != channels || assignment > MID_SIDE || !isDepth(depthCode)) {
      throw new Damaged("it has other channels or bits than the file's header says");
    }
    if (samples[0].length < frames) {
      for (int channel = 0; channel < channels; channel++) {
        samples[channel] = new long[frames];
      }
    }
    return assignment;
  }

  private boolean isDepth(int code) {
    return switch (code) {
      case 0 -> true;
      case 1 -> sampleBits == 8;
      case 2 -> sampleBits == 12;
      case 4 -> sampleBits == 16;
      case 5 -> sampleBits == 20;
      case 6 -> sampleBits == 24;
      case 7 -> sampleBits == 32;
      default -> false;
    };
  }

  private void readSubframe(long[] out, int fullBits) throws IOException, EndOfFile, Damaged {
    if (bits.unsigned(1) != 0) {
      throw new Damaged("a subframe of it does not begin with 0");
    }
    int type = (int) bits.unsigned(6);
    int wasted = bits.unsigned(1) == 0 ? 0 : bits.zeros() + 1;
    int width = fullBits - wasted;
    if (width < 1 || width > fullBits) {
      throw new Damaged("a subframe of it wastes all bits");
    }
    if (type == 0) {
      java.util.Arrays.fill(out, 0, frames, bits.signed(width));
    } else if (type == 1) {
      for (int i = 0; i < frames; i++) {
        out[i] = bits.signed(width);
      }
    } else if (type >= 8 && type <= 8 + MAX_FIXED_ORDER) {
      int order = type - 8;
      readWarmUp(out, order, width);
      for (int i = 0; i < order; i++) {
        coefficients[i] = FIXED[order][i];
      }
      readResidual(out, order);
      predict(out, order, 0);
    } else if (type >= 32) {
      readLinear(out, (type & LPC_ORDER_BITS) + 1, width);
    } else {
      throw new Damaged("a subframe of it is of a type that does not exist");
    }
    if (wasted > 0) {
      for (int i = 0; i < frames; i++) {
        out[i] <<= wasted;
      }
    }
  }

  private void readLinear(long[] out, int order, int width) throws IOException, EndOfFile, Damaged {
    readWarmUp(out, order, width);
    int precision = (int) bits.unsigned(4) + 1;
    int shift = (int) bits.signed(5);
    if (precision > 15 || shift < 0) {
      throw new Damaged("a predictor of it cannot be");
    }
    for (int i = 0; i < order; i++) {
      coefficients[i] = bits.signed(precision);
    }
    readResidual(out, order);
    predict(out, order, shift);
  }

  private void readWarmUp(long[] out, int order, int width) throws IOException, EndOfFile, Damaged {
    if (order > frames) {
      throw new Damaged("a predictor of it is longer than the frame");
    }
    for (int i = 0; i < order; i++) {
      out[i] = bits.signed(width);
    }
  }

  /** Rice-coded differences from what is predicted, behind the first {@code order} samples. */
  private void readResidual(long[] out, int order) throws IOException, EndOfFile, Damaged {
    int method = (int) bits.unsigned(2);
    if (method > 1) {
      throw new Damaged("a residual of it is coded in a way that does not exist");
    }
    int parameterBits = method == 0 ? 4 : 5;
    int escape = (1 << parameterBits) - 1;
    int partitionOrder = (int) bits.unsigned(4);
    int size = frames >> partitionOrder;
    if (size << partitionOrder != frames || size < order) {
      throw new Damaged("a residual of it is parted unevenly");
    }
    int at = order;
    for (int end = size; end <= frames; end += size) {
      int parameter = (int) bits.unsigned(parameterBits);
      if (parameter == escape) {
        int width = (int) bits.unsigned(5);
        while (at < end) {
          out[at++] = bits.signed(width);
        }
      } else {
        while (at < end) {
          long high = bits.zeros();
          if (high < 0) {
            throw new Damaged("a residual of it never ends");
          }
          long folded = high << parameter | bits.unsigned(parameter);
          out[at++] = folded >>> 1 ^ -(folded & 1);
        }
      }
    }
  }

  private void predict(long[] out, int order, int shift) {
    for (int i = order; i < frames; i++) {
      long sum = 0;
      for (int j = 0; j < order; j++) {
        sum += coefficients[j] * out[i - 1 - j];
      }
      out[i] += sum >> shift;
    }
  }

  private void restoreStereo(int assignment) {
    long[] first = samples[0];
    long[] second = samples[1];
    for (int i = 0; i < frames; i++) {
      switch (assignment) {
        case LEFT_SIDE -> second[i] = first[i] - second[i];
        case SIDE_RIGHT -> first[i] += second[i];
        default -> {
          long side = second[i];
          long twice = first[i] << 1 | (side & 1);
          first[i] = (twice + side) >> 1;
          second[i] = (twice - side) >> 1;
        }
      }
    }
  }
}
