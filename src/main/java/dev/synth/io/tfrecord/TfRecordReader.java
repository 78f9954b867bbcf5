package dev.synth.io.tfrecord;

import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Reads records in TensorFlow's framing, one after another, each checked against both its CRCs.
 * Compressed files are known by their first bytes, see {@link Compression}. Memory is bounded by
 * the longest record that is really there: a length that lies makes nothing grow.
 */
public final class TfRecordReader implements Closeable {
  /** The longest record that is read or written, 64 MiB: 17 minutes of sound as floats. */
  public static final int RECORD_BYTES_MAX = 1 << 26;

  private static final int READ_BYTES = 1 << 20;
  private static final String ADVICE =
      "; fetch or make the file anew, or leave out what is damaged with the setting"
          + " 'skip corrupt'.";

  private final InputStream in;
  private final FileChannel file; // null for a stream
  private final String name;
  private byte[] buffer = new byte[READ_BYTES];
  private int start; // of the next record, in the buffer
  private int end; // of what is in the buffer
  private long bufferOffset; // of the buffer's first byte, in the stream
  private long recordOffset;
  private boolean exhausted;

  /**
   * Reads {@code in}, which is closed with this.
   *
   * @param name what messages call it
   */
  public TfRecordReader(InputStream in, String name) {
    this(in, null, name);
  }

  private TfRecordReader(InputStream in, FileChannel file, String name) {
    this.in = in;
    this.file = file;
    this.name = name;
  }

  /**
   * Opens {@code file}, compressed or not.
   *
   * @throws NoInputException if there is no such file, or it cannot be opened
   * @throws BadDataException if it is compressed in a way that is not read
   */
  public static TfRecordReader open(Path file) throws IOException {
    Compression compression = compression(file);
    FileChannel channel = openChannel(file);
    try {
      InputStream in = Channels.newInputStream(channel);
      return new TfRecordReader(compression.open(in), channel, file.toString());
    } catch (EOFException | ZipException e) {
      channel.close();
      throw damagedCompression(file.toString(), e);
    }
  }

  private static FileChannel openChannel(Path file) throws NoInputException {
    if (!Files.exists(file)) {
      throw InputFile.missing(file);
    }
    if (!Files.isRegularFile(file)) {
      throw new NoInputException(file + ": is not a file; name a TFRecord file.");
    }
    try {
      return FileChannel.open(file);
    } catch (IOException e) {
      throw new NoInputException(file + ": cannot be opened (" + Outputs.reason(e) + ").");
    }
  }

  /** Whether {@code file} begins with a record, as far as its first bytes tell. */
  public static boolean isTfRecord(Path file) throws IOException {
    try (TfRecordReader reader = open(file)) {
      return reader.has(TfRecordFraming.HEADER_BYTES) && isHeader(reader.buffer, 0);
    } catch (BadDataException e) {
      return false;
    }
  }

  /** Whether {@code file} is compressed, so that it can only be read from its beginning. */
  public static boolean isCompressed(Path file) throws IOException {
    return compression(file) != Compression.NONE;
  }

  /** A plain file may begin with another form's bytes too: see its CRC. */
  private static Compression compression(Path file) throws IOException {
    byte[] first = new byte[TfRecordFraming.HEADER_BYTES];
    try (InputStream in = Channels.newInputStream(openChannel(file))) {
      int count = in.readNBytes(first, 0, first.length);
      return count == first.length && isHeader(first, 0)
          ? Compression.NONE
          : Compression.of(Arrays.copyOf(first, count), file.toString());
    }
  }

  /**
   * The next record's payload, or null after the last. The bytes are this reader's own: they hold
   * until the next call.
   *
   * @throws BadDataException if the record is damaged or cut short; {@link #recover} continues
   */
  public ByteBuffer next() throws IOException {
    recordOffset = nextOffset();
    if (!has(1)) {
      return null;
    }
    if (!has(TfRecordFraming.HEADER_BYTES)) {
      throw cut(name, recordOffset, "only " + (end - start) + " bytes of its header are there");
    }
    if (!isHeader(buffer, start)) {
      throw bad(
          name,
          recordOffset == 0
              ? ": is no TFRecord file, or its first record is damaged"
              : ": the record at byte " + recordOffset + " has a damaged header");
    }
    long length = TfRecordFraming.view(buffer).getLong(start);
    if (length < 0 || length > RECORD_BYTES_MAX) {
      throw bad(
          name,
          ": the record at byte "
              + recordOffset
              + " claims "
              + Long.toUnsignedString(length)
              + " bytes, but no record is longer than "
              + RECORD_BYTES_MAX);
    }
    int payload = (int) length;
    if (!has(TfRecordFraming.HEADER_BYTES + payload + TfRecordFraming.FOOTER_BYTES)) {
      int there = end - start - TfRecordFraming.HEADER_BYTES;
      throw cut(
          name,
          recordOffset,
          "it claims " + payload + " bytes and a checksum, of which " + there + " are there");
    }
    int from = start + TfRecordFraming.HEADER_BYTES;
    if (!isIntact(buffer, from, payload)) {
      throw unfit(name, recordOffset);
    }
    start = from + payload + TfRecordFraming.FOOTER_BYTES;
    return ByteBuffer.wrap(buffer, from, payload).slice();
  }

