package dev.synth.audio.codec.mp3;

import dev.synth.audio.AudioClip;
import dev.synth.audio.codec.MonoSamples;
import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.Tags;
import dev.synth.io.text.Counted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.MP3Decoder;
import javazoom.jl.decoder.OutputBuffer;

/**
 * Reads MP3 with JLayer. Which bytes are frames is found here, so that damage has a place, what is
 * no sound, such as tags, never reaches the decoder, and nothing behind a tag is forgotten.
 *
 * <p>An encoder puts silence before the sound and after it. Where it says how much, it is cut off,
 * and the sound starts where it did. In files that were joined, it is cut off from each.
 */
public final class Mp3Reader {
  private final SoundInput in;
  private final int rateHz;
  private final MonoSamples mono;

  private Mp3Reader(SoundInput in, int rateHz) {
    this.in = in;
    this.rateHz = rateHz;
    this.mono = new MonoSamples(in.file(), rateHz);
  }

  /** Reads {@code in}, whose frames begin at {@code start}. */
  public static AudioClip read(SoundInput in, long start) throws IOException {
    Mp3Header header = Mp3Header.at(in, start).orElseThrow();
    in.checkRate(header.rateHz());
    return new Mp3Reader(in, header.rateHz()).readFrom(start);
  }

  private AudioClip readFrom(long start) throws IOException {
    long at = start;
    while (at < in.bytes()) {
      Mp3Header header = Mp3Header.at(in, at).orElseThrow();
      if (header.rateHz() != rateHz) {
        throw in.bad(
            String.format(
                Locale.ROOT,
                "is several files in one: at byte %d its sample rate changes from %d to %d Hz; cut it there",
                at,
                rateHz,
                header.rateHz()));
      }
      Mp3Stream stream = Mp3Stream.find(in, header, at);
      if (stream.frames() > 0) {
        int from = mono.count();
        decode(stream);
        mono.keep(from, stream.cutSamples(), stream.soundSamples());
      }
      at = next(stream.end());
    }
    if (mono.count() == 0) {
      throw in.bad("holds no samples; record or export it again");
    }
    return mono.clip();
  }

  /** Where frames begin again behind tags and zeros, or the file ends; anything else is damage. */
  private long next(long end) throws IOException {
    long at = Mp3Header.beginsFrames(in, end) ? end : Tags.behind(in, end);
    if (at < in.bytes() && !Mp3Header.beginsFrames(in, at)) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is damaged or truncated: no MP3 frame begins at byte %d, and %d bytes are left; %s",
              at,
              in.bytes() - at,
              in.convert()));
    }
    return at;
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

  private void decode(Mp3Stream stream) throws IOException {
    int before = mono.count();
    MP3Decoder decoder = new MP3Decoder();
    decoder.setOutputBuffer(new Mixer(mono, stream.header().channels()));
    Bitstream bits = new Bitstream(bytes(stream.soundAt(), stream.end()));
    int lost = 0;
    try {
      for (long i = 0; i < stream.frames(); i++) {
        Header frame = bits.readFrame();
        if (frame == null) {
          break;
        }
        decoder.decodeFrame(frame, bits);
        bits.closeFrame();
        // The bits of the first frames may lie in frames that were cut off: they stay silent.
        if (lost == i && mono.count() - before == i * stream.header().frameSamples()) {
          lost++;
          for (int sample = stream.header().frameSamples(); sample > 0; sample--) {
            mono.add(0);
          }
        }
      }
    } catch (JavaLayerException | RuntimeException e) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is damaged near %.2f s: the decoder cannot continue; %s",
              (double) mono.count() / rateHz,
              in.convert()),
          e);
    }
    if (lost > 0 && lost < stream.frames()) {
      in.remark(
          "the first %s at byte %d %s frames that were cut off",
          lost == 1 ? "frame" : Counted.of(lost, "frame"),
          stream.soundAt(),
          lost == 1 ? "is silent, as it needs" : "are silent, as they need");
    }
    if (mono.count() - before != stream.decodedSamples() || lost == stream.frames()) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is damaged: its %d frames give %d samples instead of %d; %s",
              stream.frames(),
              mono.count() - before,
              stream.decodedSamples(),
              in.convert()));
    }
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
