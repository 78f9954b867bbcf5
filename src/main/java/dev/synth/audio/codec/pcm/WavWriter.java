package dev.synth.audio.codec.pcm;

import dev.synth.audio.AudioClip;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavFile;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The writing half of {@link WavFile}: the shortest headers that every player knows. What is for
 * samplers stands behind the sound, where it moves nothing for readers that expect the sound at
 * byte 44.
 */
public final class WavWriter {
  private static final int TAG_PCM = 1;
  private static final int TAG_FLOAT = 3;
  private static final long DITHER_SEED = 0x5EED_D17BL;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_FRAME_BYTES = 2 * Float.BYTES;
  private static final long MAX_RIFF_BYTES = 0xFFFF_FFFEL;

  private WavWriter() {}

  /**
   * Writes {@code clip}.
   *
   * @param sampler what stands in its {@code smpl} chunk, or null for none
   */
  public static void write(
      Path file,
      AudioClip clip,
      WavFile.Encoding encoding,
      int channels,
      SamplerInfo sampler,
      boolean overwrite)
      throws IOException {
    check(clip, channels);
    ByteBuffer smpl = SmplChunk.of(sampler, clip.sampleRateHz());
    ByteBuffer header = header(file, clip, encoding, channels, smpl.limit());
    Outputs.write(
        file,
        overwrite,
        temporary -> {
          try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            drain(header, channel);
            writeSamples(channel, clip.samples(), encoding, channels);
            drain(smpl, channel);
          }
        });
  }

  private static void check(AudioClip clip, int channels) {
    if (channels != 1 && channels != 2) {
      throw new IllegalArgumentException("channels must be 1 or 2, got " + channels);
    }
    if (clip.samples().length == 0) {
      throw new IllegalArgumentException("a clip without samples cannot be written");
    }
    int rateHz = clip.sampleRateHz();
    if (rateHz < WavFile.MIN_RATE_HZ || rateHz > WavFile.MAX_RATE_HZ) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "sample rate %d Hz is outside %d..%d",
              rateHz,
              WavFile.MIN_RATE_HZ,
              WavFile.MAX_RATE_HZ));
    }
    for (int i = 0; i < clip.samples().length; i++) {
      if (!Float.isFinite(clip.samples()[i])) {
        throw new IllegalArgumentException("sample " + i + " is " + clip.samples()[i]);
      }
    }
  }

  /** Everything before the samples: 44 bytes for integers, 58 for floats. */
  private static ByteBuffer header(
      Path file, AudioClip clip, WavFile.Encoding encoding, int channels, int behindBytes) {
    boolean isFloat = encoding == WavFile.Encoding.FLOAT32;
    int sampleBytes = encoding.sampleBytes();
    int headerBytes = isFloat ? 58 : 44;
    int frameBytes = channels * sampleBytes;
    long dataBytes = (long) clip.samples().length * frameBytes;
    // Chunks are of even size.
    long riffBytes = headerBytes - 8 + dataBytes + dataBytes % 2 + behindBytes;
    if (riffBytes > MAX_RIFF_BYTES) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "%s: %,d samples pass the 4 GiB that a WAV file can hold; write shorter pieces.",
              file,
              clip.samples().length));
    }
    ByteBuffer header = ByteBuffer.allocate(headerBytes).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RIFF")).putInt((int) riffBytes).put(ascii("WAVE"));
    header.put(ascii("fmt ")).putInt(isFloat ? 18 : 16);
    header.putShort((short) (isFloat ? TAG_FLOAT : TAG_PCM)).putShort((short) channels);
    header.putInt(clip.sampleRateHz()).putInt(clip.sampleRateHz() * frameBytes);
    header.putShort((short) frameBytes).putShort((short) (8 * sampleBytes));
    if (isFloat) {
      // What is not PCM must state its extension (none) and its number of frames.
      header.putShort((short) 0);
      header.put(ascii("fact")).putInt(4).putInt(clip.samples().length);
    }
    header.put(ascii("data")).putInt((int) dataBytes);
    return header.flip();
  }

  private static void writeSamples(
      FileChannel channel, float[] samples, WavFile.Encoding encoding, int channels)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    SplittableRandom noise = new SplittableRandom(DITHER_SEED);
    for (float sample : samples) {
      // Two uniform draws one step wide make a triangle two steps wide.
      double dither =
          encoding == WavFile.Encoding.PCM16_DITHERED ? noise.nextDouble() - noise.nextDouble() : 0;
      for (int c = 0; c < channels; c++) {
        if (encoding == WavFile.Encoding.FLOAT32) {
          buffer.putFloat(sample);
        } else if (encoding == WavFile.Encoding.PCM24) {
          int value = toPcm24(sample);
          buffer.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
        } else {
          buffer.putShort(toPcm16(sample, dither));
        }
      }
      if (buffer.remaining() < MAX_FRAME_BYTES) {
        drain(buffer.flip(), channel);
        buffer.clear();
      }
    }
    if ((long) samples.length * channels * encoding.sampleBytes() % 2 == 1) {
      buffer.put((byte) 0);
    }
    drain(buffer.flip(), channel);
  }

  private static int toPcm24(float sample) {
    double steps = Math.rint(sample * 8388608.0);
    return (int) Math.max(-8388608, Math.min(8388607, steps));
  }

  private static short toPcm16(float sample, double ditherSteps) {
    double steps = Math.rint(sample * 32768.0 + ditherSteps);
    return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, steps));
  }

  private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
