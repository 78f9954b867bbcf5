package dev.synth.audio;

import dev.synth.io.BadDataException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a {@code fmt} chunk says about the samples.
 *
 * @param sample how one sample of one channel is stored
 * @param channels how many samples make a frame
 * @param sampleRateHz frames per second
 */
record WavFormat(Sample sample, int channels, int sampleRateHz) {
  private static final int TAG_PCM = 0x0001;
  private static final int TAG_FLOAT = 0x0003;
  private static final int TAG_EXTENSIBLE = 0xFFFE;
  private static final int MIN_BYTES = 16;
  private static final int EXTENSIBLE_BYTES = 40;
  private static final int SUB_FORMAT_AT = 24;
  // The GUID xxxxxxxx-0000-0010-8000-00AA00389B71 in file order, without its first field, the tag.
  private static final long GUID_MIDDLE = 0x0010_0000_0000L;
  private static final long GUID_TAIL = 0x719B_3800_AA00_0080L;

  /** One stored sample; integers fill [-1, 1), and 8 bits are the only ones without a sign. */
  enum Sample {
    U8(1) {
      @Override
      double get(ByteBuffer in) {
        return ((in.get() & 0xFF) - 128) / 128.0;
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
        return ((in.get() & 0xFF) | (in.get() & 0xFF) << 8 | in.get() << 16) / 0x1p23;
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
    };

    final int bytes;

    Sample(int bytes) {
      this.bytes = bytes;
    }

    /** The amplitude of the next sample of a little-endian buffer. */
    abstract double get(ByteBuffer in);
  }

  int frameBytes() {
    return channels * sample.bytes;
  }

  /**
   * Understands the body of a {@code fmt} chunk.
   *
   * @param chunk the body, little-endian
   * @param file named in the messages
   * @throws BadDataException if it is too short, contradicts itself or names what is not supported
   */
  static WavFormat parse(ByteBuffer chunk, Path file) throws BadDataException {
    if (chunk.limit() < MIN_BYTES) {
      throw new BadDataException(
          "%s: its fmt chunk has %d bytes instead of 16 or more; the file is damaged, export it again."
              .formatted(file, chunk.limit()));
    }
    int tag = chunk.getShort(0) & 0xFFFF;
    final int channels = chunk.getShort(2) & 0xFFFF;
    final long rateHz = chunk.getInt(4) & 0xFFFF_FFFFL;
    final int frameBytes = chunk.getShort(12) & 0xFFFF;
    final int bits = chunk.getShort(14) & 0xFFFF;
    if (tag == TAG_EXTENSIBLE) {
      tag = subFormat(chunk, file);
    }
    Sample sample = sample(tag, bits, file);
    if (channels == 0) {
      throw new BadDataException(
          file + ": its fmt chunk says 0 channels; the file is damaged, export it again.");
    }
    if (frameBytes != channels * sample.bytes) {
      throw new BadDataException(
          "%s: its fmt chunk says %d bytes a frame, but %d channels of %d bits take %d; the file is damaged, export it again."
              .formatted(file, frameBytes, channels, bits, channels * sample.bytes));
    }
    if (rateHz < WavFile.MIN_RATE_HZ || rateHz > WavFile.MAX_RATE_HZ) {
      throw new BadDataException(
          "%s: its sample rate is %d Hz, outside %d..%d; convert it, for example with ffmpeg -i IN -ar 16000 OUT.wav."
              .formatted(file, rateHz, WavFile.MIN_RATE_HZ, WavFile.MAX_RATE_HZ));
    }
    return new WavFormat(sample, channels, (int) rateHz);
  }

  private static int subFormat(ByteBuffer chunk, Path file) throws BadDataException {
    if (chunk.limit() < EXTENSIBLE_BYTES) {
      throw new BadDataException(
          "%s: its extensible fmt chunk has %d bytes instead of 40; the file is damaged, export it again."
              .formatted(file, chunk.limit()));
    }
    long middle = chunk.getLong(SUB_FORMAT_AT) >>> 16;
    if (middle != GUID_MIDDLE || chunk.getLong(SUB_FORMAT_AT + 8) != GUID_TAIL) {
      throw new BadDataException(
          file + ": its sub-format is not a plain sample format; " + WavReader.CONVERT);
    }
    return chunk.getShort(SUB_FORMAT_AT) & 0xFFFF;
  }

  private static Sample sample(int tag, int bits, Path file) throws BadDataException {
    if (tag == TAG_PCM) {
      switch (bits) {
        case 8:
          return Sample.U8;
        case 16:
          return Sample.S16;
        case 24:
          return Sample.S24;
        case 32:
          return Sample.S32;
        default:
          throw new BadDataException(
              "%s: holds %d-bit integers, and only 8, 16, 24 and 32 bits are read; %s"
                  .formatted(file, bits, WavReader.CONVERT));
      }
    }
    if (tag == TAG_FLOAT) {
      switch (bits) {
        case 32:
          return Sample.F32;
        case 64:
          return Sample.F64;
        default:
          throw new BadDataException(
              "%s: holds %d-bit floats, and only 32 and 64 bits are read; %s"
                  .formatted(file, bits, WavReader.CONVERT));
      }
    }
    throw new BadDataException(
        String.format(
            Locale.ROOT,
            "%s: is coded as %s (format tag 0x%04X), which is not read; %s",
            file,
            codec(tag),
            tag,
            WavReader.CONVERT));
  }

  private static String codec(int tag) {
    return switch (tag) {
      case 0x0002 -> "Microsoft ADPCM";
      case 0x0006 -> "A-law";
      case 0x0007 -> "mu-law";
      case 0x0011 -> "IMA ADPCM";
      case 0x0031 -> "GSM 6.10";
      case 0x0050 -> "MPEG layer 1 or 2";
      case 0x0055 -> "MP3";
      case 0x00FF -> "AAC";
      case 0x0160, 0x0161, 0x0162, 0x0163 -> "Windows Media Audio";
      default -> "an unknown codec";
    };
  }
}
