package dev.synth.render.grid;

import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The sounds of an Open NSynth Super touch pad: a file without a header, 16-bit integers,
 * little-endian, in rows of equal length. Row (y · resolution + x) · pitches + p is point (x, y), x
 * from the left and y from the top, at the p-th pitch.
 *
 * @param resolution points a side
 * @param pitches how many pitches each point has
 * @param rowSamples samples a row
 */
public record PadFile(int resolution, int pitches, int rowSamples) {
  /** Samples a row as the device's settings come: 3.75 s. */
  public static final int DEVICE_ROW_SAMPLES = 60_000;

  private static final int RESOLUTION_MAX = 1_000;
  private static final int ROW_SAMPLES_MAX = 100_000_000;

  /** Checks every size. */
  public PadFile {
    if (resolution < 1
        || resolution > RESOLUTION_MAX
        || pitches < 1
        || pitches > 128
        || rowSamples < 1
        || rowSamples > ROW_SAMPLES_MAX) {
      throw new IllegalArgumentException(
          "no pad has "
              + resolution
              + " points a side, "
              + pitches
              + " pitches and "
              + rowSamples
              + " samples a row");
    }
  }

  /** Gives the sound of a row. */
  @FunctionalInterface
  public interface Rows {
    /** The samples, in 16 bits; what is missing is silence, what is too much is cut. */
    short[] row(int x, int y, int pitch) throws IOException;
  }

  /** Rows in the file. */
  public int rows() {
    return resolution * resolution * pitches;
  }

  /** Size of the file. */
  public long bytes() {
    return (long) rows() * rowSamples * Short.BYTES;
  }

  /** Writes all rows to {@code file}; one is in memory at a time. */
  public void write(Path file, Rows sounds) throws IOException {
    ByteBuffer row = ByteBuffer.allocate(rowSamples * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int y = 0; y < resolution; y++) {
        for (int x = 0; x < resolution; x++) {
          for (int pitch = 0; pitch < pitches; pitch++) {
            short[] samples = sounds.row(x, y, pitch);
            java.util.Arrays.fill(row.array(), (byte) 0);
            row.asShortBuffer().put(samples, 0, Math.min(samples.length, rowSamples));
            out.write(row.array());
          }
        }
      }
    }
  }

  /**
   * One row of {@code file}.
   *
   * @param pitch index of the pitch
   * @return amplitudes, each a 16-bit number over 32768, [rowSamples]
   * @throws NoInputException if there is no such file
   * @throws BadDataException if the file is not of this size
   */
  public float[] read(Path file, int x, int y, int pitch) throws IOException {
    java.util.Objects.checkIndex(x, resolution);
    java.util.Objects.checkIndex(y, resolution);
    java.util.Objects.checkIndex(pitch, pitches);
    ByteBuffer row = ByteBuffer.allocate(rowSamples * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    InputFile.check(file);
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() != bytes()) {
        throw new BadDataException(
            String.format(
                Locale.ROOT,
                "%s: has %d bytes, but %d x %d points of %d pitches of %d samples take %d; give"
                    + " the setting 'resolution', the setting 'pitches' and the setting 'row' as they are in"
                    + " the device's settings.json.",
                file,
                channel.size(),
                resolution,
                resolution,
                pitches,
                rowSamples,
                bytes()));
      }
      long from = ((long) (y * resolution + x) * pitches + pitch) * rowSamples * Short.BYTES;
      while (row.hasRemaining() && channel.read(row, from + row.position()) >= 0) {
        // On to the end of the row.
      }
    }
    float[] samples = new float[rowSamples];
    for (int i = 0; i < rowSamples; i++) {
      samples[i] = row.getShort(i * Short.BYTES) / 32768f;
    }
    return samples;
  }
}
