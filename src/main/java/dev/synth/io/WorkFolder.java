package dev.synth.io;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A folder into which many files are made, by one process or several, in one run or several. It
 * knows which files are finished and with which settings they were made, and gives each file to one
 * process only.
 *
 * <p>Both are kept in one hidden file, {@value #FILE}: lines about what is finished ({@link
 * Ledger}), and a locked byte, far beyond the lines, for each file that is at work. The system
 * gives the locks back when a process dies, however it dies.
 */
public final class WorkFolder implements AutoCloseable {
  /** The hidden file. */
  public static final String FILE = ".synth-ledger";

  /** How things stand with a file that is wanted. */
  public enum State {
    /** It is this process's to make. */
    TO_DO,
    /** It is there, whole, and made with these settings, in an earlier run. */
    DONE,
    /** The same, but another process made it since this one looked first. */
    DONE_MEANWHILE,
    /** Another process is making it. */
    ELSEWHERE
  }

  /** A file that is to be made. */
  public interface Job {
    /** The file. */
    Path target();

    /**
     * Every setting that decides its content, by name.
     *
     * @throws IOException if that needs an input which cannot be read
     */
    Map<String, String> made() throws IOException;
  }

  private final Path folder;
  private final Map<Path, FileLock> claims = new HashMap<>();
  private final long begin;
  private FileChannel channel;
  private Ledger ledger;

