package dev.synth.audio.codec.pcm;

import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.pcm.Chunks.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the sound of AIFF and AIFF-C. What its coding, its sample size, its number of frames and
 * the size of its sound say is held against each other. Written by hand because {@code
 * javax.sound.sampled} reads neither little-endian integers nor 64-bit floats, nor tells of a
 * truncated file.
 *
 * <p>Source: Apple, "Audio Interchange File Format AIFF-C", draft of 1991, and "QuickTime File
 * Format", 2001, on the atoms of a {@code wave} chunk.
 */
final class AiffReader {
  private static final int FORM_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int COMMON_BYTES = 18;
  private static final int SOUND_HEADER_BYTES = 8;
  private static final int ATOM_HEADER_BYTES = 8;
  private static final int EXTENDED_BIAS = 16_383;

  private final SoundInput in;
  private final long start;
  private final boolean compressible;
  private ByteBuffer common;
  private Chunk sound;
  private boolean isOpen;
  private Boolean little;

  private AiffReader(SoundInput in, long start, boolean compressible) {
    this.in = in;
    this.start = start;
    this.compressible = compressible;
  }

  /** The sound of the file that begins at {@code start}, with {@code FORM}. */
  static PcmPart find(SoundInput in, long start) throws IOException {
    String kind = in.ascii(start + 8, 4);
    if (!kind.equals("AIFF") && !kind.equals("AIFC")) {
      throw in.bad(
          in.bytes() - start < FORM_HEADER_BYTES
              ? String.format(
                  Locale.ROOT,
                  "is truncated after %d bytes, inside the first header; copy it again",
                  in.bytes() - start)
              : String.format(
                  Locale.ROOT,
                  "is an IFF file but not AIFF (byte %d); %s",
                  start + 8,
                  in.convert()));
    }
    return new AiffReader(in, start, kind.equals("AIFC")).find();
  }

  private PcmPart find() throws IOException {
    Chunks chunks = new Chunks(in, ByteOrder.BIG_ENDIAN, false, start + FORM_HEADER_BYTES);
    walk(chunks);
    if (common == null) {
      throw in.bad("has no COMM chunk to tell what its samples are; export or copy it again");
    }
    int channels = common.getShort(0) & 0xFFFF;
    if (channels == 0) {
      throw in.bad("its COMM chunk says 0 channels; the file is damaged, export it again");
    }
    long rateHz = rateHz();
    in.checkRate(rateHz);
    int bits = common.getShort(6) & 0xFFFF;
    String coding =
        compressible
            ? new String(common.array(), COMMON_BYTES, 4, StandardCharsets.ISO_8859_1)
            : "NONE";
    AiffCoding coded = AiffCoding.of(in, coding, bits, little);
    if (sound == null && common.getInt(2) != 0) {
      throw in.bad("has no SSND chunk, so no sound in it; export or copy it again");
    }
    PcmFormat format = coded.format(channels, (int) rateHz);
    PcmPart.Span span = span(coded, format);
    return new PcmPart(
        format, span.bytes() == 0 ? List.of() : List.of(span), Math.min(in.bytes(), chunks.at()));
  }

  private void walk(Chunks chunks) throws IOException {
    Optional<Chunk> next = chunks.next();
    while (next.isPresent()) {
      Chunk chunk = next.get();
      long bytes = chunk.claimed();
      boolean isSound = chunk.name().equals("SSND");
      if (isSound && sound != null) {
        throw in.bad(
            String.format(
                Locale.ROOT, "has a second SSND chunk at byte %d; export it again", chunk.at()));
      }
      if (isSound && (Chunks.isOpen(chunk) || bytes == 0 && isUnfinished(chunk))) {
        isOpen = true;
        bytes = openBytes(chunk);
      }
      if (bytes > chunk.left()) {
        if (common != null && sound != null) {
          return; // what is behind the sound is told by its place
        }
        throw chunks.truncated(chunk);
      }
      if (chunk.name().equals("COMM")) {
        readCommon(chunk);
      } else if (isSound) {
        sound = new Chunk("SSND", chunk.at(), chunk.bodyAt(), bytes, chunk.left());
      } else if (chunk.name().equals("wave")) {
        readAtoms(chunk.bodyAt(), chunk.bodyAt() + bytes);
      }
      chunks.skip(chunk, bytes);
      next = chunks.next();
    }
    if (sound == null && in.bytes() - chunks.at() >= CHUNK_HEADER_BYTES) {
      throw chunks.noChunk();
    }
  }

