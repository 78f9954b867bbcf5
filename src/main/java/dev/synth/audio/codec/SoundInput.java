package dev.synth.audio.codec;

import dev.synth.audio.WavFile;
import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A sound file open for reading, at any byte; what is wrong with it is said with its name. */
public final class SoundInput implements AutoCloseable {
  public static final String CONVERT =
      "convert it, for example with ffmpeg -i IN -c:a pcm_s16le OUT.wav";

  private final Path file;
  private final FileChannel channel;
  private final long bytes;

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
  long bytes() {
    return bytes;
  }

  Path file() {
    return file;
  }

  /** The {@code count} bytes at {@code position}, which must be there, as little-endian. */
  ByteBuffer at(long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    fill(buffer, position);
    return buffer;
  }

  /** Fills {@code buffer} up to its limit and flips it. */
  void fill(ByteBuffer buffer, long position) throws IOException {
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

  /** What is wrong with this file, as an exception; {@code what} goes without its full stop. */
  public BadDataException bad(String what) {
    return new BadDataException(file + ": " + what + ".");
  }

  /** As above, for what a decoder of another's stumbled over. */
  public BadDataException bad(String what, Throwable cause) {
    return new BadDataException(file + ": " + what + ".", cause);
  }

  /**
   * Checks that synth can resample from {@code rateHz}.
   *
   * @throws BadDataException if it cannot
   */
  void checkRate(long rateHz) throws BadDataException {
    if (rateHz < WavFile.MIN_RATE_HZ || rateHz > WavFile.MAX_RATE_HZ) {
      throw bad(
          String.format(
              Locale.ROOT,
              "its sample rate is %d Hz, outside %d..%d; convert it, for example with ffmpeg -i IN -ar 16000 OUT.wav",
              rateHz,
              WavFile.MIN_RATE_HZ,
              WavFile.MAX_RATE_HZ));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
