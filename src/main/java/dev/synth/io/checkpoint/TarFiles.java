package dev.synth.io.checkpoint;

import dev.synth.io.BadDataException;
import dev.synth.io.path.Spool;
import dev.synth.io.text.Printable;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * The members of a tar archive, read where they lie: nothing is unpacked but a gzipped archive as a
 * whole, into a temporary file.
 */
final class TarFiles implements Closeable {
  private static final int MAGIC_OFFSET = 257;
  private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r'};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  private final Map<String, FileRegion> members = new TreeMap<>();
  private Spool unpacked;

  private TarFiles() {}

  /** Whether {@code file} begins as a tar archive or a gzipped file does. */
  static boolean isArchive(Path file) throws IOException {
    return begins(file, MAGIC_OFFSET, MAGIC) || begins(file, 0, GZIP);
  }

  private static boolean begins(Path file, int at, byte[] wanted) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer found = ByteBuffer.allocate(wanted.length);
      while (found.hasRemaining()) {
        if (channel.read(found, at + found.position()) < 0) {
          return false;
        }
      }
      return ByteBuffer.wrap(wanted).equals(found.flip());
    }
  }

  /**
   * Reads the names of the members.
   *
   * @throws BadDataException if it is no archive, or is cut short
   */
  static TarFiles open(Path file) throws IOException {
    TarFiles files = new TarFiles();
    try {
      Path plain = begins(file, 0, GZIP) ? files.unpack(file) : file;
      files.read(plain, file.toString());
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
    return files;
  }

  private Path unpack(Path file) throws IOException {
    unpacked = new Spool("checkpoint.tar", file.toString());
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      unpacked.fill(in);
    } catch (EOFException | ZipException e) {
      throw new BadDataException(
          file + ": its gzip compression is damaged or cut short; fetch it again.", e);
    }
    return unpacked.file();
  }

  private void read(Path plain, String name) throws IOException {
    long size = Files.size(plain);
    try (TarFile tar = new TarFile(plain)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (!entry.isFile() || entry.isSparse()) {
          continue;
        }
        String member = entry.getName();
        long length = entry.getSize();
        long offset = entry.getDataOffset();
        if (offset < 0 || length < 0 || length > size - offset) {
          throw cut(name, null);
        }
        String shown = name + ": " + Printable.name(member);
        members.put(member, new FileRegion(shown, plain, offset, length));
      }
    } catch (BadDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library tells of damage by both.
      throw cut(name, e);
    }
  }

  private static BadDataException cut(String name, Exception cause) {
    return new BadDataException(
        name + ": is no tar archive, or is damaged or cut short; fetch it again.", cause);
  }

  /** The members by their names. */
  Map<String, FileRegion> members() {
    return members;
  }

  @Override
  public void close() throws IOException {
    if (unpacked != null) {
      unpacked.close();
    }
  }
}
