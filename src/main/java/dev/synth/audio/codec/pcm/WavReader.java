package dev.synth.audio.codec.pcm;

import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.pcm.Chunks.Chunk;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the sound of RIFF WAVE, of its big-endian form RIFX, and of those for more than 4 GiB:
 * RF64, BW64 and Sony's Wave64. Written by hand because {@code javax.sound.sampled} pads or drops
 * what a truncated file lacks and does not read 64-bit floats.
 *
 * <p>Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0",
 * 1991; EBU Tech 3306, "RF64", 2009; ITU-R BS.2088; Sony, "Wave64 file format", 2006.
 */
final class WavReader {
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int WAVE64_HEADER_BYTES = 40;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int MAX_FMT_BYTES = 40;
  private static final int DS64_BYTES = 16;
  private static final byte[] WAVE64_RIFF = {
    'r',
    'i',
    'f',
    'f',
    0x2E,
    (byte) 0x91,
    (byte) 0xCF,
    0x11,
    (byte) 0xA5,
    (byte) 0xD6,
    0x28,
    (byte) 0xDB,
    0x04,
    (byte) 0xC1,
    0,
    0
  };
  private static final byte[] WAVE64_WAVE = {
    'w',
    'a',
    'v',
    'e',
    (byte) 0xF3,
    (byte) 0xAC,
    (byte) 0xD3,
    0x11,
    (byte) 0x8C,
    (byte) 0xD1,
    0,
    (byte) 0xC0,
    0x4F,
    (byte) 0x8E,
    (byte) 0xDB,
    (byte) 0x8A
  };

  private final SoundInput in;
  private final long start;
  private final String magic;
  private final ByteOrder order;
  private final List<PcmPart.Span> spans = new ArrayList<>();
  private PcmFormat format;
  private boolean hasData;
  private long data64 = -1;

  private WavReader(SoundInput in, long start) throws IOException {
    this.in = in;
    this.start = start;
    this.magic = in.ascii(start, 4);
    this.order = magic.equals("RIFX") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** The sound of the file that begins at {@code start} as one of these does. */
  static PcmPart find(SoundInput in, long start) throws IOException {
    return new WavReader(in, start).find();
  }

  private PcmPart find() throws IOException {
    boolean wave64 = magic.equals("riff");
    int headerBytes = wave64 ? WAVE64_HEADER_BYTES : RIFF_HEADER_BYTES;
    if (in.bytes() - start < headerBytes) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is truncated after %d bytes, inside the first header; copy it again",
              in.bytes() - start));
    }
    if (wave64 ? !isWave64() : !in.ascii(start + 8, 4).equals("WAVE")) {
      throw in.bad(
          String.format(
              Locale.ROOT, "is a RIFF file but not WAVE (byte %d); %s", start + 8, in.convert()));
    }
    Chunks chunks = new Chunks(in, order, wave64, start + headerBytes);
    walk(chunks);
    if (!hasData) {
      throw in.bad("has no data chunk, so no sound in it; export or copy it again");
    }
    if (format == null) {
      throw in.bad("has no fmt chunk to tell what its samples are; export or copy it again");
    }
    return new PcmPart(format, spans, Math.min(in.bytes(), chunks.at()));
  }

  private boolean isWave64() throws IOException {
    byte[] header = in.at(start, WAVE64_HEADER_BYTES).array();
    return Arrays.equals(header, 0, 16, WAVE64_RIFF, 0, 16)
        && Arrays.equals(header, 24, 40, WAVE64_WAVE, 0, 16);
  }

  private void walk(Chunks chunks) throws IOException {
    Optional<Chunk> next = chunks.next();
    while (next.isPresent()) {
      Chunk chunk = next.get();
      long bytes = chunk.claimed();
      if (chunk.name().equals("data")) {
        bytes = dataBytes(chunk);
        hasData = true;
        if (bytes > 0) {
          spans.add(new PcmPart.Span(chunk.bodyAt(), bytes));
        }
      } else if (bytes > chunk.left()) {
        if (hasData && format != null) {
          return; // what is behind the sound is told by its place
        }
        throw chunks.truncated(chunk);
      } else if (chunk.name().equals("fmt ")) {
        readFormat(chunk);
      } else if (chunk.name().equals("ds64") && bytes >= DS64_BYTES) {
        data64 = in.at(chunk.bodyAt() + 8, 8).order(order).getLong();
      } else if (chunk.name().equals("LIST") && in.ascii(chunk.bodyAt(), 4).equals("wavl")) {
        throw in.bad(
            "keeps its sound in pieces, as a wave list, which is not read; " + in.convert());
      }
      chunks.skip(chunk, bytes);
      next = chunks.next();
    }
    if (!hasData && in.bytes() - chunks.at() >= CHUNK_HEADER_BYTES) {
      throw chunks.noChunk();
    }
  }

  private void readFormat(Chunk chunk) throws IOException {
    ByteBuffer body =
        in.at(chunk.bodyAt(), (int) Math.min(chunk.claimed(), MAX_FMT_BYTES)).order(order);
    PcmFormat found = WavFormat.parse(body, in);
    if (format != null && !found.equals(format)) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "has a second fmt chunk at byte %d that differs from the first; export it again",
              chunk.at()));
    }
    format = found;
  }

  /** How many bytes a data chunk has, where its size was left open or stands elsewhere. */
  private long dataBytes(Chunk chunk) throws IOException {
    long claimed = chunk.claimed();
    if (claimed == 0xFFFF_FFFFL && data64 > 0 && !magic.equals("RIFF")) {
      claimed = data64;
    } else if (isLeftOpen(chunk)) {
      return openBytes(chunk);
    }
    if (claimed > chunk.left()) {
      throw truncated(chunk, claimed);
    }
    return claimed;
  }

  private BadDataException truncated(Chunk chunk, long claimed) {
    return in.bad(
        String.format(
            Locale.ROOT,
            "is truncated: the data chunk at byte %d claims %d bytes and the file holds %d of them; copy or export it again",
            chunk.at(),
            claimed,
            chunk.left()));
  }

  /**
   * Whether nobody filled in the size. In a file whose first header was completed it is wrong, and
   * a size of 0 where chunks follow means that there is no sound.
   */
  private boolean isLeftOpen(Chunk chunk) throws IOException {
    long riffBytes = in.at(start + 4, 4).order(order).getInt() & 0xFFFF_FFFFL;
    if (riffBytes == in.bytes() - start - CHUNK_HEADER_BYTES) {
      return chunk.claimed() == 0xFFFF_FFFFL;
    }
    if (chunk.claimed() != 0) {
      return Chunks.isOpen(chunk);
    }
    Chunks behind = new Chunks(in, order, magic.equals("riff"), chunk.bodyAt());
    Optional<Chunk> next = behind.next();
    return next.isEmpty() || next.get().claimed() > next.get().left();
  }

  /** As far as the file goes, or to the file that was joined to it. */
  private long openBytes(Chunk chunk) throws IOException {
    boolean wave64 = magic.equals("riff");
    byte[] joint = wave64 ? WAVE64_RIFF : "WAVEfmt ".getBytes(StandardCharsets.ISO_8859_1);
    int before = wave64 ? 0 : CHUNK_HEADER_BYTES;
    for (long at = in.find(joint, chunk.bodyAt() + before, in.bytes());
        at >= 0;
        at = in.find(joint, at + 1, in.bytes())) {
      if (in.ascii(at - before, 4).equals(magic)) {
        return at - before - chunk.bodyAt();
      }
    }
    return chunk.left();
  }
}