  /** Whether a size of 0 is one that the writer to a pipe could not fill in. */
  private boolean isUnfinished(Chunk chunk) throws IOException {
    long formBytes = in.at(start + 4, 4).order(ByteOrder.BIG_ENDIAN).getInt() & 0xFFFF_FFFFL;
    return formBytes != in.bytes() - start - CHUNK_HEADER_BYTES
        && chunk.left() >= SOUND_HEADER_BYTES;
  }

  /** As far as the file goes, or to the file that was joined to it. */
  private long openBytes(Chunk chunk) throws IOException {
    byte[] joint = "FORM".getBytes(StandardCharsets.ISO_8859_1);
    for (long at = in.find(joint, chunk.bodyAt(), in.bytes());
        at >= 0;
        at = in.find(joint, at + 1, in.bytes())) {
      if (in.ascii(at + 8, 3).equals("AIF")) {
        return at - chunk.bodyAt();
      }
    }
    return chunk.left();
  }

  private void readCommon(Chunk chunk) throws IOException {
    int wanted = compressible ? COMMON_BYTES + 4 : COMMON_BYTES;
    if (chunk.claimed() < wanted) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "its COMM chunk has %d bytes instead of %d or more; the file is damaged, export it again",
              chunk.claimed(),
              wanted));
    }
    common = in.at(chunk.bodyAt(), wanted).order(ByteOrder.BIG_ENDIAN);
  }

  /** QuickTime says in an atom {@code enda} of 1 that samples are little-endian. */
  private void readAtoms(long from, long to) throws IOException {
    long at = from;
    while (to - at >= ATOM_HEADER_BYTES + 2) {
      ByteBuffer atom = in.at(at, ATOM_HEADER_BYTES + 2).order(ByteOrder.BIG_ENDIAN);
      long bytes = atom.getInt(0) & 0xFFFF_FFFFL;
      String name = new String(atom.array(), 4, 4, StandardCharsets.ISO_8859_1);
      if (bytes < ATOM_HEADER_BYTES || bytes > to - at || name.equals("\0\0\0\0")) {
        return;
      }
      if (name.equals("enda")) {
        little = atom.getShort(ATOM_HEADER_BYTES) == 1;
      }
      at += bytes;
    }
  }

  /** The frames, as many as the COMM chunk says, which the SSND chunk must hold. */
  private PcmPart.Span span(AiffCoding coded, PcmFormat format) throws IOException {
    long frames = common.getInt(2) & 0xFFFF_FFFFL;
    if (frames == 0 && !isOpen) {
      throw in.bad("holds no samples; record or export it again");
    }
    if (sound.claimed() < SOUND_HEADER_BYTES) {
      throw in.bad("its SSND chunk has no room for its own header; it is damaged, export it again");
    }
    long offset = in.at(sound.bodyAt(), 4).order(ByteOrder.BIG_ENDIAN).getInt() & 0xFFFF_FFFFL;
    long held = sound.claimed() - SOUND_HEADER_BYTES - offset;
    long wanted = frames * format.frameBytes();
    if (isOpen && (frames == 0 || wanted > held)) {
      wanted = Math.max(0, held);
    }
    if (wanted > held) {
      coded.checkAgainst(frames * format.channels(), held);
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is truncated: its COMM chunk claims %d frames and its SSND chunk holds %d of them; copy or export it again",
              frames,
              Math.max(0, held) / format.frameBytes()));
    }
    long at = sound.bodyAt() + SOUND_HEADER_BYTES + offset;
    if (held - wanted > 1) { // one may fill it up
      coded.checkAgainst(frames * format.channels(), held);
      in.remark(
          "its COMM chunk claims %d frames and its SSND chunk holds %d bytes more, at byte %d, which are not read",
          frames, held - wanted, at + wanted);
    }
    return new PcmPart.Span(at, wanted);
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
