package dev.synth.audio.codec.flac;

import dev.synth.audio.AudioClip;
import dev.synth.audio.codec.MonoSamples;
import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.flac.FlacBits.EndOfFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads FLAC of 4 to 32 bits. Every checksum in the file is held against its sound: both of each
 * frame, and the MD5 of all samples. Written by hand because what Maven Central has for Java is of
 * 2017, prints to standard output and continues past damage.
 *
 * <p>Source: RFC 9639, "Free Lossless Audio Codec (FLAC)", 2024.
 */
public final class FlacReader {
  private static final int MAGIC_BYTES = 4;
  private static final int BLOCK_HEADER_BYTES = 4;
  private static final int STREAM_INFO_BYTES = 34;
  private static final int MD5_AT = 18;

  private final SoundInput in;
  private int rateHz;
  private int channels;
  private int sampleBits;
  private long totalFrames;
  private byte[] md5;

  private FlacReader(SoundInput in) {
    this.in = in;
  }

  /** Reads {@code in}, where {@code fLaC} stands at {@code start}. */
  public static AudioClip read(SoundInput in, long start) throws IOException {
    return new FlacReader(in).readFrom(start);
  }

  private AudioClip readFrom(long start) throws IOException {
    long at = start + MAGIC_BYTES;
    boolean last = false;
    for (boolean first = true; !last; first = false) {
      if (in.bytes() - at < BLOCK_HEADER_BYTES) {
        throw truncated("before its sound begins");
      }
      ByteBuffer header = in.at(at, BLOCK_HEADER_BYTES).order(ByteOrder.BIG_ENDIAN);
      last = header.get(0) < 0;
      int type = header.get(0) & 0x7F;
      int bytes = header.getInt(0) & 0xFF_FFFF;
      at += BLOCK_HEADER_BYTES;
      if (bytes > in.bytes() - at) {
        throw truncated("before its sound begins");
      }
      if (first) {
        if (type != 0 || bytes != STREAM_INFO_BYTES) {
          throw in.bad("does not begin with a STREAMINFO block; it is damaged, export it again");
        }
        readStreamInfo(in.at(at, bytes).order(ByteOrder.BIG_ENDIAN));
      }
      at += bytes;
    }
    return readFrames(at);
  }

  private IOException truncated(String where) {
    return in.bad("is truncated " + where + "; copy or export it again");
  }

  private void readStreamInfo(ByteBuffer info) throws IOException {
    long packed = info.getLong(10); // rate 20, channels - 1: 3, bits - 1: 5, frames 36
    rateHz = (int) (packed >>> 44);
    channels = (int) (packed >>> 41 & 7) + 1;
    sampleBits = (int) (packed >>> 36 & 31) + 1;
    totalFrames = packed & ((1L << 36) - 1);
    md5 = Arrays.copyOfRange(info.array(), MD5_AT, STREAM_INFO_BYTES);
    in.checkRate(rateHz);
    if (sampleBits < 4) {
      throw in.bad("claims samples of " + sampleBits + " bits; it is damaged, export it again");
    }
  }

  private AudioClip readFrames(long start) throws IOException {
    FlacBits bits = new FlacBits(in, start);
    FlacFrame frame = new FlacFrame(bits, channels, sampleBits);
    MonoSamples mono = new MonoSamples(in.file(), rateHz);
    MessageDigest digest = md5();
    double scale = 1.0 / (1L << (sampleBits - 1));
    long frameAt = start;
    try {
      // A writer to a pipe leaves the total at 0; the file's end then ends the sound.
      while (totalFrames == 0 ? !bits.atEnd() : mono.count() < totalFrames) {
        frameAt = bits.position();
        frame.read();
        digest.update(bytes(frame));
        for (int i = 0; i < frame.frames(); i++) {
          double sum = 0;
          for (long[] channel : frame.samples()) {
            sum += channel[i] * scale;
          }
          mono.add((float) (sum / channels));
        }
      }
    } catch (EndOfFile e) {
      throw truncated(
          totalFrames == 0
              ? "inside the frame at byte " + frameAt
              : String.format(
                  Locale.ROOT, "after %d of its %d samples", mono.count(), totalFrames));
    } catch (FlacFrame.Damaged e) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is damaged in the frame at byte %d: %s; copy or export it again",
              frameAt,
              e.getMessage()));
    }
    if (mono.count() == 0) {
      throw in.bad("holds no samples; record or export it again");
    }
    boolean signed = !Arrays.equals(md5, new byte[md5.length]);
    if (signed && !Arrays.equals(md5, digest.digest())
        || totalFrames != 0 && mono.count() != totalFrames) {
      throw in.bad(
          "its sound is not the one whose checksum it holds; it is damaged, copy or export it again");
    }
    return mono.clip();
  }

  /** The frame as the digest wants it: channels interleaved, little-endian, in whole bytes. */
  private byte[] bytes(FlacFrame frame) {
    int width = (sampleBits + 7) / 8;
    byte[] bytes = new byte[frame.frames() * channels * width];
    int at = 0;
    for (int i = 0; i < frame.frames(); i++) {
      for (long[] channel : frame.samples()) {
        for (int b = 0; b < width; b++) {
          bytes[at++] = (byte) (channel[i] >> 8 * b);
        }
      }
    }
    return bytes;
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has MD5
    }
  }
}
