package dev.synth.audio.codec;

import dev.synth.audio.WavFile;
import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import dev.synth.io.text.Counted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A sound file open for reading, at any byte; what is wrong with it is said with its name. */
public final class SoundInput implements AutoCloseable {
  /** The forms that are read, in words. */
  public static final String FORMATS =
      "WAV, RF64, Wave64, AIFF, AU, FLAC, Ogg Vorbis, Opus and MP3";

  private static final int BLOCK_BYTES = 1 << 16;
  private static final int ZEROS_BYTES = 1 << 10;

  private final Path file;
  private final FileChannel channel;
  private final long bytes;
  private final List<String> remarks = new ArrayList<>();

  private SoundInput(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.bytes = channel.size();
  }

  /**
   * Opens {@code file}.
   *
   * @throws NoInputException if it does not exist, is no regular file or may not be read
   * @throws BadDataException if it is empty
   */
  public static SoundInput open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw InputFile.missing(file);
    }
    if (Files.isDirectory(file)) {
      throw new NoInputException(file + ": is a directory; name one sound file in it.");
    }
    if (!Files.isRegularFile(file)) {
      throw new NoInputException(file + ": is a pipe or device; save the sound to a file first.");
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file);
    } catch (FileSystemException e) {
      throw new NoInputException(file + ": cannot be opened (" + Outputs.reason(e) + ").");
    }
    SoundInput in = new SoundInput(file, channel);
    if (in.bytes == 0) {
      in.close();
      throw in.bad("is empty; record or export it again");
    }
    return in;
  }

  /** How large the file was when it was opened. */
  public long bytes() {
    return bytes;
  }

  public Path file() {
    return file;
  }

  /** The {@code count} bytes at {@code position}, which must be there, as little-endian. */
  public ByteBuffer at(long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    fill(buffer, position);
    return buffer;
  }

  /** Fills {@code buffer} up to its limit and flips it. */
  public void fill(ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int got = channel.read(buffer, at);
      if (got < 0) {
        throw bad("became shorter while it was read; wait until its writer has finished");
      }
      at += got;
    }
    buffer.flip();
  }

  /** The text of {@code count} bytes at {@code position}, less where the file ends before. */
  public String ascii(long position, int count) throws IOException {
    int there = (int) Math.max(0, Math.min(count, bytes - position));
    return new String(at(position, there).array(), StandardCharsets.ISO_8859_1);
  }

  /** Where {@code wanted} stands first at or behind {@code from}, before {@code to}; else -1. */
  public long find(byte[] wanted, long from, long to) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    for (long at = from; to - at >= wanted.length; at += BLOCK_BYTES - wanted.length + 1) {
      int count = (int) Math.min(BLOCK_BYTES, to - at);
      fill(block.clear().limit(count), at);
      for (int i = 0; i <= count - wanted.length; i++) {
        if (block.get(i) == wanted[0]
            && Arrays.equals(block.array(), i, i + wanted.length, wanted, 0, wanted.length)) {
          return at + i;
        }
      }
    }
    return -1;
  }

  /** Where the first byte that is not zero stands, at or behind {@code from}. */
  public long skipZeros(long from) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(ZEROS_BYTES);
    for (long at = from; at < bytes; at += ZEROS_BYTES) {
      fill(block.clear().limit((int) Math.min(ZEROS_BYTES, bytes - at)), at);
      while (block.hasRemaining()) {
        if (block.get() != 0) {
          return at + block.position() - 1;
        }
      }
    }
    return Math.max(from, bytes);
  }

  /**
   * Notes what of the file does not come out as sound, though it is no damage.
   *
   * @param format of a sentence without the file's name before it and its full stop
   */
  public void remark(String format, Object... values) {
    remarks.add(String.format(Locale.ROOT, format, values));
  }

  /** Notes that what stands from {@code at} to the file's end is passed over, if it is anything. */
  public void remarkUnread(long at) {
    if (at < bytes) {
      long unread = bytes - at;
      remark(
          "%s behind the sound, at byte %d, %s not read",
          Counted.of(unread, "byte"), at, unread == 1 ? "is" : "are");
    }
  }

  /** What was noted so far. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** What is wrong with this file, as an exception; {@code what} goes without its full stop. */
  public BadDataException bad(String what) {
    return bad(what, null);
  }

  /** As above, for what a decoder of another's stumbled over. */
  public BadDataException bad(String what, Throwable cause) {
    return new BadDataException(file + ": " + what + ".", cause);
  }

  /** The advice to convert this file, with the command that does it. */
  public String convert() {
    return convert("ffmpeg -i %s -c:a pcm_s16le %s");
  }

  /** As above, with a command that has a place for this file's name and one for the new one's. */
  public String convert(String command) {
    return "convert it (" + command(command) + ")";
  }

  /** A command with this file's name and that of a WAV beside it in their places. */
  public String command(String command) {
    String name = file.toString();
    int ending = name.lastIndexOf('.');
    int nameAt = name.length() - file.getFileName().toString().length();
    String bare = ending > nameAt ? name.substring(0, ending) : name;
    String wav = bare + ".wav";
    String other = wav.equalsIgnoreCase(name) ? bare + "-converted.wav" : wav;
    return String.format(Locale.ROOT, command, quoted(name), quoted(other));
  }

  /** As a shell takes it for one word. */
  private static String quoted(String name) {
    String safe = name.startsWith("-") ? "./" + name : name;
    return safe.matches("[\\w./+:@%,=-]+") ? safe : "'" + safe.replace("'", "'\\''") + "'";
  }

  /**
   * Checks that synth can resample from {@code rateHz}.
   *
   * @throws BadDataException if it cannot
   */
  public void checkRate(long rateHz) throws BadDataException {
    if (rateHz < WavFile.MIN_RATE_HZ || rateHz > WavFile.MAX_RATE_HZ) {
      throw bad(
          String.format(
              Locale.ROOT,
              "its sample rate is %d Hz, outside %d..%d; %s",
              rateHz,
              WavFile.MIN_RATE_HZ,
              WavFile.MAX_RATE_HZ,
              convert("ffmpeg -i %s -ar 16000 %s")));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