  private WorkFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    this.begin = ledgerBytes();
  }

  /** What lies beyond in the ledger is of now: others began at the same time. */
  private long ledgerBytes() {
    try {
      return Files.size(folder.resolve(FILE));
    } catch (IOException e) {
      return 0; // there is none
    }
  }

  /** {@code folder}, which need not exist; nothing is written before something is made. */
  public static WorkFolder of(Path folder) {
    return new WorkFolder(folder);
  }

  /**
   * What a loop over jobs asks for what is done.
   *
   * @param force as in {@link #begin}
   */
  public <J extends Job> JobLoop.Memory<J> memory(boolean force) {
    return new JobLoop.Memory<>() {
      @Override
      public State begin(J job) throws IOException {
        return WorkFolder.this.begin(job.target(), job.made(), force);
      }

      @Override
      public void end(J job) {
        WorkFolder.this.end(job.target());
      }
    };
  }

  /**
   * Whether {@code target} is there, whole, and made with these settings.
   *
   * @param made setting by name
   */
  public synchronized boolean isDone(Path target, Map<String, String> made) throws IOException {
    if (!Files.isRegularFile(target) || !Files.isRegularFile(folder.resolve(FILE))) {
      return false;
    }
    open();
    return Ledger.difference(target, ledger.find(key(target), 0), made) == null;
  }

  /** Whether {@code target}, which is done, was made since this folder was first looked at. */
  public synchronized boolean isNew(Path target) throws IOException {
    return ledger.find(key(target), begin) != null;
  }

  /**
   * Begins {@code target}, unless that is done or at work elsewhere. After {@link State#TO_DO}, the
   * file is this process's until {@link #end}.
   *
   * @param made setting by name
   * @param force whether to make it although it exists; what others make meanwhile is not made
   *     twice
   * @throws CannotCreateException if it exists, is not what these settings make, and {@code force}
   *     is false; or if it cannot be created
   */
  public synchronized State begin(Path target, Map<String, String> made, boolean force)
      throws IOException {
    Outputs.check(target, true);
    Outputs.file(target);
    open();
    FileLock claim = claim(target);
    if (claim == null) {
      return State.ELSEWHERE;
    }
    boolean toDo = false;
    try {
      ledger.refresh();
      if (Files.exists(target)) {
        String difference =
            Ledger.difference(target, ledger.find(key(target), force ? begin : 0), made);
        if (difference == null) {
          return isNew(target) ? State.DONE_MEANWHILE : State.DONE;
        }
        refuse(target, difference, force);
      }
      toDo = true;
      claims.put(target, claim);
      return State.TO_DO;
    } finally {
      if (!toDo) {
        release(claim);
      }
    }
  }

  /**
   * Writes {@code target}, which was begun, whole or not at all, and remembers its settings.
   *
   * @throws CannotCreateException if it cannot be created
   */
  public void write(Path target, Map<String, String> made, Outputs.Writer writer)
      throws IOException {
    synchronized (this) {
      if (!claims.containsKey(target)) {
        throw new IllegalStateException(target + " was not begun");
      }
    }
    put(target, made, writer);
  }

  /**
   * Makes {@code target}, unless that is done; waits while another process makes it.
   *
   * @return whether it was made now
   * @throws CannotCreateException as {@link #begin}
   */
  public boolean make(Path target, Map<String, String> made, boolean force, Outputs.Writer writer)
      throws IOException {
    while (true) {
      State state = begin(target, made, force);
      if (state == State.TO_DO) {
        try {
          write(target, made, writer);
          return true;
        } finally {
          end(target);
        }
      }
      if (state != State.ELSEWHERE) {
        return false;
      }
      JobLoop.pause();
    }
  }

  /** As above, of a file that alone is made in its folder; a device or pipe is written into. */
  public static boolean makeOne(
      Path target, Map<String, String> made, boolean force, Outputs.Writer writer)
      throws IOException {
    if (Outputs.isStream(target)) {
      Outputs.write(target, force, writer);
      return true;
    }
    try (WorkFolder folder = WorkFolder.of(target.toAbsolutePath().getParent())) {
      return folder.make(target, made, force, writer);
    }
  }

  /**
   * Fails where {@link #make} would not make {@code target} and it is not done; makes nothing.
   *
   * @throws CannotCreateException as {@link #begin}
   */
  public void check(Path target, Map<String, String> made, boolean force) throws IOException {
    look(target, () -> made, force);
  }

  /** What decides a file's content, where it is needed. */
  @FunctionalInterface
  private interface Made {
    Map<String, String> get() throws IOException;
  }

  /**
   * How things stand with {@code job}; begins nothing, and makes nothing.
   *
   * @throws CannotCreateException as {@link #begin}
   */
  public State look(Job job, boolean force) throws IOException {
    return look(job.target(), job::made, force);
  }

  private synchronized State look(Path target, Made made, boolean force) throws IOException {
    Outputs.check(target, true);
    if (!Files.exists(Outputs.file(target))) {
      return State.TO_DO;
    }
    if (channel == null && !Files.isRegularFile(folder.resolve(FILE))) {
      refuse(target, Ledger.difference(target, null, Map.of()), force);
      return State.TO_DO;
    }
    State state = begin(target, made.get(), force);
    end(target);
    return state;
  }

  private static void refuse(Path target, String difference, boolean force)
      throws CannotCreateException {
    if (!force) {
      throw new CannotCreateException(
          target + ": exists already, " + difference + "; pass -f to overwrite it.");
    }
  }

  /**
   * Fails when {@code target}, which is made from what was made, may not be replaced.
   *
   * @throws CannotCreateException if it exists and was not made by synth, or was changed since
   */
  public synchronized void checkReplaceable(Path target) throws IOException {
    Outputs.check(target, true);
    if (Files.exists(target) && !isUnchanged(target)) {
      throw new CannotCreateException(
          target + ": exists already, and not as synth made it; pass -f to overwrite it.");
    }
  }

  private boolean isUnchanged(Path target) throws IOException {
    if (!Files.isRegularFile(folder.resolve(FILE))) {
      return false;
    }
    open();
    ledger.refresh();
    Ledger.Entry entry = ledger.find(key(target), 0);
    return entry != null && Ledger.difference(target, entry, entry.made()) == null;
  }

  /**
   * Writes a file that is made from what was made, such as a list of it. Processes that share the
   * folder write the same.
   */
  public void replace(Path target, String what, Outputs.Writer writer) throws IOException {
    synchronized (this) {
      open();
    }
    put(target, Map.of("command", what), writer);
  }

  /** Files are written side by side; only their lines come one after the other. */
  private void put(Path target, Map<String, String> made, Outputs.Writer writer)
      throws IOException {
    Outputs.write(
        target,
        true,
        temporary -> {
          writer.writeTo(temporary);
          Ledger.Entry entry = Ledger.entry(key(target), temporary, made);
          synchronized (this) {
            // An old file must not be taken for what the new line says, if this is cut short here.
            Outputs.delete(target);
            ledger.add(entry);
          }
        });
  }

  /** Gives up {@code target}, whether it was made or not. */
  public synchronized void end(Path target) {
    FileLock claim = claims.remove(target);
    if (claim != null) {
      release(claim);
    }
  }

  private void open() throws IOException {
    if (channel != null) {
      return;
    }
    Outputs.createDirectory(folder);
    FileChannel opened;
    try {
      opened =
          FileChannel.open(
              folder.resolve(FILE),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE);
    } catch (IOException e) {
      throw notOpened(folder.resolve(FILE), e);
    }
    try {
      ledger = new Ledger(opened);
      channel = opened;
    } finally {
      if (channel == null) {
        opened.close();
      }
    }
  }

  private static IOException notOpened(Path file, IOException failure) {
    IOException full = FileSystemFullException.explain(file, failure);
    if (full instanceof FileSystemFullException) {
      return full;
    }
    String reason = " (" + Outputs.reason(failure) + ")";
    return new CannotCreateException(
        Files.exists(file)
            ? file
                + ": cannot be written to"
                + reason
                + "; it remembers what is made in its folder: have its owner allow that, or name"
                + " another folder."
            : file + ": cannot be created" + reason + ".");
  }

  private String key(Path target) {
    Path below = folder.relativize(target.toAbsolutePath().normalize());
    return PathNames.text(below).replace(File.separatorChar, '/');
  }

  /** A lock on the byte that stands for {@code target}; null if another holds it. */
  private FileLock claim(Path target) throws IOException {
    try {
      byte[] hash = Sha256.digest().digest(key(target).getBytes(StandardCharsets.UTF_8));
      // Two files on one byte would only be made one after the other.
      long place = (1L << 61) + (ByteBuffer.wrap(hash).getLong() >>> 3);
      return channel.tryLock(place, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void release(FileLock claim) {
    try {
      claim.release();
    } catch (IOException e) {
      // The channel is closed, and the lock with it.
    }
  }

  /** Gives up what is still begun. */
  @Override
  public synchronized void close() throws IOException {
    claims.clear();
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
