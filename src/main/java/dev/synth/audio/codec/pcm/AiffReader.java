package dev.synth.audio.codec.pcm;

import dev.synth.audio.AudioClip;
import dev.synth.audio.OpenSound;
import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads AIFF and AIFF-C that holds plain numbers: big-endian integers, little-endian ones ({@code
 * sowt}, as macOS writes them) and floats. Written by hand because {@code javax.sound.sampled}
 * neither reads the last two nor tells of a truncated file.
 *
 * <p>Source: Apple, "Audio Interchange File Format AIFF-C", draft of 1991.
 */
public final class AiffReader {
  private static final int FORM_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int COMMON_BYTES = 18;
  private static final int SOUND_HEADER_BYTES = 8;
  private static final int EXTENDED_BIAS = 16_383;

  private final SoundInput in;
  private final boolean compressible;
  private ByteBuffer common;
  private long soundAt = -1;
  private long soundBytes;

  private AiffReader(SoundInput in, boolean compressible) {
    this.in = in;
    this.compressible = compressible;
  }

  /** Reads {@code in}, whose first four bytes are {@code FORM}. */
  public static AudioClip read(SoundInput in) throws IOException {
    return find(in).read();
  }

  /** The sound of {@code in}, as {@link #read}, to be read piece by piece; it closes {@code in}. */
  public static OpenSound open(SoundInput in) throws IOException {
    return find(in).open();
  }

  private static PcmSamples find(SoundInput in) throws IOException {
    String kind = in.ascii(8, 4);
    if (!kind.equals("AIFF") && !kind.equals("AIFC")) {
      throw in.bad(
          in.bytes() < FORM_HEADER_BYTES
              ? String.format(
                  Locale.ROOT,
                  "is truncated after %d bytes, inside the first header; copy it again",
                  in.bytes())
              : "is an IFF file but not AIFF (byte 8); " + SoundInput.CONVERT);
    }
    return new AiffReader(in, kind.equals("AIFC")).find();
  }

  private PcmSamples find() throws IOException {
    walkChunks();
    if (common == null) {
      throw in.bad("has no COMM chunk to tell what its samples are; export or copy it again");
    }
    int channels = common.getShort(0) & 0xFFFF;
    long frames = common.getInt(2) & 0xFFFF_FFFFL;
    int bits = common.getShort(6) & 0xFFFF;
    long rateHz = rateHz();
    if (channels == 0) {
      throw in.bad("its COMM chunk says 0 channels; the file is damaged, export it again");
    }
    in.checkRate(rateHz);
    if (frames == 0) {
      throw in.bad("holds no samples; record or export it again");
    }
    String coding = coding();
    boolean little = coding.equals("sowt");
    PcmSamples.Form form = form(coding, bits);
    if (soundAt < 0) {
      throw in.bad("has no SSND chunk, so no sound in it; export or copy it again");
    }
    if (frames * channels * form.bytes > soundBytes) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is truncated: its COMM chunk claims %d frames and its SSND chunk holds %d of them; copy or export it again",
              frames,
              soundBytes / ((long) channels * form.bytes)));
    }
    return new PcmSamples(
        in,
        form,
        little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
        channels,
        (int) rateHz,
        soundAt,
        frames);
  }

  private void walkChunks() throws IOException {
    long at = FORM_HEADER_BYTES;
    while (in.bytes() - at >= CHUNK_HEADER_BYTES && (common == null || soundAt < 0)) {
      ByteBuffer header = in.at(at, CHUNK_HEADER_BYTES).order(ByteOrder.BIG_ENDIAN);
      String name = new String(header.array(), 0, 4, StandardCharsets.ISO_8859_1);
      long claimed = header.getInt(4) & 0xFFFF_FFFFL;
      long bodyAt = at + CHUNK_HEADER_BYTES;
      long left = in.bytes() - bodyAt;
      if (claimed > left) {
        throw in.bad(
            String.format(
                Locale.ROOT,
                "is truncated: the '%s' chunk at byte %d claims %d bytes and the file holds %d of them; copy or export it again",
                name.replaceAll("[^ -~]", "?"),
                at,
                claimed,
                left));
      }
      if (name.equals("COMM")) {
        int wanted = compressible ? COMMON_BYTES + 4 : COMMON_BYTES;
        if (claimed < wanted) {
          throw in.bad(
              String.format(
                  Locale.ROOT,
                  "its COMM chunk has %d bytes instead of %d or more; the file is damaged, export it again",
                  claimed,
                  wanted));
        }
        common = in.at(bodyAt, wanted).order(ByteOrder.BIG_ENDIAN);
      } else if (name.equals("SSND") && claimed >= SOUND_HEADER_BYTES) {
        long offset = in.at(bodyAt, 4).order(ByteOrder.BIG_ENDIAN).getInt() & 0xFFFF_FFFFL;
        soundAt = bodyAt + SOUND_HEADER_BYTES + offset;
        soundBytes = claimed - SOUND_HEADER_BYTES - offset;
      }
      at = bodyAt + claimed + (claimed & 1); // chunks start at even bytes
    }
  }

  private String coding() {
    return compressible
        ? new String(common.array(), COMMON_BYTES, 4, StandardCharsets.ISO_8859_1)
        : "NONE";
  }

  /** A sample may have fewer bits than its bytes hold; it is then shifted up. */
  private PcmSamples.Form form(String coding, int bits) throws IOException {
    switch (coding) {
      case "NONE", "twos", "sowt", "in24", "in32" -> {
        if (bits >= 1 && bits <= 32) {
          return switch ((bits + 7) / 8) {
            case 1 -> PcmSamples.Form.S8;
            case 2 -> PcmSamples.Form.S16;
            case 3 -> PcmSamples.Form.S24;
            default -> PcmSamples.Form.S32;
          };
        }
        throw in.bad(
            String.format(
                Locale.ROOT,
                "holds %d-bit integers, and only 1 to 32 bits are read; %s",
                bits,
                SoundInput.CONVERT));
      }
      case "fl32", "FL32" -> {
        return PcmSamples.Form.F32;
      }
      case "fl64", "FL64" -> {
        return PcmSamples.Form.F64;
      }
      default ->
          throw in.bad(
              String.format(
                  Locale.ROOT,
                  "is coded as '%s', which is not read; %s",
                  coding.replaceAll("[^ -~]", "?"),
                  SoundInput.CONVERT));
    }
  }

  /** The rate, an 80-bit float whose leading 1 is written; 0 where it is none. */
  private long rateHz() {
    int exponent = (common.getShort(8) & 0xFFFF) - EXTENDED_BIAS;
    long mantissa = common.getLong(10);
    return exponent < 0 || exponent > 30
        ? 0
        : Math.round((mantissa >>> 1) / 0x1p62 * (1L << exponent));
  }
}
