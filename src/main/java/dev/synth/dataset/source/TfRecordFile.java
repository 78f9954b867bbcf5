package dev.synth.dataset.source;

import dev.synth.io.BadDataException;
import dev.synth.io.tfrecord.TfRecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A TFRecord file whose records are read by their offsets: from a plain file in any order, from a
 * compressed one by reading on. Records that are read past before their turn are kept where they
 * are expected. Going back to any other begins the file anew, which is slow.
 */
public final class TfRecordFile {
  private final Path path;
  private final boolean compressed;
  private final long lastOffset;
  private final Set<Long> expected = new HashSet<>();
  private final Map<Long, byte[]> ahead = new HashMap<>();
  private long aheadBytes;
  private int begun;
  private TfRecordReader cursor;

  /**
   * @param lastOffset where the last record that will be wanted begins
   */
  TfRecordFile(Path path, boolean compressed, long lastOffset) {
    this.path = path;
    this.compressed = compressed;
    this.lastOffset = lastOffset;
  }

  Path path() {
    return path;
  }

  /** Whether records are best read in their order. */
  public boolean isSequential() {
    return compressed;
  }

  /**
   * The payload of the record of {@code payloadBytes} at {@code offset}.
   *
   * @throws BadDataException if the file has changed or become damaged since it was indexed
   */
  ByteBuffer payload(long offset, int payloadBytes) throws IOException {
    if (!compressed) {
      // Opened anew for each record: as many files as a data set has shards may not stay open.
      try (FileChannel channel = FileChannel.open(path)) {
        return TfRecordReader.readAt(channel, offset, payloadBytes, path.toString());
      }
    }
    return readOn(offset);
  }

  /** Records that will be wanted, about in their order: they are kept when they are read past. */
  synchronized void expect(Collection<Long> offsets) {
    expected.clear();
    expected.addAll(offsets);
    ahead.keySet().retainAll(expected);
    aheadBytes = ahead.values().stream().mapToLong(payload -> payload.length).sum();
  }

  private synchronized ByteBuffer readOn(long offset) throws IOException {
    expected.remove(offset);
    byte[] kept = ahead.remove(offset);
    if (kept != null) {
      aheadBytes -= kept.length;
      return ByteBuffer.wrap(kept);
    }
    if (cursor == null || cursor.nextOffset() > offset) {
      close();
      cursor = TfRecordReader.open(path);
      begun++;
    }
    while (true) {
      try {
        ByteBuffer payload = cursor.next();
        if (payload == null) {
          throw new BadDataException(
              path + ": has no record at byte " + offset + " any more; it changed while in use.");
        }
        if (cursor.recordOffset() == offset) {
          byte[] found = copy(payload);
          if (offset == lastOffset) {
            close(); // or a thousand shards would stay open
          }
          return ByteBuffer.wrap(found);
        }
        if (expected.contains(cursor.recordOffset()) && aheadBytes < NoteOrder.BUFFER_BYTES) {
          ahead.put(cursor.recordOffset(), copy(payload));
          aheadBytes += payload.limit();
        }
      } catch (BadDataException e) {
        if (cursor.nextOffset() >= offset) {
          throw e;
        }
        cursor.recover(); // damage before the record wanted was reported when the file was indexed
      }
    }
  }

  private static byte[] copy(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return bytes;
  }

  /** How often the file was read from its beginning, for tests. */
  synchronized int begun() {
    return begun;
  }

  private void close() throws IOException {
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
