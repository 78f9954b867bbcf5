package dev.synth.audio.codec.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How one sample is stored; integers fill [-1, 1). */
enum PcmForm {
  /** The form of a WAV's 8 bits, without a sign. */
  U8(1) {
    @Override
    double get(ByteBuffer in) {
      return ((in.get() & 0xFF) - 128) / 128.0;
    }
  },
  S8(1) {
    @Override
    double get(ByteBuffer in) {
      return in.get() / 128.0;
    }
  },
  S16(2) {
    @Override
    double get(ByteBuffer in) {
      return in.getShort() / 0x1p15;
    }
  },
  S24(3) {
    @Override
    double get(ByteBuffer in) {
      byte first = in.get();
      int middle = (in.get() & 0xFF) << 8;
      byte last = in.get();
      boolean little = in.order() == ByteOrder.LITTLE_ENDIAN;
      int low = little ? first : last;
      int high = little ? last : first;
      return (high << 16 | middle | (low & 0xFF)) / 0x1p23;
    }
  },
  S32(4) {
    @Override
    double get(ByteBuffer in) {
      return in.getInt() / 0x1p31;
    }
  },
  F32(4) {
    @Override
    double get(ByteBuffer in) {
      return in.getFloat();
    }
  },
  F64(8) {
    @Override
    double get(ByteBuffer in) {
      return in.getDouble();
    }
  },
  /**
   * ITU-T G.711 A-law: a sign, three bits of exponent, four of mantissa, every other bit turned.
   */
  A_LAW(1) {
    @Override
    double get(ByteBuffer in) {
      int code = in.get() ^ 0x55;
      int exponent = code >> 4 & 7;
      int mantissa = (code & 15) << 4 | 8;
      int magnitude = exponent == 0 ? mantissa : (mantissa | 0x100) << (exponent - 1);
      return ((code & 0x80) != 0 ? magnitude : -magnitude) / 0x1p15;
    }
  },
  /** ITU-T G.711 mu-law: as A-law, with every bit turned and 33 steps added. */
  MU_LAW(1) {
    @Override
    double get(ByteBuffer in) {
      int code = ~in.get();
      int magnitude = (((code & 15) << 3 | 0x84) << (code >> 4 & 7)) - 0x84;
      return ((code & 0x80) != 0 ? -magnitude : magnitude) / 0x1p15;
    }
  };

  final int bytes;

  PcmForm(int bytes) {
    this.bytes = bytes;
  }

  /** The amplitude of the next sample of a buffer, in the buffer's order. */
  abstract double get(ByteBuffer in);

  /** Whether samples are integers whose steps are all alike. */
  boolean isInteger() {
    return switch (this) {
      case U8, S8, S16, S24, S32 -> true;
      default -> false;
    };
  }

  /** The signed integers of {@code bytes} bytes, 1 to 4. */
  static PcmForm signed(int bytes) {
    return switch (bytes) {
      case 1 -> S8;
      case 2 -> S16;
      case 3 -> S24;
      default -> S32;
    };
  }
}
