package dev.synth.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds WAV files byte by byte, right or wrong, for the tests that read them. */
public final class WavBytes {
  private ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  /** Starts with RIFF, a size that {@link #build} fills in, and WAVE. */
  public WavBytes() {
    ascii("RIFF").u32(0).ascii("WAVE");
  }

  public WavBytes ascii(String text) {
    bytes.put(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  public WavBytes u32(long value) {
    bytes.putInt((int) value);
    return this;
  }

  public WavBytes u16(int value) {
    bytes.putShort((short) value);
    return this;
  }

  public WavBytes raw(int... values) {
    for (int value : values) {
      bytes.put((byte) value);
    }
    return this;
  }

  public WavBytes raw(ByteBuffer body) {
    bytes.put(body);
    return this;
  }

  public WavBytes fmt(int tag, int channels, int rateHz, int bits) {
    return ascii("fmt ").u32(16).fmtBody(tag, channels, rateHz, bits);
  }

  public WavBytes fmtBody(int tag, int channels, int rateHz, int bits) {
    int frameBytes = channels * bits / 8;
    return u16(tag)
        .u16(channels)
        .u32(rateHz)
        .u32((long) rateHz * frameBytes)
        .u16(frameBytes)
        .u16(bits);
  }

  public WavBytes extensible(int tag, int channels, int rateHz, int bits) {
    ascii("fmt ").u32(40).fmtBody(0xFFFE, channels, rateHz, bits);
    u16(22).u16(bits).u32(0).u16(tag);
    return raw(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71);
  }

  public WavBytes chunk(String name, int... body) {
    ascii(name).u32(body.length).raw(body);
    return body.length % 2 == 1 ? raw(0) : this;
  }

  /** The file with its RIFF size as it should be. */
  public byte[] build() {
    return build(bytes.position() - 8L);
  }

  /** The file with a RIFF size of {@code riffBytes}. */
  public byte[] build(long riffBytes) {
    bytes.putInt(4, (int) riffBytes);
    byte[] result = new byte[bytes.position()];
    bytes.get(0, result);
    return result;
  }
}
