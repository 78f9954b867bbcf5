package dev.synth.dataset;

import dev.synth.io.BadDataException;
import dev.synth.io.TfRecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A TFRecord file whose records are read by their offsets: from a plain file in any order, from a
 * gzipped one by reading on. Going back in a gzipped file begins it anew, which is slow; {@link
 * Epoch} does not.
 */
final class TfRecordFile {
  private final Path path;
  private final boolean gzip;
  private final long lastOffset;
  private TfRecordReader cursor;

  /**
   * @param lastOffset where the last record that will be wanted begins
   */
  TfRecordFile(Path path, boolean gzip, long lastOffset) {
    this.path = path;
    this.gzip = gzip;
    this.lastOffset = lastOffset;
  }

  Path path() {
    return path;
  }

  /** Whether records are best read in their order. */
  boolean isSequential() {
    return gzip;
  }

  /**
   * The payload of the record of {@code payloadBytes} at {@code offset}; from a gzipped file it
   * holds until the next call.
   *
   * @throws BadDataException if the file has changed or become damaged since it was indexed
   */
  ByteBuffer payload(long offset, int payloadBytes) throws IOException {
    if (!gzip) {
      // Opened anew for each record: as many files as a data set has shards may not stay open.
      try (FileChannel channel = FileChannel.open(path)) {
        return TfRecordReader.readAt(channel, offset, payloadBytes, path.toString());
      }
    }
    return readOn(offset);
  }

  private synchronized ByteBuffer readOn(long offset) throws IOException {
    if (cursor == null || cursor.nextOffset() > offset) {
      close();
      cursor = TfRecordReader.open(path);
    }
    while (true) {
      try {
        ByteBuffer payload = cursor.next();
        if (payload == null) {
          throw new BadDataException(
              path + ": has no record at byte " + offset + " any more; it changed while in use.");
        }
        if (cursor.recordOffset() == offset) {
          if (offset == lastOffset) {
            close(); // or a thousand shards would stay open
          }
          return payload;
        }
      } catch (BadDataException e) {
        if (cursor.nextOffset() >= offset) {
          throw e;
        }
        cursor.recover(); // damage before the record wanted was told of when the file was indexed
      }
    }
  }

  /** Gives the file back to the system; the next call opens it again. */
  synchronized void close() throws IOException {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TfRecordFile file && path.equals(file.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}
