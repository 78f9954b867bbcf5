package dev.synth.io.tfrecord;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * How TensorFlow frames records in a file: for each, its length in bytes (unsigned 64-bit), the
 * masked CRC32C of these eight bytes (32-bit), the payload, and the payload's masked CRC32C; all
 * little-endian, nothing before, between or after records. Source: TensorFlow, "TFRecord and
 * tf.train.Example", section "TFRecords format details".
 */
final class TfRecordFraming {
  /** Bytes before a payload. */
  static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;

  /** Bytes after a payload. */
  static final int FOOTER_BYTES = Integer.BYTES;

  private static final int MASK_DELTA = 0xa282ead8;
  private static final int MASK_ROTATION = 15;

  private TfRecordFraming() {}

  /**
   * The masked CRC32C of {@code count} bytes: a CRC of data that holds CRCs is weak, so it is
   * mixed.
   */
  static int maskedCrc(byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, count);
    return Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK_DELTA;
  }

  /** {@code bytes} from the first on, to read and write numbers at any place. */
  static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
