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
 * Reads RIFF WAVE: walks the chunks of one file. Written by hand because {@code
 * javax.sound.sampled} pads or drops what a truncated file lacks and does not read 64-bit floats.
 */
public final class WavReader {
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int MAX_FMT_BYTES = 40;

  private final SoundInput in;
  private WavFormat format;
  private long dataAt = -1;
  private long dataBytes;

  private WavReader(SoundInput in) {
    this.in = in;
  }

  /** Reads {@code in}, whose first four bytes are those of a kind of RIFF. */
  public static AudioClip read(SoundInput in) throws IOException {
    return new WavReader(in).find().read();
  }

  /** The sound of {@code in}, as {@link #read}, to be read piece by piece; it closes {@code in}. */
  public static OpenSound open(SoundInput in) throws IOException {
    return new WavReader(in).find().open();
  }

  private PcmSamples find() throws IOException {
    walkChunks(checkRiff());
    if (dataAt < 0) {
      throw in.bad("has no data chunk, so no sound in it; export or copy it again");
    }
    if (format == null) {
      throw in.bad("has no fmt chunk to tell what its samples are; export or copy it again");
    }
    long frames = dataBytes / format.frameBytes();
    if (frames == 0) {
      throw in.bad("holds no samples; record or export it again");
    }
    return new PcmSamples(
        in,
        format.form(),
        ByteOrder.LITTLE_ENDIAN,
        format.channels(),
        format.sampleRateHz(),
        dataAt,
        frames);
  }

  /** Checks the first twelve bytes and returns the size they claim. */
  private long checkRiff() throws IOException {
    String magic = in.ascii(0, 4);
    if (!magic.equals("RIFF")) {
      String kind = magic.equals("RIFX") ? "RIFX (big-endian)" : magic;
      throw in.bad("is " + kind + ", which is not supported; " + SoundInput.CONVERT);
    }
    if (in.bytes() < RIFF_HEADER_BYTES) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is truncated after %d bytes, inside the first header; copy it again",
              in.bytes()));
    }
    if (!in.ascii(8, 4).equals("WAVE")) {
      throw in.bad("is a RIFF file but not WAVE (byte 8); " + SoundInput.CONVERT);
    }
    return in.at(4, 4).getInt() & 0xFFFF_FFFFL;
  }

  private void walkChunks(long riffBytes) throws IOException {
    long at = RIFF_HEADER_BYTES;
    while (in.bytes() - at >= CHUNK_HEADER_BYTES && (format == null || dataAt < 0)) {
      ByteBuffer header = in.at(at, CHUNK_HEADER_BYTES);
      String name = new String(header.array(), 0, 4, StandardCharsets.ISO_8859_1);
      long claimed = header.getInt(4) & 0xFFFF_FFFFL;
      long bodyAt = at + CHUNK_HEADER_BYTES;
      long left = in.bytes() - bodyAt;
      boolean isData = "data".equals(name);
      long body = isData && isLeftOpen(claimed, left, riffBytes) ? left : claimed;
      if (body > left) {
        throw in.bad(
            String.format(
                Locale.ROOT,
                "is truncated: the %s chunk at byte %d claims %d bytes and the file holds %d of them; copy or export it again",
                isData ? "data" : "'" + name.replaceAll("[^ -~]", "?") + "'",
                at,
                claimed,
                left));
      }
      if (isData && dataAt < 0) {
        dataAt = bodyAt;
        dataBytes = body;
      } else if ("fmt ".equals(name) && format == null) {
        format = WavFormat.parse(in.at(bodyAt, (int) Math.min(body, MAX_FMT_BYTES)), in);
      }
      at = bodyAt + body + (body & 1); // chunks start at even bytes
    }
  }

  /**
   * Whether a writer to a pipe, which cannot come back to fill it in, left this size open. ffmpeg
   * leaves 0xFFFFFFFF, others 0, sox and arecord about 0x7FFFF000 and 0x80000000. A size of 0 in a
   * file whose first header was completed means that there is no sound.
   */
  private boolean isLeftOpen(long claimed, long left, long riffBytes) {
    if (claimed == 0) {
      return riffBytes != in.bytes() - CHUNK_HEADER_BYTES;
    }
    return claimed == 0xFFFF_FFFFL
        || (claimed >= 0x7FFF_F000L && claimed <= 0x8000_0000L && left < claimed);
  }
}
