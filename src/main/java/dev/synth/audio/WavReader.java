package dev.synth.audio;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The reading half of {@link WavFile}: walks the chunks of one file. Written by hand because {@code
 * javax.sound.sampled} pads or drops what a truncated file lacks and does not read 64-bit floats.
 */
final class WavReader {
  static final String CONVERT =
      "convert it to PCM, for example with ffmpeg -i IN -c:a pcm_s16le OUT.wav.";

  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int MAX_FMT_BYTES = 40;
  private static final int BUFFER_BYTES = 1 << 16;
  // Some virtual machines refuse arrays of the last few lengths.
  private static final long MAX_SAMPLES = Integer.MAX_VALUE - 8;

  private final Path file;
  private final FileChannel channel;
  private final long fileBytes;
  private WavFormat format;
  private long dataAt = -1;
  private long dataBytes;

  private WavReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.fileBytes = channel.size();
  }

  static AudioClip read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoInputException(file + ": no such file.");
    }
    if (Files.isDirectory(file)) {
      throw new NoInputException(file + ": is a directory; name one WAV file in it.");
    }
    if (!Files.isRegularFile(file)) {
      throw new NoInputException(file + ": is a pipe or device; save the sound to a file first.");
    }
    try (FileChannel channel = open(file)) {
      return new WavReader(file, channel).read();
    }
  }

  private static FileChannel open(Path file) throws NoInputException, IOException {
    try {
      return FileChannel.open(file);
    } catch (FileSystemException e) {
      throw new NoInputException(file + ": cannot be opened (" + Outputs.reason(e) + ").");
    }
  }

  private AudioClip read() throws IOException {
    long riffBytes = checkRiff();
    walkChunks(riffBytes);
    if (dataAt < 0) {
      throw new BadDataException(
          file + ": has no data chunk, so no sound in it; export or copy it again.");
    }
    if (format == null) {
      throw new BadDataException(
          file + ": has no fmt chunk to tell what its samples are; export or copy it again.");
    }
    long frames = dataBytes / format.frameBytes();
    if (frames == 0) {
      throw new BadDataException(file + ": holds no samples; record or export it again.");
    }
    return new AudioClip(readFrames(frames), format.sampleRateHz());
  }

  /** Checks the first twelve bytes and returns the size they claim. */
  private long checkRiff() throws IOException {
    if (fileBytes == 0) {
      throw new BadDataException(file + ": is empty; record or export it again.");
    }
    ByteBuffer header = bytesAt(0, (int) Math.min(RIFF_HEADER_BYTES, fileBytes));
    String magic = ascii(header, 0, Math.min(4, header.limit()));
    boolean isWave = header.limit() == RIFF_HEADER_BYTES && "WAVE".equals(ascii(header, 8, 4));
    if ("RIFF".equals(magic) && isWave) {
      return header.getInt(4) & 0xFFFF_FFFFL;
    }
    if ("RIFF".equals(magic) && header.limit() < RIFF_HEADER_BYTES) {
      throw new BadDataException(
          "%s: is truncated after %d bytes, inside the first header; copy it again."
              .formatted(file, fileBytes));
    }
    throw new BadDataException(
        switch (magic) {
          case "RF64", "BW64" -> file + ": is " + magic + ", which is not supported; " + CONVERT;
          case "RIFX" -> file + ": is RIFX (big-endian), which is not supported; " + CONVERT;
          case "fLaC" -> file + ": is a FLAC file, not WAV; " + CONVERT;
          case "OggS" -> file + ": is an Ogg file, not WAV; " + CONVERT;
          case "FORM" -> file + ": is an AIFF file, not WAV; " + CONVERT;
          case "RIFF" -> file + ": is a RIFF file but not WAVE (byte 8); " + CONVERT;
          default ->
              magic.startsWith("ID3")
                  ? file + ": is an MP3 file, not WAV; " + CONVERT
                  : file + ": is not a WAV file (no RIFF at byte 0); if it is sound, " + CONVERT;
        });
  }

  private void walkChunks(long riffBytes) throws IOException {
    long at = RIFF_HEADER_BYTES;
    while (fileBytes - at >= CHUNK_HEADER_BYTES && (format == null || dataAt < 0)) {
      ByteBuffer header = bytesAt(at, CHUNK_HEADER_BYTES);
      String name = ascii(header, 0, 4);
      long claimed = header.getInt(4) & 0xFFFF_FFFFL;
      long bodyAt = at + CHUNK_HEADER_BYTES;
      long left = fileBytes - bodyAt;
      boolean isData = "data".equals(name);
      long body = isData && isLeftOpen(claimed, left, riffBytes) ? left : claimed;
      if (body > left) {
        throw new BadDataException(
            "%s: is truncated: the %s chunk at byte %d claims %d bytes and the file holds %d of them; copy or export it again."
                .formatted(
                    file,
                    isData ? "data" : "'" + name.replaceAll("[^ -~]", "?") + "'",
                    at,
                    claimed,
                    left));
      }
      if (isData && dataAt < 0) {
        dataAt = bodyAt;
        dataBytes = body;
      } else if ("fmt ".equals(name) && format == null) {
        format = WavFormat.parse(bytesAt(bodyAt, (int) Math.min(body, MAX_FMT_BYTES)), file);
      }
      at = bodyAt + body + (body & 1); // chunks start at even bytes
    }
  }

  /**
   * Whether a writer to a pipe, which cannot come back to fill it in, left this size open. ffmpeg
   * leaves 0xFFFFFFFF, others 0, sox and arecord about 0x7FFFF000 and 0x80000000. A size of 0 in a
   * file whose first header was completed means that there is no sound.
   */
  private boolean isLeftOpen(long claimed, long left, long riffBytes) {
    if (claimed == 0) {
      return riffBytes != fileBytes - CHUNK_HEADER_BYTES;
    }
    return claimed == 0xFFFF_FFFFL
        || (claimed >= 0x7FFF_F000L && claimed <= 0x8000_0000L && left < claimed);
  }

  private float[] readFrames(long frames) throws IOException {
    float[] samples = allocate(frames);
    int frameBytes = format.frameBytes();
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / frameBytes) * frameBytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    int done = 0;
    while (done < samples.length) {
      long wanted = (samples.length - (long) done) * frameBytes;
      buffer.clear().limit((int) Math.min(buffer.capacity(), wanted));
      fill(buffer, dataAt + (long) done * frameBytes);
      while (buffer.hasRemaining()) {
        samples[done] = nextFrame(buffer, done);
        done++;
      }
    }
    return samples;
  }

  private float nextFrame(ByteBuffer buffer, int index) throws BadDataException {
    double sum = 0;
    for (int channel = 0; channel < format.channels(); channel++) {
      double x = format.sample().get(buffer);
      if (!Float.isFinite((float) x)) {
        throw new BadDataException(
            "%s: sample %d of channel %d is %s; find out what made it and render it again."
                .formatted(file, index, channel + 1, Double.isNaN(x) ? "NaN" : "infinite"));
      }
      sum += x;
    }
    return (float) (sum / format.channels());
  }

  private float[] allocate(long frames) {
    double minutes = frames / (60.0 * format.sampleRateHz());
    if (frames <= MAX_SAMPLES) {
      try {
        return new float[(int) frames];
      } catch (OutOfMemoryError e) {
        // Told below; one failed array leaves the rest of the memory usable.
      }
    }
    throw new WorkFailedException(
        "%s: %.0f minutes of sound need %d MiB of memory, more than there is; cut it into shorter files."
            .formatted(file, minutes, frames * Float.BYTES >> 20));
  }

  private ByteBuffer bytesAt(long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill(buffer, position);
    return buffer;
  }

  private void fill(ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int got = channel.read(buffer, at);
      if (got < 0) {
        throw new BadDataException(
            file + ": became shorter while it was read; wait until its writer has finished.");
      }
      at += got;
    }
    buffer.flip();
  }

  private static String ascii(ByteBuffer buffer, int at, int bytes) {
    return new String(buffer.array(), at, bytes, StandardCharsets.ISO_8859_1);
  }
}
