package dev.synth.audio.codec.pcm;

import dev.synth.audio.codec.SoundInput;
import dev.synth.io.BadDataException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * What a {@code fmt} chunk says about the samples.
 *
 * @param form how one sample of one channel is stored
 * @param channels how many samples make a frame
 * @param sampleRateHz frames per second
 */
record WavFormat(PcmSamples.Form form, int channels, int sampleRateHz) {
  private static final int TAG_PCM = 0x0001;
  private static final int TAG_FLOAT = 0x0003;
  private static final int TAG_EXTENSIBLE = 0xFFFE;
  private static final int MIN_BYTES = 16;
  private static final int EXTENSIBLE_BYTES = 40;
  private static final int SUB_FORMAT_AT = 24;
  // The GUID xxxxxxxx-0000-0010-8000-00AA00389B71 in file order, without its first field, the tag.
  private static final long GUID_MIDDLE = 0x0010_0000_0000L;
  private static final long GUID_TAIL = 0x719B_3800_AA00_0080L;

  int frameBytes() {
    return channels * form.bytes;
  }

  /**
   * Understands the body of a {@code fmt} chunk.
   *
   * @param chunk the body, little-endian
   * @param in named in the messages
   * @throws BadDataException if it is too short, contradicts itself or names what is not supported
   */
  static WavFormat parse(ByteBuffer chunk, SoundInput in) throws BadDataException {
    if (chunk.limit() < MIN_BYTES) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "its fmt chunk has %d bytes instead of 16 or more; the file is damaged, export it again",
              chunk.limit()));
    }
    int tag = chunk.getShort(0) & 0xFFFF;
    final int channels = chunk.getShort(2) & 0xFFFF;
    final long rateHz = chunk.getInt(4) & 0xFFFF_FFFFL;
    final int frameBytes = chunk.getShort(12) & 0xFFFF;
    final int bits = chunk.getShort(14) & 0xFFFF;
    if (tag == TAG_EXTENSIBLE) {
      tag = subFormat(chunk, in);
    }
    PcmSamples.Form form = form(tag, bits, in);
    if (channels == 0) {
      throw in.bad("its fmt chunk says 0 channels; the file is damaged, export it again");
    }
    if (frameBytes != channels * form.bytes) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "its fmt chunk says %d bytes a frame, but %d channels of %d bits take %d; the file is damaged, export it again",
              frameBytes,
              channels,
              bits,
              channels * form.bytes));
    }
    in.checkRate(rateHz);
    return new WavFormat(form, channels, (int) rateHz);
  }

  private static int subFormat(ByteBuffer chunk, SoundInput in) throws BadDataException {
    if (chunk.limit() < EXTENSIBLE_BYTES) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "its extensible fmt chunk has %d bytes instead of 40; the file is damaged, export it again",
              chunk.limit()));
    }
    long middle = chunk.getLong(SUB_FORMAT_AT) >>> 16;
    if (middle != GUID_MIDDLE || chunk.getLong(SUB_FORMAT_AT + 8) != GUID_TAIL) {
      throw in.bad("its sub-format is not a plain sample format; " + SoundInput.CONVERT);
    }
    return chunk.getShort(SUB_FORMAT_AT) & 0xFFFF;
  }

  private static PcmSamples.Form form(int tag, int bits, SoundInput in) throws BadDataException {
    if (tag == TAG_PCM) {
      switch (bits) {
        case 8:
          return PcmSamples.Form.U8;
        case 16:
          return PcmSamples.Form.S16;
        case 24:
          return PcmSamples.Form.S24;
        case 32:
          return PcmSamples.Form.S32;
        default:
          throw in.bad(
              String.format(
                  Locale.ROOT,
                  "holds %d-bit integers, and only 8, 16, 24 and 32 bits are read; %s",
                  bits,
                  SoundInput.CONVERT));
      }
    }
    if (tag == TAG_FLOAT) {
      switch (bits) {
        case 32:
          return PcmSamples.Form.F32;
        case 64:
          return PcmSamples.Form.F64;
        default:
          throw in.bad(
              String.format(
                  Locale.ROOT,
                  "holds %d-bit floats, and only 32 and 64 bits are read; %s",
                  bits,
                  SoundInput.CONVERT));
      }
    }
    throw in.bad(
        String.format(
            Locale.ROOT,
            "is coded as %s (format tag 0x%04X), which is not read; %s",
            codec(tag),
            tag,
            SoundInput.CONVERT));
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