  /** Where the record that {@link #next} returned last begins, in bytes after any decompression. */
  public long recordOffset() {
    return recordOffset;
  }

  /** Where the next record begins, or the one that {@link #next} failed on. */
  public long nextOffset() {
    return bufferOffset + start;
  }

  /** How far the file itself is read; 0 for a reader of a stream. */
  public long fileBytesRead() throws IOException {
    return file == null ? 0 : file.position();
  }

  /**
   * Continues after {@link #next} has failed: after the record, where its length leads to another
   * record or the end, else to the next place where a header and its record are intact, else to the
   * end. A chance match is about as likely as 2⁻⁷⁰ a byte.
   *
   * @return how many bytes were skipped
   */
  public long recover() throws IOException {
    long from = nextOffset();
    try {
      if (!skipRecord()) {
        do {
          start += has(1) ? 1 : 0;
        } while (has(1) && !(has(TfRecordFraming.HEADER_BYTES) && isRecord()));
      }
    } catch (BadDataException e) {
      start = end; // the compressed stream ends here: nothing comes after
    }
    return nextOffset() - from;
  }

  private boolean skipRecord() throws IOException {
    if (!has(TfRecordFraming.HEADER_BYTES) || !isHeader(buffer, start)) {
      return false;
    }
    long length = TfRecordFraming.view(buffer).getLong(start);
    if (length < 0 || length > RECORD_BYTES_MAX) {
      return false;
    }
    int bytes = TfRecordFraming.HEADER_BYTES + (int) length + TfRecordFraming.FOOTER_BYTES;
    boolean led =
        has(bytes + TfRecordFraming.HEADER_BYTES)
            ? isHeader(buffer, start + bytes)
            : has(bytes) && !has(bytes + 1);
    start += led ? bytes : 0;
    return led;
  }

  private boolean isRecord() throws IOException {
    long length = TfRecordFraming.view(buffer).getLong(start);
    return isHeader(buffer, start)
        && length >= 0
        && length <= RECORD_BYTES_MAX
        && has(TfRecordFraming.HEADER_BYTES + (int) length + TfRecordFraming.FOOTER_BYTES)
        && isIntact(buffer, start + TfRecordFraming.HEADER_BYTES, (int) length);
  }

  /** Reads on until {@code count} bytes from {@link #start} are in the buffer; false at the end. */
  private boolean has(int count) throws IOException {
    while (end - start < count && !exhausted) {
      if (end == buffer.length) {
        makeRoom();
      }
      int read;
      try {
        read = in.read(buffer, end, buffer.length - end);
      } catch (EOFException | ZipException e) {
        exhausted = true;
        throw damagedCompression(name, e);
      }
      exhausted = read < 0;
      end += Math.max(0, read);
    }
    return end - start >= count;
  }

  /** Room after {@link #end}: what was read is dropped; grows only when full of one record. */
  private void makeRoom() {
    byte[] to = start == 0 ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, start, to, 0, end - start);
    buffer = to;
    bufferOffset += start;
    end -= start;
    start = 0;
  }

  /**
   * Reads the record of {@code payloadBytes} at {@code offset} of a plain file; any number of
   * threads may.
   *
   * @param name what messages call the file
   * @throws BadDataException if that record is not there, intact
   */
  public static ByteBuffer readAt(FileChannel file, long offset, int payloadBytes, String name)
      throws IOException {
    int bytes = TfRecordFraming.HEADER_BYTES + payloadBytes + TfRecordFraming.FOOTER_BYTES;
    ByteBuffer record = ByteBuffer.allocate(bytes);
    while (record.hasRemaining()) {
      if (file.read(record, offset + record.position()) < 0) {
        throw cut(name, offset, "of its " + bytes + " bytes " + record.position() + " are there");
      }
    }
    if (!isHeader(record.array(), 0)
        || TfRecordFraming.view(record.array()).getLong(0) != payloadBytes
        || !isIntact(record.array(), TfRecordFraming.HEADER_BYTES, payloadBytes)) {
      throw unfit(name, offset);
    }
    return record.slice(TfRecordFraming.HEADER_BYTES, payloadBytes);
  }

  private static boolean isHeader(byte[] bytes, int at) {
    return TfRecordFraming.view(bytes).getInt(at + Long.BYTES)
        == MaskedCrc32c.of(bytes, at, Long.BYTES);
  }

  private static boolean isIntact(byte[] bytes, int from, int payload) {
    return TfRecordFraming.view(bytes).getInt(from + payload)
        == MaskedCrc32c.of(bytes, from, payload);
  }

  private static BadDataException unfit(String name, long offset) {
    return bad(name, ": the record at byte " + offset + " does not fit its checksum");
  }

  private static BadDataException cut(String name, long offset, String what) {
    return bad(name, ": is cut short in the record at byte " + offset + ": " + what);
  }

  private static BadDataException bad(String name, String what) {
    return new BadDataException(name + what + ADVICE);
  }

  private static BadDataException damagedCompression(String name, IOException cause) {
    return new BadDataException(
        name + ": its gzip or ZLIB compression is damaged or cut short; fetch it anew.", cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
