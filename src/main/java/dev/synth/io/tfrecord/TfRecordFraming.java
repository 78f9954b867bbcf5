package dev.synth.io.tfrecord;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

  private TfRecordFraming() {}

  /** {@code bytes} from the first on, to read and write numbers at any place. */
  static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
