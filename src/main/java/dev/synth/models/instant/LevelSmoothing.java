package dev.synth.models.instant;

import dev.synth.models.instant.sound.NoteControls;
import java.util.Arrays;

/**
 * Takes the ripple out of levels that a network makes. What goes up and down from point to point by
 * half a decibel is not heard as such, but modulates each partial: its side bands fill the gaps
 * between the partials, 30 dB below them, where a recording has nothing.
 *
 * <p>Each level becomes a mean of those around it in time, under a triangle of {@value #REACH}
 * points to each side, which takes away all that repeats from frame to frame. Levels that are far
 * from the one in the middle count for little, so that attacks stay: a bilateral filter (Tomasi and
 * Manduchi 1998).
 */
final class LevelSmoothing {
  private static final int REACH = InstantSpec.POINTS_PER_FRAME - 1;

  /** Levels that are apart by as much have a quarter of their weight. */
  private static final float NEAR_DB = 6;

  private LevelSmoothing() {}

  /** The controls with smoothed partials. */
  static NoteControls smooth(NoteControls controls) {
    return new NoteControls(
        controls.partials(),
        controls.bands(),
        smooth(controls.partialDb(), controls.partials()),
        controls.noiseDb(),
        controls.cents(),
        controls.tuningCents());
  }

  /**
   * Smoothed levels.
   *
   * @param levels [points, columns] dB
   */
  static float[] smooth(float[] levels, int columns) {
    int points = levels.length / columns;
    float[][] rows = new float[points][];
    float[][] sums = new float[points][columns];
    float[][] weights = new float[points][columns];
    for (int p = 0; p < points; p++) {
      rows[p] = Arrays.copyOfRange(levels, p * columns, (p + 1) * columns);
      addOwn(rows[p], sums[p], weights[p]);
    }
    for (int p = 0; p < points; p++) {
      for (int away = 1; away <= REACH && p + away < points; away++) {
        int q = p + away;
        float share = REACH + 1 - away;
        addOther(share, rows[p], rows[q], sums[p], weights[p]);
        addOther(share, rows[q], rows[p], sums[q], weights[q]);
      }
    }
    float[] smooth = new float[levels.length];
    for (int p = 0; p < points; p++) {
      for (int k = 0; k < columns; k++) {
        smooth[p * columns + k] = sums[p][k] / weights[p][k];
      }
    }
    return smooth;
  }

  private static void addOwn(float[] levels, float[] sums, float[] weights) {
    for (int k = 0; k < levels.length; k++) {
      sums[k] = (REACH + 1) * levels[k];
      weights[k] = REACH + 1;
    }
  }

  /** One index for all arrays: so the compiler makes vector instructions of it. */
  private static void addOther(
      float share, float[] levels, float[] others, float[] sums, float[] weights) {
    for (int k = 0; k < levels.length; k++) {
      float apart = (others[k] - levels[k]) * (1 / NEAR_DB);
      float near = 1 + apart * apart;
      float weight = share / (near * near);
      weights[k] += weight;
      sums[k] += weight * others[k];
    }
  }
}
