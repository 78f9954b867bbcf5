package dev.synth.io.tfrecord;

import java.util.zip.CRC32C;

/**
 * The checksum of TensorFlow's files: the CRC32C of the bytes, rotated right by 15 bits, plus a
 * constant. A CRC of data that holds CRCs is weak, so it is mixed.
 */
public final class MaskedCrc32c {
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int MASK_ROTATION = 15;

  private MaskedCrc32c() {}

  /** The masked CRC32C of {@code count} bytes from {@code from} on. */
  public static int of(byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, count);
    return Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK_DELTA;
  }
}
