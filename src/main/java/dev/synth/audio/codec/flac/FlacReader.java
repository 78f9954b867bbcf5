package dev.synth.audio.codec.flac;

import dev.synth.audio.AudioClip;
import dev.synth.audio.codec.MonoSamples;
import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.Tags;
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

  /** Whether a FLAC file begins at {@code at}. */
  public static boolean isAt(SoundInput in, long at) throws IOException {
    return in.ascii(at, MAGIC_BYTES).equals("fLaC");
  }

  /** Reads {@code in}, where {@code fLaC} stands at {@code start}, and all that is joined to it. */
  public static AudioClip read(SoundInput in, long start) throws IOException {
    MonoSamples mono = null;
    for (long at = start; ; ) {
      FlacReader reader = new FlacReader(in);
      at = reader.readHeaders(at);
      if (mono == null) {
        mono = new MonoSamples(in.file(), reader.rateHz);
      } else if (mono.rateHz() != reader.rateHz) {
        throw in.bad(
            String.format(
                Locale.ROOT,
                "is several files in one: before byte %d its sample rate changes from %d to %d Hz; cut it there",
                at,
                mono.rateHz(),
                reader.rateHz));
      }
      at = reader.readFrames(at, mono);
      at = isAt(in, at) ? at : Tags.behind(in, at);
      if (!isAt(in, at)) {
        in.remarkUnread(at);
        break;
      }
    }
    if (mono.count() == 0) {
      throw in.bad("holds no samples; record or export it again");
    }
    return mono.clip();
  }

  /** Reads what stands before the sound, from {@code start} on, and returns where that begins. */
  private long readHeaders(long start) throws IOException {
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
    return at;
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

  /** Reads the frames that begin at {@code start}, and returns where they end. */
  private long readFrames(long start, MonoSamples mono) throws IOException {
    FlacBits bits = new FlacBits(in, start);
    FlacFrame frame = new FlacFrame(bits, channels, sampleBits);
    MessageDigest digest = md5();
    double scale = 1.0 / (1L << (sampleBits - 1));
    int before = mono.count();
    long frameAt = start;
    try {
      while (totalFrames == 0 ? !isEnd(bits) : mono.count() - before < totalFrames) {
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
                  Locale.ROOT, "after %d of its %d samples", mono.count() - before, totalFrames));
    } catch (FlacFrame.Damaged e) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is damaged in the frame at byte %d: %s; copy or export it again",
              frameAt,
              e.getMessage()));
    }
    boolean signed = !Arrays.equals(md5, new byte[md5.length]);
    if (signed && !Arrays.equals(md5, digest.digest())
        || totalFrames != 0 && mono.count() - before != totalFrames) {
      throw in.bad(
          "its sound is not the one whose checksum it holds; it is damaged, copy or export it again");
    }
    return bits.position();
  }

  /**
   * Whether the sound ends here, where a writer to a pipe left its length at 0: with the file, or
   * where a tag, zeros or another file follow.
   */
  private boolean isEnd(FlacBits bits) throws IOException {
    long at = bits.position();
    if (bits.atEnd() || isAt(in, at)) {
      return true;
    }
    boolean frame = in.bytes() - at >= 2 && FlacFrame.isSync(in.at(at, 2).getShort());
    return !frame && Tags.behind(in, at) != at;
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
