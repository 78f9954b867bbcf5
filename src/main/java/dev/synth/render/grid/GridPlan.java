package dev.synth.render.grid;

import dev.synth.generate.NoteSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A grid of mixtures between instruments, each at several pitches and velocities.
 *
 * @param name what its files' names begin with
 * @param corners 4 in reading order (top left, top right, bottom left, bottom right), or 2
 * @param size points a side, at least 2
 * @param pitches MIDI
 * @param velocities MIDI; they choose among the corners' sounds
 * @param seed of all notes
 */
public record GridPlan(
    String name,
    List<GridCorner> corners,
    GridMix mix,
    int size,
    List<Integer> pitches,
    List<Integer> velocities,
    long seed) {
  /** What the corners are called, in their order. */
  public static final List<String> POSITIONS = List.of("nw", "ne", "sw", "se");

  /**
   * A note of the grid.
   *
   * @param column 0 is left
   * @param row 0 is top
   * @param sources of each corner the sound that is nearest in pitch and velocity
   */
  public record Cell(
      String name,
      int column,
      int row,
      double x,
      double y,
      int pitch,
      int velocity,
      long seed,
      double[] weights,
      List<GridCorner.Source> sources) {
    /** Path of the note below the grid's folder, as written in manifests and instruments. */
    public String file() {
      return "wav/" + name + ".wav";
    }
  }

  /** Rows: as many as columns, or one between two corners. */
  public int rows() {
    return corners.size() == 2 ? 1 : size;
  }

  /** What the corners are called here. */
  public List<String> positions() {
    return corners.size() == 2 ? List.of("w", "e") : POSITIONS;
  }

  /** The way from left to right, by the corners' names: {@code flute/bass to piano/strings}. */
  public String across() {
    return names(0, 2) + " to " + names(1, 3);
  }

  /** The way from top to bottom; only of four corners. */
  public String down() {
    return names(0, 1) + " to " + names(2, 3);
  }

  private String names(int first, int second) {
    String name = corners.get(first).name();
    return corners.size() == 2 ? name : name + "/" + corners.get(second).name();
  }

  /** The name of a point, all pitches together. */
  public String point(int column, int row) {
    int digits = String.valueOf(size - 1).length();
    String format = "%s_x%0" + digits + "d_y%0" + digits + "d";
    return String.format(Locale.ROOT, format, name, column, row);
  }

  /** All notes: row by row, each by columns, then pitches, then velocities. */
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < rows(); row++) {
      for (int column = 0; column < size; column++) {
        cells.addAll(cells(column, row));
      }
    }
    return cells;
  }

  /** The notes of one point: by pitches, then velocities. */
  public List<Cell> cells(int column, int row) {
    List<Cell> cells = new ArrayList<>();
    for (int pitch : pitches) {
      for (int velocity : velocities) {
        cells.add(cell(column, row, pitch, velocity));
      }
    }
    return cells;
  }

  private Cell cell(int column, int row, int pitch, int velocity) {
    double x = (double) column / (size - 1);
    double y = rows() == 1 ? 0 : (double) row / (size - 1);
    String note = String.format(Locale.ROOT, "%s-%03d-%03d", point(column, row), pitch, velocity);
    return new Cell(
        note,
        column,
        row,
        x,
        y,
        pitch,
        velocity,
        NoteSeed.of(seed, note),
        mix.weights(corners.size(), x, y),
        corners.stream().map(corner -> corner.nearest(pitch, velocity)).toList());
  }
}
