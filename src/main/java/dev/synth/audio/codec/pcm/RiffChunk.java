package dev.synth.audio.codec.pcm;

import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole chunk of a RIFF file.
 *
 * @param name four letters
 * @param at the byte where its header begins
 * @param bodyAt where its body does
 * @param bytes of its body, without what fills it up to an even size
 */
public record RiffChunk(String name, long at, long bodyAt, long bytes) {
  private static final int RIFF_HEADER_BYTES = 12;

  /** No sound has more of them; what does was made to keep readers busy. */
  private static final int CHUNKS_MAX = 10_000;

  /** Where the body ends. */
  public long end() {
    return bodyAt + bytes;
  }

  /**
   * The chunks of a WAV as far as they are whole; none where {@code in} is no WAV.
   *
   * @throws dev.synth.io.BadDataException if there are too many
   */
  public static List<RiffChunk> all(SoundInput in) throws IOException {
    return in.bytes() < RIFF_HEADER_BYTES
            || !in.ascii(0, 4).equals("RIFF")
            || !in.ascii(8, 4).equals("WAVE")
        ? List.of()
        : inside(in, RIFF_HEADER_BYTES, in.bytes());
  }

  /** The chunks from {@code from} on that end at {@code to} or before. */
  static List<RiffChunk> inside(SoundInput in, long from, long to) throws IOException {
    List<RiffChunk> found = new ArrayList<>();
    Chunks chunks = new Chunks(in, ByteOrder.LITTLE_ENDIAN, false, from);
    Optional<Chunks.Chunk> next = chunks.next();
    while (next.isPresent() && next.get().claimed() <= to - next.get().bodyAt()) {
      Chunks.Chunk chunk = next.get();
      if (found.size() == CHUNKS_MAX) {
        throw in.bad("has more than " + CHUNKS_MAX + " chunks; export it again");
      }
      found.add(new RiffChunk(chunk.name(), chunk.at(), chunk.bodyAt(), chunk.claimed()));
      chunks.skip(chunk, chunk.claimed());
      next = chunks.next();
    }
    return found;
  }
}
