package dev.synth.io.tfrecord;

import dev.synth.io.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * How a whole TFRecord file is compressed: TensorFlow's {@code GZIP} and {@code ZLIB} (RFC 1952 and
 * RFC 1950), or not at all. Files carry no word of it; their first bytes tell.
 */
enum Compression {
  /** Records as they are. */
  NONE,
  /** One gzip stream, or several. */
  GZIP,
  /** One zlib stream. */
  ZLIB;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int DEFLATE = 8;

  /** First bytes of what is not read, and what makes a file that is. */
  private static final Map<String, String> OTHERS = new LinkedHashMap<>();

  static {
    OTHERS.put("28b52ffd", "Zstandard-compressed; decompress it with zstd -d");
    OTHERS.put("425a68", "bzip2-compressed; decompress it with bunzip2");
    OTHERS.put("fd377a58", "xz-compressed; decompress it with xz -d");
    OTHERS.put("504b0304", "a ZIP archive; unpack it with unzip");
    OTHERS.put("04224d18", "LZ4-compressed; decompress it with lz4 -d");
    OTHERS.put("89484446", "an HDF5 file, not a TFRecord file");
    OTHERS.put("50415231", "a Parquet file, not a TFRecord file");
  }

  /**
   * The compression of a file that begins with {@code first}, which is no record's header.
   *
   * @param name what messages call the file
   * @throws BadDataException if it is compressed in a way that is not read
   */
  static Compression of(byte[] first, String name) throws BadDataException {
    int count = first.length;
    int one = count > 0 ? first[0] & 0xff : 0;
    int two = count > 1 ? first[1] & 0xff : 0;
    if (count > 2 && one == 0x1f && two == 0x8b) {
      return GZIP;
    }
    if (count > 2 && (one & 0xf) == DEFLATE && one >> 4 <= 7 && (one << 8 | two) % 31 == 0) {
      return ZLIB;
    }
    StringBuilder hex = new StringBuilder();
    for (byte value : first) {
      hex.append(Character.forDigit(value >> 4 & 0xf, 16))
          .append(Character.forDigit(value & 0xf, 16));
    }
    for (Map.Entry<String, String> other : OTHERS.entrySet()) {
      if (hex.indexOf(other.getKey()) == 0) {
        throw new BadDataException(
            name + ": is " + other.getValue() + "; plain, gzip and ZLIB are read.");
      }
    }
    return NONE;
  }

  /** What is in {@code in}, decompressed. */
  InputStream open(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
      case ZLIB -> new ZlibStream(in);
    };
  }

  /** A zlib stream that must be all of its file. */
  private static final class ZlibStream extends InflaterInputStream {
    ZlibStream(InputStream in) {
      super(in, new Inflater(), BUFFER_BYTES);
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      int read = super.read(bytes, from, count);
      if (read < 0 && (inf.getRemaining() > 0 || in.read() >= 0)) {
        throw new ZipException("bytes behind the end of the stream");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
