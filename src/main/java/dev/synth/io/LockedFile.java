package dev.synth.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small file that one process at a time may have open. The system ends that with the process,
 * however it dies; where a file system has no locks, nobody is kept out.
 */
final class LockedFile implements AutoCloseable {
  /** Past every content, because Windows forbids reading locked bytes. */
  private static final long LOCK = Long.MAX_VALUE - 1;

  /** What a file says that is about to be deleted by the process that has it open. */
  private static final byte[] GONE = "gone\n".getBytes(StandardCharsets.UTF_8);

  private static final int TRIES = 50;
  private static final long RETRY_MILLIS = 10;

  /**
   * The files that this process has open. The system gives its locks to the process, so that a
   * second channel would give up the first one's lock when it is closed.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final Path real;
  private final FileChannel channel;

  private LockedFile(Path file, Path real, FileChannel channel) {
    this.file = file;
    this.real = real;
    this.channel = channel;
  }

  /**
   * Opens {@code file}, and makes it, empty, where it is not.
   *
   * @return null if another has it open
   */
  static LockedFile open(Path file) throws IOException {
    Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    if (!OPEN.add(real)) {
      return null;
    }
    LockedFile open = null;
    try {
      for (int i = 0; i < TRIES; i++) {
        open = tryOpen(file, real);
        // One that was locked between its last words and its deletion is nobody's any more.
        if (open == null || !Arrays.equals(open.read(), GONE)) {
          return open;
        }
        open.channel.close();
        open = null;
        pause();
      }
      open = tryOpen(file, real); // its last process died over the deletion
      if (open != null) {
        open.cut(0);
      }
      return open;
    } finally {
      if (open == null) {
        OPEN.remove(real);
      }
    }
  }

  private static LockedFile tryOpen(Path file, Path real) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    boolean locked = false;
    try {
      locked = isMine(channel);
      return locked ? new LockedFile(file, real, channel) : null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static boolean isMine(FileChannel channel) {
    try {
      return channel.tryLock(LOCK, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      return true; // a file system without locks
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All that it says. */
  byte[] read() throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {
      // On to the end.
    }
    return Arrays.copyOf(content.array(), content.position());
  }

  /** Takes away what is behind the first {@code bytes}. */
  void cut(long bytes) throws IOException {
    channel.truncate(bytes);
  }

  /** Writes behind what is there. */
  void append(byte[] more) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(more);
    long end = channel.size();
    while (buffer.hasRemaining()) {
      end += channel.write(buffer, end);
    }
  }

  /** Deletes the file and gives it up. */
  void delete() throws IOException {
    try {
      cut(0);
      append(GONE);
      Files.deleteIfExists(file);
    } finally {
      close();
    }
  }

  /** Gives the file up, and leaves it. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      OPEN.remove(real);
      channel.close();
    }
  }
}
