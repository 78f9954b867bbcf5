package dev.synth.audio.codec.mp3;

import dev.synth.audio.AudioClip;
import dev.synth.audio.codec.MonoSamples;
import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.MP3Decoder;
import javazoom.jl.decoder.OutputBuffer;

/**
 * Reads MP3 with JLayer. Which bytes are frames is found here, so that damage has a place and what
 * is no sound, such as tags, never reaches the decoder.
 *
 * <p>An encoder puts silence before the sound and after it. Where it says how much (LAME and ffmpeg
 * do, in a tag of Xing's in the first frame), it is cut off, and the sound starts where it did.
 * Source: G. Bouvigne, "Mp3 Info Tag, revision 1".
 */
public final class Mp3Reader {
  /** What a decoder adds to the encoder's delay, in samples: the overlap of its filter banks. */
  private static final int DECODER_DELAY = 529;

  private static final int TAG_BYTES = 8;
  private static final int FRAMES_FLAG = 1;
  private static final int BYTES_FLAG = 2;
  private static final int TABLE_FLAG = 4;
  private static final int QUALITY_FLAG = 8;
  private static final int TABLE_BYTES = 100;
  private static final int DELAY_OFFSET = 21;
  private static final int ID3V1_BYTES = 128;
  private static final int FILLING_BYTES_MAX = 1 << 16;

  private final SoundInput in;
  private final Mp3Header header;
  private final long start;
  private long end;
  private long soundAt;
  private long frames;
  private int delay = -DECODER_DELAY; // none is cut where the encoder says nothing
  private int padding;

  private Mp3Reader(SoundInput in, Mp3Header header, long start) {
    this.in = in;
    this.header = header;
    this.start = start;
  }

  /** Reads {@code in}, whose frames begin at {@code start}. */
  public static AudioClip read(SoundInput in, long start) throws IOException {
    // Some writers fill up their tag with zeros beyond the size it claims.
    long at = start == 0 ? 0 : start + zeros(in, start);
    Optional<Mp3Header> header = Mp3Header.at(in, at);
    if (header.isEmpty() || !Mp3Header.beginsFrames(in, at)) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "has an ID3 tag, but no MP3 frames behind it at byte %d; %s",
              at,
              SoundInput.CONVERT));
    }
    in.checkRate(header.get().rateHz());
    return new Mp3Reader(in, header.get(), at).read();
  }

  /** How many zeros stand at {@code position}, at most {@value #FILLING_BYTES_MAX}. */
  private static int zeros(SoundInput in, long position) throws IOException {
    int count = (int) Math.min(FILLING_BYTES_MAX, in.bytes() - position);
    ByteBuffer bytes = in.at(position, count);
    while (bytes.hasRemaining()) {
      if (bytes.get() != 0) {
        return bytes.position() - 1;
      }
    }
    return count;
  }

  private AudioClip read() throws IOException {
    long claimed = readTag();
    findFrames();
    if (claimed > frames) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is truncated: it claims %d frames and holds %d; copy or export it again",
              claimed,
              frames));
    }
    if (frames == 0) {
      throw in.bad("holds no samples; record or export it again");
    }
    MonoSamples mono = decode();
    int from = delay + DECODER_DELAY;
    return mono.clip(from, frames * header.frameSamples() - (long) Math.max(0, delay) - padding);
  }

  /** Reads the tag of the first frame, and returns how many frames it claims, 0 for no claim. */
  private long readTag() throws IOException {
    soundAt = start;
    int bytes = (int) Math.min(header.frameBytes(), in.bytes() - start);
    ByteBuffer frame = in.at(start, bytes).order(ByteOrder.BIG_ENDIAN);
    int at = header.tagOffset();
    String name = at + TAG_BYTES > bytes ? "" : in.ascii(start + at, 4);
    if (!name.equals("Xing") && !name.equals("Info")) {
      return 0;
    }
    soundAt += header.frameBytes();
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
      delay = both >>> 12;
      padding = both & 0xFFF;
    }
    return claimed;
  }

  private void findFrames() throws IOException {
    long at = soundAt;
    while (at < in.bytes()) {
      Optional<Mp3Header> next = Mp3Header.at(in, at).filter(header::isSameStream);
      if (next.isEmpty()) {
        checkTail(at);
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
    end = at;
  }

  /** Behind the frames there may be tags or zeros; anything else is damage. */
  private void checkTail(long at) throws IOException {
    String tail = in.ascii(at, 11);
    boolean tag =
        tail.startsWith("TAG") && in.bytes() - at == ID3V1_BYTES
            || tail.startsWith("TAG+")
            || tail.startsWith("APETAGEX")
            || tail.startsWith("LYRICSBEGIN")
            || tail.startsWith("ID3")
            || tail.chars().allMatch(c -> c == 0);
    if (!tag) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is damaged or truncated: no MP3 frame begins at byte %d, and %d bytes are left; %s",
              at,
              in.bytes() - at,
              SoundInput.CONVERT));
    }
  }

  /**
   * The channels' mean, as floats, before anything rounds them to 16 bits. The decoder hands over
   * 32 samples at a time: those of a granule's first channel, then those of its second.
   */
  private static final class Mixer extends OutputBuffer {
    private static final int CALL_SAMPLES = 32;

    private final MonoSamples mono;
    private final int channels;
    private final float[] first = new float[1152];
    private int firstCount;
    private int secondCount;

    Mixer(MonoSamples mono, int channels) {
      super(channels, false);
      this.mono = mono;
      this.channels = channels;
    }

    @Override
    public void appendSamples(int channel, float[] samples) {
      for (int i = 0; i < CALL_SAMPLES; i++) {
        float sample = samples[i] / 0x1p15f;
        if (channels == 1) {
          mono.add(sample);
        } else if (channel == 0) {
          first[firstCount++] = sample;
        } else {
          mono.add((first[secondCount++] + sample) / 2);
        }
      }
      if (secondCount == firstCount) {
        firstCount = 0;
        secondCount = 0;
      }
    }
  }

  private MonoSamples decode() throws IOException {
    MonoSamples mono = new MonoSamples(in.file(), header.rateHz());
    MP3Decoder decoder = new MP3Decoder();
    decoder.setOutputBuffer(new Mixer(mono, header.channels()));
    Bitstream stream = new Bitstream(bytes(soundAt, end));
    try {
      for (long i = 0; i < frames; i++) {
        Header frame = stream.readFrame();
        if (frame == null) {
          break;
        }
        decoder.decodeFrame(frame, stream);
        stream.closeFrame();
      }
    } catch (JavaLayerException | RuntimeException e) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is damaged near %.2f s: the decoder cannot continue; %s",
              (double) mono.count() / header.rateHz(),
              SoundInput.CONVERT),
          e);
    }
    if (mono.count() != frames * header.frameSamples()) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is damaged: its %d frames give %d samples instead of %d; %s",
              frames,
              mono.count(),
              frames * header.frameSamples(),
              SoundInput.CONVERT));
    }
    return mono;
  }

  private InputStream bytes(long from, long to) {
    return new java.io.BufferedInputStream(
        new InputStream() {
          private long at = from;

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = (int) Math.min(length, to - at);
            if (count <= 0) {
              return length == 0 ? 0 : -1;
            }
            in.fill(ByteBuffer.wrap(bytes, offset, count), at);
            at += count;
            return count;
          }
        });
  }
}
