package dev.synth.io.checkpoint;

import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A whole file, or the bytes of an archive's member.
 *
 * @param name what messages call it
 * @param file where the bytes lie
 * @param offset of the first byte
 * @param length in bytes
 */
record FileRegion(String name, Path file, long offset, long length) {
  /** All of {@code file}. */
  static FileRegion of(Path file) throws IOException {
    return new FileRegion(file.toString(), file, 0, Files.size(file));
  }

  /**
   * {@code count} bytes from {@code at} on.
   *
   * @throws BadDataException if they are not all there
   */
  byte[] read(long at, long count) throws IOException {
    if (at < 0 || count < 0 || at > length || count > length - at) {
      throw bad(
          "should have " + count + " bytes at " + at + ", but has " + length + "; fetch it again");
    }
    if (count > Integer.MAX_VALUE - 8) {
      throw bad("has a piece of " + count + " bytes, and synth reads up to 2 GiB at once");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) count);
    try (FileChannel channel = FileChannel.open(file)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + at + bytes.position()) < 0) {
          throw bad("ends while it is read; fetch it again");
        }
      }
    }
    return bytes.array();
  }

  /** A sentence about it. */
  BadDataException bad(String what) {
    return new BadDataException(name + ": " + what + ".");
  }

  /** The same, about damage. */
  BadDataException damaged(String how) {
    return bad("is damaged (" + how + "); fetch it again");
  }
}
