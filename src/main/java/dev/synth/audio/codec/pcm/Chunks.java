package dev.synth.audio.codec.pcm;

import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.Tags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The chunks of a file, one after the other: RIFF's and AIFF's, of a name, a size and a body that
 * is filled up to an even size, and Wave64's, whose names have 16 bytes and sizes count the header.
 */
final class Chunks {
  private static final int NAME_BYTES = 4;
  private static final int HEADER_BYTES = 8;
  private static final int WAVE64_NAME_BYTES = 16;
  private static final int WAVE64_HEADER_BYTES = 24;

  /** Names that decide where two places might begin a chunk. */
  private static final Set<String> KNOWN =
      Set.of(
          "fmt ", "data", "LIST", "fact", "JUNK", "junk", "bext", "cue ", "smpl", "inst", "C2PA",
          "id3 ", "ID3 ", "iXML", "PEAK", "acid", "COMM", "SSND", "NAME", "AUTH", "(c) ", "ANNO",
          "MARK", "INST", "APPL", "wave", "FVER", "COMT", "CHAN", "PAD ", "FLLR", "RIFF", "FORM");

  /** Names of the containers themselves: another file begins there. */
  private static final Set<String> CONTAINERS = Set.of("RIFF", "RIFX", "RF64", "BW64", "FORM");

  /**
   * One chunk.
   *
   * @param name four letters
   * @param at where its header is
   * @param bodyAt where its body is
   * @param claimed how many bytes the body is said to have
   * @param left how many bytes of the file there are for it
   */
  record Chunk(String name, long at, long bodyAt, long claimed, long left) {}

  private final SoundInput in;
  private final ByteOrder order;
  private final boolean wave64;
  private long at;

  /** The chunks from {@code at} on. */
  Chunks(SoundInput in, ByteOrder order, boolean wave64, long at) {
    this.in = in;
    this.order = order;
    this.wave64 = wave64;
    this.at = at;
  }

  /** Where the next chunk begins, or would. */
  long at() {
    return at;
  }

  /** The next chunk; empty at the end of the file, and where no chunk begins. */
  Optional<Chunk> next() throws IOException {
    return Tags.isAt(in, at) ? Optional.empty() : chunk(at).filter(this::isPart);
  }

  private boolean isPart(Chunk chunk) {
    return !(wave64 ? chunk.name().equals("riff") : CONTAINERS.contains(chunk.name()));
  }

  /** The chunk at {@code position}, if one can begin there. */
  private Optional<Chunk> chunk(long position) throws IOException {
    int headerBytes = wave64 ? WAVE64_HEADER_BYTES : HEADER_BYTES;
    if (in.bytes() - position < headerBytes) {
      return Optional.empty();
    }
    ByteBuffer header = in.at(position, headerBytes).order(order);
    String name = new String(header.array(), 0, NAME_BYTES, StandardCharsets.ISO_8859_1);
    if (!name.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return Optional.empty();
    }
    long claimed =
        wave64
            ? header.getLong(WAVE64_NAME_BYTES) - headerBytes
            : header.getInt(NAME_BYTES) & 0xFFFF_FFFFL;
    long bodyAt = position + headerBytes;
    return claimed < 0 && !name.equals("data")
        ? Optional.empty()
        : Optional.of(new Chunk(name, position, bodyAt, claimed, in.bytes() - bodyAt));
  }

  /** Goes on behind {@code chunk}, whose body has {@code bytes} bytes. */
  void skip(Chunk chunk, long bytes) throws IOException {
    at = chunk.bodyAt() + bytes;
    if (wave64) {
      at = Math.min(in.bytes(), at + (8 - (at - chunk.at()) % 8) % 8);
    } else if ((bytes & 1) != 0 && at < in.bytes() && !isUnpadded()) {
      at++;
    }
  }

  /** Whether the writer left out the zero that fills a chunk up, and the next one begins here. */
  private boolean isUnpadded() throws IOException {
    if (in.at(at, 1).get() == 0) {
      return false;
    }
    Optional<Chunk> here = chunk(at).filter(this::fits);
    Optional<Chunk> padded = chunk(at + 1).filter(this::fits);
    return here.isPresent()
        && !(padded.isPresent()
            && (KNOWN.contains(padded.get().name()) || !KNOWN.contains(here.get().name())));
  }

  private boolean fits(Chunk chunk) {
    return chunk.claimed() <= chunk.left()
        || chunk.name().equals("data")
        || chunk.name().equals("SSND");
  }

  /** The sentence that {@code chunk} is cut short. */
  IOException truncated(Chunk chunk) {
    return in.bad(
        String.format(
            Locale.ROOT,
            "is truncated: the '%s' chunk at byte %d claims %d bytes and the file holds %d of them; copy or export it again",
            chunk.name(),
            chunk.at(),
            chunk.claimed(),
            chunk.left()));
  }

  /** The sentence that something else stands where a chunk should begin. */
  IOException noChunk() {
    return in.bad(
        String.format(
            Locale.ROOT, "is damaged: no chunk begins at byte %d; copy or export it again", at));
  }

  /**
   * Whether the writer of a sound could not fill in its size, since it wrote to a pipe. ffmpeg
   * leaves 0xFFFFFFFF, others that less their headers, sox and arecord about 0x7FFFF000 and
   * 0x80000000, sox 0x7F000000 in AIFF; all of them are more than there is.
   */
  static boolean isOpen(Chunk chunk) {
    long claimed = chunk.claimed();
    boolean open =
        claimed >= 0xFFFF_0000L && claimed <= 0xFFFF_FFFFL
            || claimed >= 0x7FFF_0000L && claimed <= 0x8001_0000L
            || claimed >= 0x7F00_0000L && claimed <= 0x7F00_0100L
            || claimed >= 1L << 48;
    return claimed < 0 || claimed == 0xFFFF_FFFFL || open && claimed > chunk.left();
  }
}
