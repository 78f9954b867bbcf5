package dev.synth.audio.codec.pcm;

import dev.synth.audio.codec.SoundInput;
import dev.synth.io.BadDataException;
import dev.synth.io.text.Counted;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Understands {@code fmt} chunks. Source: Microsoft, WAVEFORMATEX and WAVEFORMATEXTENSIBLE. */
final class WavFormat {
  private static final int TAG_PCM = 0x0001;
  private static final int TAG_FLOAT = 0x0003;
  private static final int TAG_A_LAW = 0x0006;
  private static final int TAG_MU_LAW = 0x0007;
  private static final int TAG_EXTENSIBLE = 0xFFFE;
  private static final int MIN_BYTES = 16;
  private static final int EXTENSIBLE_BYTES = 40;
  private static final int VALID_BITS_AT = 18;
  private static final int SUB_FORMAT_AT = 24;
  // The GUID xxxxxxxx-0000-0010-8000-00AA00389B71 in file order, without its first field, the tag.
  private static final byte[] GUID_REST = {
    0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71
  };

  private final ByteBuffer chunk;
  private final SoundInput in;

  private WavFormat(ByteBuffer chunk, SoundInput in) {
    this.chunk = chunk;
    this.in = in;
  }

  /**
   * Understands the body of a {@code fmt} chunk.
   *
   * @param chunk the body, in the file's order
   * @param in named in the messages
   * @throws BadDataException if it is too short, contradicts itself or names what is not supported
   */
  static PcmFormat parse(ByteBuffer chunk, SoundInput in) throws BadDataException {
    return new WavFormat(chunk, in).parse();
  }

  private int u16(int at) {
    return chunk.getShort(at) & 0xFFFF;
  }

  private PcmFormat parse() throws BadDataException {
    if (chunk.limit() < MIN_BYTES) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "its fmt chunk has %d bytes instead of 16 or more; the file is damaged, export it again",
              chunk.limit()));
    }
    int tag = u16(0);
    final int channels = u16(2);
    final long rateHz = chunk.getInt(4) & 0xFFFF_FFFFL;
    final int bits = u16(14);
    boolean extensible = tag == TAG_EXTENSIBLE;
    if (extensible) {
      tag = subFormat();
    }
    if (tag != TAG_PCM && tag != TAG_FLOAT && tag != TAG_A_LAW && tag != TAG_MU_LAW) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is coded as %s (format tag 0x%04X), which is not read; %s",
              codec(tag),
              tag,
              in.convert()));
    }
    if (channels == 0) {
      throw in.bad("its fmt chunk says 0 channels; the file is damaged, export it again");
    }
    PcmForm form = form(tag, bits);
    int sampleBytes = form.bytes;
    int frameBytes = u16(12);
    if (frameBytes != 0 && frameBytes != channels * form.bytes) {
      sampleBytes = frameBytes % channels == 0 ? frameBytes / channels : 0;
      if (tag != TAG_PCM || extensible || sampleBytes < form.bytes || sampleBytes > 4) {
        throw in.bad(
            String.format(
                Locale.ROOT,
                "its fmt chunk says %s a frame, but a frame of %s of %d bits takes %d; %s",
                Counted.of(frameBytes, "byte"),
                Counted.of(channels, "channel"),
                bits,
                channels * form.bytes,
                in.convert()));
      }
      form = PcmForm.signed(sampleBytes);
    }
    in.checkRate(rateHz);
    int used = form.isInteger() ? (extensible ? validBits(bits) : bits) : 8 * form.bytes;
    return new PcmFormat(
        form,
        chunk.order(),
        channels,
        (int) rateHz,
        used,
        extensible || sampleBytes == (bits + 7) / 8);
  }

  /** How many of the {@code bits} of a sample are used; a number that cannot be means all. */
  private int validBits(int bits) {
    int valid = u16(VALID_BITS_AT);
    return valid > 0 && valid <= bits ? valid : bits;
  }

  private int subFormat() throws BadDataException {
    if (chunk.limit() < EXTENSIBLE_BYTES) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "its extensible fmt chunk has %d bytes instead of 40; the file is damaged, export it again",
              chunk.limit()));
    }
    // The tag is the low half of the GUID's first field, a number in the file's order.
    int first = chunk.getInt(SUB_FORMAT_AT);
    int middle = u16(SUB_FORMAT_AT + 4) << 16 | u16(SUB_FORMAT_AT + 6);
    boolean plain = first >>> 16 == 0 && middle == 0x0000_0010;
    for (int i = 6; i < GUID_REST.length; i++) {
      plain &= chunk.get(SUB_FORMAT_AT + 2 + i) == GUID_REST[i];
    }
    if (!plain) {
      throw in.bad("its sub-format is not a plain sample format; " + in.convert());
    }
    return first;
  }

  private PcmForm form(int tag, int bits) throws BadDataException {
    switch (tag) {
      case TAG_A_LAW:
        return PcmForm.A_LAW;
      case TAG_MU_LAW:
        return PcmForm.MU_LAW;
      case TAG_FLOAT:
        if (bits == 32 || bits == 64) {
          return bits == 32 ? PcmForm.F32 : PcmForm.F64;
        }
        throw in.bad(
            String.format(
                Locale.ROOT,
                "holds %d-bit floats, and only 32 and 64 bits are read; %s",
                bits,
                in.convert()));
      default:
        if (bits >= 1 && bits <= 32) {
          return bits <= 8 ? PcmForm.U8 : PcmForm.signed((bits + 7) / 8);
        }
        throw in.bad(
            String.format(
                Locale.ROOT,
                "holds %d-bit integers, and only 1 to 32 bits are read; %s",
                bits,
                in.convert()));
    }
  }

  private static String codec(int tag) {
    return switch (tag) {
      case 0x0002 -> "Microsoft ADPCM";
      case 0x0010 -> "OKI ADPCM";
      case 0x0011 -> "IMA ADPCM";
      case 0x0014, 0x0040, 0x0045, 0x0064 -> "G.72x ADPCM";
      case 0x0020 -> "Yamaha ADPCM";
      case 0x0031 -> "GSM 6.10";
      case 0x0050 -> "MPEG layer 1 or 2";
      case 0x0055 -> "MP3";
      case 0x00FF, 0x1600, 0x1602, 0x1610 -> "AAC";
      case 0x0092, 0x2000 -> "AC-3";
      case 0x2001 -> "DTS";
      case 0x0160, 0x0161, 0x0162, 0x0163 -> "Windows Media Audio";
      case 0x674F, 0x6750, 0x6751, 0x676F, 0x6770, 0x6771 -> "Vorbis";
      case 0xF1AC -> "FLAC";
      default -> "an unknown codec";
    };
  }
}
