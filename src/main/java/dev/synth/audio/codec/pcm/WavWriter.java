package dev.synth.audio.codec.pcm;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavExtras;
import dev.synth.audio.WavFile;
import dev.synth.audio.WavSeal;
import dev.synth.io.Outputs;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The writing half of {@link WavFile}: the shortest headers that every player knows, plain text if
 * there is any, the sound, and behind it what is for samplers and the seal. Without text the sound
 * begins at byte 44, where some readers expect it.
 */
public final class WavWriter {
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int TAG_PCM = 1;
  private static final int TAG_FLOAT = 3;
  private static final long DITHER_SEED = 0x5EED_D17BL;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_FRAME_BYTES = 2 * Float.BYTES;
  private static final long MAX_RIFF_BYTES = 0xFFFF_FFFEL;

  private WavWriter() {}

  /** Writes {@code clip} in one or two equal channels, and what is in {@code extras}. */
  public static void write(
      Path file,
      AudioClip clip,
      WavFile.Encoding encoding,
      int channels,
      WavExtras extras,
      boolean overwrite)
      throws IOException {
    check(clip, channels);
    write(file, clip, encoding, channels, channels, extras, overwrite);
  }

  /** Writes two channels, left and right by turns in {@code clip}. */
  public static void writeStereo(
      Path file,
      AudioClip interleaved,
      WavFile.Encoding encoding,
      WavExtras extras,
      boolean overwrite)
      throws IOException {
    check(interleaved, 2);
    if (interleaved.samples().length % 2 != 0) {
      throw new IllegalArgumentException("the last sample has no partner");
    }
    write(file, interleaved, encoding, 2, 1, extras, overwrite);
  }

  /** As above, every sample in so many copies, one behind the other. */
  private static void write(
      Path file,
      AudioClip clip,
      WavFile.Encoding encoding,
      int channels,
      int copies,
      WavExtras extras,
      boolean overwrite)
      throws IOException {
    ByteBuffer fields =
        FieldChunks.of(extras.fields(), clip.sampleRateHz(), 8 * encoding.sampleBytes(), channels);
    ByteBuffer smpl = SmplChunk.of(extras.sampler(), clip.sampleRateHz());
    WavSeal seal = extras.seal();
    long sealAt =
        headerBytes(encoding)
            + fields.limit()
            + dataBytes(clip, encoding, copies)
            + dataBytes(clip, encoding, copies) % 2
            + smpl.limit();
    int sealBytes = seal == null ? 0 : seal.bytes(sealAt);
    long fileBytes = sealAt + (seal == null ? 0 : CHUNK_HEADER_BYTES + sealBytes);
    ByteBuffer header = header(file, clip, encoding, channels, copies, fields, fileBytes);
    Outputs.write(
        file,
        overwrite,
        temporary -> {
          try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            MessageDigest digest = seal == null ? null : Sha256.digest();
            drain(header.duplicate(), channel, digest);
            writeSamples(channel, digest, clip.samples(), encoding, copies);
            drain(smpl.duplicate(), channel, digest);
            if (seal != null) {
              drain(sealed(seal, sealAt, sealBytes, digest.digest()), channel, null);
            }
          }
        });
  }

  private static ByteBuffer sealed(WavSeal seal, long at, int bytes, byte[] sha256) {
    byte[] body = seal.seal(at, sha256);
    if (body.length != bytes) {
      throw new IllegalStateException("a seal of " + bytes + " bytes came with " + body.length);
    }
    ByteBuffer chunk =
        ByteBuffer.allocate(CHUNK_HEADER_BYTES + bytes).order(ByteOrder.LITTLE_ENDIAN);
    return chunk.put(ascii(seal.chunkName())).putInt(bytes).put(body).flip();
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

  private static int headerBytes(WavFile.Encoding encoding) {
    return encoding == WavFile.Encoding.FLOAT32 ? 58 : 44;
  }

  private static long dataBytes(AudioClip clip, WavFile.Encoding encoding, int copies) {
    return (long) clip.samples().length * copies * encoding.sampleBytes();
  }

  /** Everything before the samples: 44 bytes for integers, 58 for floats, and the fields. */
  private static ByteBuffer header(
      Path file,
      AudioClip clip,
      WavFile.Encoding encoding,
      int channels,
      int copies,
      ByteBuffer fields,
      long fileBytes) {
    boolean isFloat = encoding == WavFile.Encoding.FLOAT32;
    int sampleBytes = encoding.sampleBytes();
    int frameBytes = channels * sampleBytes;
    long riffBytes = fileBytes - CHUNK_HEADER_BYTES;
    if (riffBytes > MAX_RIFF_BYTES) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "%s: %,d samples pass the 4 GiB that a WAV file can hold; write shorter pieces.",
              file,
              clip.samples().length));
    }
    int headerBytes = headerBytes(encoding) + fields.limit();
    ByteBuffer header = ByteBuffer.allocate(headerBytes).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RIFF")).putInt((int) riffBytes).put(ascii("WAVE"));
    header.put(ascii("fmt ")).putInt(isFloat ? 18 : 16);
    header.putShort((short) (isFloat ? TAG_FLOAT : TAG_PCM)).putShort((short) channels);
    header.putInt(clip.sampleRateHz()).putInt(clip.sampleRateHz() * frameBytes);
    header.putShort((short) frameBytes).putShort((short) (8 * sampleBytes));
    if (isFloat) {
      // What is not PCM must state its extension (none) and its number of frames.
      header.putShort((short) 0);
      header
          .put(ascii("fact"))
          .putInt(4)
          .putInt((int) ((long) clip.samples().length * copies / channels));
    }
    header.put(fields.duplicate());
    header.put(ascii("data")).putInt((int) dataBytes(clip, encoding, copies));
    return header.flip();
  }

  private static void writeSamples(
      FileChannel channel,
      MessageDigest digest,
      float[] samples,
      WavFile.Encoding encoding,
      int copies)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    SplittableRandom noise = new SplittableRandom(DITHER_SEED);
    for (float sample : samples) {
      // Two uniform draws one step wide make a triangle two steps wide.
      double dither =
          encoding == WavFile.Encoding.PCM16_DITHERED ? noise.nextDouble() - noise.nextDouble() : 0;
      for (int c = 0; c < copies; c++) {
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
        drain(buffer.flip(), channel, digest);
        buffer.clear();
      }
    }
    if ((long) samples.length * copies * encoding.sampleBytes() % 2 == 1) {
      buffer.put((byte) 0);
    }
    drain(buffer.flip(), channel, digest);
  }

  private static int toPcm24(float sample) {
    double steps = Math.rint(sample * 8388608.0);
    return (int) Math.max(-8388608, Math.min(8388607, steps));
  }

  private static short toPcm16(float sample, double ditherSteps) {
    double steps = Math.rint(sample * 32768.0 + ditherSteps);
    return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, steps));
  }

  private static void drain(ByteBuffer buffer, FileChannel channel, MessageDigest digest)
      throws IOException {
    if (digest != null) {
      digest.update(buffer.duplicate());
    }
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
