package dev.synth.audio.codec.mp3;

import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/**
 * The frames that one run of an encoder wrote. Where they begin with a tag of Xing's, it says how
 * many there are, and in LAME's and ffmpeg's how much silence was put before and behind the sound.
 * Source: G. Bouvigne, "Mp3 Info Tag, revision 1".
 *
 * @param header of the first frame
 * @param soundAt where the first frame with sound is
 * @param end where the last one ends
 * @param frames how many there are
 * @param delay samples before the sound, or less than 0 where nothing says so
 * @param padding samples behind it
 */
record Mp3Stream(Mp3Header header, long soundAt, long end, long frames, int delay, int padding) {
  /** What a decoder adds to the encoder's delay, in samples: the overlap of its filter banks. */
  private static final int DECODER_DELAY = 529;

  private static final int TAG_BYTES = 8;
  private static final int FRAMES_FLAG = 1;
  private static final int BYTES_FLAG = 2;
  private static final int TABLE_FLAG = 4;
  private static final int QUALITY_FLAG = 8;
  private static final int TABLE_BYTES = 100;
  private static final int DELAY_OFFSET = 21;

  /** How many samples are cut off at the beginning. */
  int cutSamples() {
    return delay + DECODER_DELAY;
  }

  /** How many samples the frames give. */
  long decodedSamples() {
    return frames * header.frameSamples();
  }

  /** How many samples the sound has. */
  long soundSamples() {
    return decodedSamples() - Math.max(0, delay) - padding;
  }

  /** What the tag of a first frame says; {@code frames} is 0 where it says nothing. */
  private record Tag(long frames, int delay, int padding) {}

  /**
   * Finds the frames from {@code start} on, where {@code header} is, to the first place where none
   * of the same kind begins, or one with a tag.
   *
   * @throws dev.synth.io.BadDataException if one is cut short, or there are less than are claimed
   */
  static Mp3Stream find(SoundInput in, Mp3Header header, long start) throws IOException {
    boolean tagged = isTag(in, header, start);
    Tag tag = tagged ? readTag(in, header, start) : new Tag(0, -DECODER_DELAY, 0);
    long soundAt = start + (tagged ? header.frameBytes() : 0);
    long at = soundAt;
    long frames = 0;
    while (at < in.bytes()) {
      Optional<Mp3Header> next = Mp3Header.at(in, at).filter(header::isSameStream);
      if (next.isEmpty() || frames + (tagged ? 1 : 0) > 0 && isTag(in, next.get(), at)) {
        break;
      }
      if (next.get().frameBytes() > in.bytes() - at) {
        throw in.bad(
            String.format(
                Locale.ROOT,
                "is truncated inside the frame at byte %d; copy or export it again",
                at));
      }
      at += next.get().frameBytes();
      frames++;
    }
    if (tag.frames() > frames) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is truncated%s: it claims %d frames and holds %d; copy or export it again",
              at < in.bytes() ? " before byte " + at : "",
              tag.frames(),
              frames));
    }
    // Where frames were added behind those that are claimed, the padding is not at the end.
    int padding = tag.frames() == 0 || tag.frames() == frames ? tag.padding() : 0;
    return new Mp3Stream(header, soundAt, at, frames, tag.delay(), padding);
  }

  /** Whether the frame at {@code at} has a tag in place of sound: its side information is empty. */
  private static boolean isTag(SoundInput in, Mp3Header header, long at) throws IOException {
    int bytes = header.tagOffset() + TAG_BYTES;
    if (bytes > header.frameBytes() || bytes > in.bytes() - at) {
      return false;
    }
    String name = in.ascii(at + header.tagOffset(), 4);
    return name.equals("Xing") || name.equals("Info");
  }

  private static Tag readTag(SoundInput in, Mp3Header header, long start) throws IOException {
    int bytes = (int) Math.min(header.frameBytes(), in.bytes() - start);
    ByteBuffer frame = in.at(start, bytes).order(ByteOrder.BIG_ENDIAN);
    int at = header.tagOffset();
    int flags = frame.getInt(at + 4);
    at += TAG_BYTES;
    long claimed = 0;
    if ((flags & FRAMES_FLAG) != 0 && at + 4 <= bytes) {
      claimed = frame.getInt(at) & 0xFFFF_FFFFL;
      at += 4;
    }
    at += (flags & BYTES_FLAG) != 0 ? 4 : 0;
    at += (flags & TABLE_FLAG) != 0 ? TABLE_BYTES : 0;
    at += (flags & QUALITY_FLAG) != 0 ? 4 : 0;
    String encoder = in.ascii(start + at, 3);
    if (at + DELAY_OFFSET + 3 <= bytes && (encoder.equals("LAM") || encoder.equals("Lav"))) {
      int both = frame.getInt(at + DELAY_OFFSET - 1) & 0xFF_FFFF;
      return new Tag(claimed, both >>> 12, both & 0xFFF);
    }
    return new Tag(claimed, -DECODER_DELAY, 0);
  }
}
