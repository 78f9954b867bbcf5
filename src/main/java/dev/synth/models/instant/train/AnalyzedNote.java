package dev.synth.models.instant.train;

import dev.synth.models.instant.FrameFeatures;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.sound.NoteControls;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What a note is trained by: the encoder's features of its frames, and the controls that play it.
 * Its form in files is a zlib stream (RFC 1950), whose checksum tells damage.
 *
 * @param midi the pitch that the controls are relative to
 * @param features [frames, {@link FrameFeatures#COUNT}] in dB
 * @param controls of {@link InstantSpec#POINTS_PER_FRAME} points a frame
 * @param topHz half the rate of its recording: what it has above is not known
 */
record AnalyzedNote(double midi, float[] features, NoteControls controls, double topHz) {
  /** Changes with the analysis or the form, so that files of older ones are not taken. */
  static final int VERSION = 2;

  /** Features are kept in steps of 0.02 dB, levels in steps of half a dB from -100 dB up. */
  private static final float FEATURE_STEPS = 50;

  private static final float LEVEL_STEPS = 2;
  private static final int LEVELS = 256;

  /** How many frames there are. */
  int frames() {
    return controls.points() / InstantSpec.POINTS_PER_FRAME;
  }

  /** The loudest partial's level. */
  float peakDb() {
    float peak = NoteControls.SILENT_DB;
    for (float db : controls.partialDb()) {
      peak = Math.max(peak, db);
    }
    return peak;
  }

  /** The frames from {@code from} on, followed by silence where they end before {@code count}. */
  AnalyzedNote frames(int from, int count) {
    int perFrame = InstantSpec.POINTS_PER_FRAME;
    int first = from * perFrame;
    int points = count * perFrame;
    return new AnalyzedNote(
        midi,
        piece(features, from, count, FrameFeatures.COUNT, FrameFeatures.FLOOR_DB),
        new NoteControls(
            controls.partials(),
            controls.bands(),
            piece(controls.partialDb(), first, points, controls.partials(), NoteControls.SILENT_DB),
            piece(controls.noiseDb(), first, points, controls.bands(), NoteControls.SILENT_DB),
            piece(controls.cents(), first, points, 1, 0),
            controls.tuningCents()),
        topHz);
  }

  private static float[] piece(float[] rows, int from, int count, int columns, float beyond) {
    int there = Math.min(count, rows.length / columns - from) * columns;
    float[] piece = Arrays.copyOfRange(rows, from * columns, (from + count) * columns);
    Arrays.fill(piece, there, piece.length, beyond);
    return piece;
  }

  /** The form in files. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(file))) {
      out.writeInt(VERSION);
      out.writeDouble(midi);
      out.writeInt(controls.points());
      out.writeInt(controls.partials());
      out.writeInt(controls.bands());
      byte[] shorts = new byte[2 * features.length];
      for (int i = 0; i < features.length; i++) {
        int value = Math.round(features[i] * FEATURE_STEPS);
        shorts[2 * i] = (byte) (value >> 8);
        shorts[2 * i + 1] = (byte) value;
      }
      out.write(shorts);
      out.write(levels(controls.partialDb()));
      out.write(levels(controls.noiseDb()));
      for (float cents : controls.cents()) {
        out.writeFloat(cents);
      }
      for (float cents : controls.tuningCents()) {
        out.writeFloat(cents);
      }
    }
    return file.toByteArray();
  }

  private static byte[] levels(float[] db) {
    byte[] bytes = new byte[db.length];
    for (int i = 0; i < db.length; i++) {
      int level = Math.round((db[i] - NoteControls.SILENT_DB) * LEVEL_STEPS);
      bytes[i] = (byte) Math.max(0, Math.min(LEVELS - 1, level));
    }
    return bytes;
  }

  /**
   * Reads what {@link #bytes} made.
   *
   * @param topHz of the note, which is not in the file
   * @throws IOException if it is damaged or of another version
   */
  static AnalyzedNote read(InputStream file, double topHz) throws IOException {
    try (DataInputStream in = new DataInputStream(new InflaterInputStream(file))) {
      if (in.readInt() != VERSION) {
        throw new IOException("of another version");
      }
      double midi = in.readDouble();
      int points = in.readInt();
      int partials = in.readInt();
      int bands = in.readInt();
      byte[] shorts =
          bytes(in, points / InstantSpec.POINTS_PER_FRAME * FrameFeatures.COUNT * Short.BYTES);
      float[] features = new float[shorts.length / Short.BYTES];
      for (int i = 0; i < features.length; i++) {
        features[i] = (shorts[2 * i] << 8 | shorts[2 * i + 1] & 0xff) / FEATURE_STEPS;
      }
      float[] partialDb = decibels(bytes(in, points * partials));
      float[] noiseDb = decibels(bytes(in, points * bands));
      float[] cents = floats(in, points);
      float[] tuning = floats(in, partials);
      if (in.read() >= 0) { // at the end of the stream, the checksum is looked at
        throw new IOException("longer than it says");
      }
      return new AnalyzedNote(
          midi,
          features,
          new NoteControls(partials, bands, partialDb, noiseDb, cents, tuning),
          topHz);
    } catch (IllegalArgumentException e) {
      throw new IOException("of sizes that cannot be", e);
    }
  }

  private static byte[] bytes(DataInputStream in, int count) throws IOException {
    byte[] bytes = count < 0 ? new byte[0] : in.readNBytes(count);
    if (bytes.length != count) {
      throw new EOFException("shorter than it says");
    }
    return bytes;
  }

  private static float[] decibels(byte[] levels) {
    float[] db = new float[levels.length];
    for (int i = 0; i < db.length; i++) {
      db[i] = NoteControls.SILENT_DB + (levels[i] & 0xff) / LEVEL_STEPS;
    }
    return db;
  }

  private static float[] floats(DataInputStream in, int count) throws IOException {
    float[] values = new float[Math.max(0, count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }
}
