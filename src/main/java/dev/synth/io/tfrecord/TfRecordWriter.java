package dev.synth.io.tfrecord;

import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes records in TensorFlow's framing, as data sets and TensorBoard's event files have it. Since
 * a file is nothing but its records, one is continued by writing to a stream that appends, and two
 * are joined by joining their bytes. Not for several threads at once.
 */
public final class TfRecordWriter implements Closeable, Flushable {
  private final OutputStream out;
  private final byte[] header = new byte[TfRecordFraming.HEADER_BYTES];
  private final byte[] footer = new byte[TfRecordFraming.FOOTER_BYTES];

  /** Writes to {@code out}, three pieces a record: give a buffered stream. */
  public TfRecordWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one record.
   *
   * @throws IllegalArgumentException if it is longer than {@link TfRecordReader#RECORD_BYTES_MAX}
   */
  public void write(byte[] payload) throws IOException {
    if (payload.length > TfRecordReader.RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a record of " + payload.length + " bytes could not be read again");
    }
    TfRecordFraming.view(header)
        .putLong(payload.length)
        .putInt(MaskedCrc32c.of(header, 0, Long.BYTES));
    TfRecordFraming.view(footer).putInt(MaskedCrc32c.of(payload, 0, payload.length));
    out.write(header);
    out.write(payload);
    out.write(footer);
  }

  /** Hands everything written so far to the system. */
  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
