package dev.synth.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.io.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * What was made in a folder, and how: one JSON object a line, each about one file. A line is
 * written before its file is moved into place, so a file that was begun and not finished has a line
 * but no content that fits it. Of several lines about a file the last counts; a line that was cut
 * short counts as none.
 *
 * <p>The file is shared by processes: each appends under a lock, and reads on from where it stopped
 * before. In memory is only where each line begins.
 */
public final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Locked while a line is written; past every line, because Windows forbids reading locked bytes.
   */
  private static final long WRITE_LOCK = Long.MAX_VALUE - 1;

  /** Held with that lock: the system's keeps processes apart, and fails within one. */
  private static final Object WRITING = new Object();

  /** Longer values are lists of checksums. */
  private static final int LONG_VALUE = 60;

  private static final int BUFFER_BYTES = 1 << 16;

  /** A line: the file's path below the folder, its size and checksum, and the settings it has. */
  public record Entry(String output, long bytes, long crc32c, Map<String, String> made) {}

  private record Place(long offset, int bytes) {}

  private final FileChannel channel;
  private final Map<String, Place> places = new HashMap<>();
  private long readUpTo;

  /** Reads what is in {@code channel}, which must be open for reading and writing. */
  Ledger(FileChannel channel) throws IOException {
    this.channel = channel;
    refresh();
  }

  /**
   * What was made in {@code folder}, the last line about each file; nothing where it has no ledger.
   */
  public static List<Entry> entries(Path folder) throws IOException {
    Path file = folder.resolve(WorkFolder.FILE);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(file)) {
      Ledger ledger = new Ledger(channel);
      List<Entry> entries = new ArrayList<>();
      for (String output : new TreeSet<>(ledger.places.keySet())) {
        Entry entry = ledger.find(output, 0);
        if (entry != null) {
          entries.add(entry);
        }
      }
      return entries;
    }
  }

  /** Reads the lines that others have written since. */
  void refresh() throws IOException {
    long size = channel.size();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
    long offset = readUpTo;
    while (offset < size && channel.read(buffer.clear(), offset) > 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        offset++;
        if (next != '\n') {
          line.write(next);
          continue;
        }
        Entry entry = parse(line.toByteArray());
        if (entry != null) {
          places.put(entry.output(), new Place(readUpTo, line.size()));
        }
        line.reset();
        readUpTo = offset;
      }
    }
  }

  /** The line, or null if it is none: cut short, empty, or of a later version. */
  private static Entry parse(byte[] line) {
    // As text: of bytes, the library would guess UTF-32 where a crash has left zeros.
    String text = new String(line, StandardCharsets.UTF_8);
    try {
      Entry entry = text.isEmpty() ? null : JSON.readValue(text, Entry.class);
      return entry == null || entry.output() == null || entry.made() == null ? null : entry;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** The last line about {@code output} that begins at {@code from} or beyond, or null. */
  Entry find(String output, long from) throws IOException {
    Place place = places.get(output);
    if (place == null || place.offset() < from) {
      return null;
    }
    ByteBuffer line = ByteBuffer.allocate(place.bytes());
    while (line.hasRemaining()) {
      if (channel.read(line, place.offset() + line.position()) < 0) {
        return null;
      }
    }
    return parse(line.array());
  }

  /** A line about {@code output}, whose content is for now that of {@code file}. */
  static Entry entry(String output, Path file, Map<String, String> made) throws IOException {
    return new Entry(output, Files.size(file), checksum(file), made);
  }

  /** Writes a line. */
  void add(Entry entry) throws IOException {
    // The break before it ends whatever a process that was killed left unfinished.
    byte[] line = ("\n" + JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (WRITING) {
      FileLock lock = lock();
      try {
        ByteBuffer buffer = ByteBuffer.wrap(line);
        long offset = channel.size();
        while (buffer.hasRemaining()) {
          offset += channel.write(buffer, offset);
        }
      } finally {
        if (lock != null) {
          lock.release();
        }
      }
    }
    refresh();
  }

  /** Null where the file system has no locks: then a folder serves one process at a time. */
  private FileLock lock() {
    try {
      return channel.lock(WRITE_LOCK, 1, false);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Why {@code file} is not what {@code entry} and {@code made} say, as the end of a sentence about
   * it; null if it is.
   */
  static String difference(Path file, Entry entry, Map<String, String> made) throws IOException {
    if (entry == null) {
      return "and nothing tells how it was made";
    }
    if (Files.size(file) != entry.bytes() || checksum(file) != entry.crc32c()) {
      return "and was changed since it was made";
    }
    TreeSet<String> keys = new TreeSet<>(made.keySet());
    keys.addAll(entry.made().keySet());
    for (String key : keys) {
      String before = entry.made().getOrDefault(key, "none");
      String now = made.getOrDefault(key, "none");
      if (!before.equals(now)) {
        if (before.length() > LONG_VALUE || now.length() > LONG_VALUE) {
          return "made with other " + Printable.value(key); // checksums say nothing to anyone
        }
        return "made with "
            + Printable.value(key)
            + " "
            + Printable.name(before)
            + ", not "
            + Printable.name(now);
      }
    }
    return null;
  }

  /** The checksum of a file (CRC-32C). */
  public static long checksum(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileChannel content = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      while (content.read(buffer.clear()) > 0) {
        crc.update(buffer.flip());
      }
    }
    return crc.getValue();
  }
}
