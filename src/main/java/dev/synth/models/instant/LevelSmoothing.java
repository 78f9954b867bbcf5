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
    float[] smooth = new float[levels.length];
    float[] weights = new float[columns];
    for (int p = 0; p < points; p++) {
      int at = p * columns;
      Arrays.fill(weights, 0);
      for (int j = -REACH; j <= REACH; j++) {
        int other = p + j;
        if (other < 0 || other >= points) {
          continue;
        }
        float share = REACH + 1 - Math.abs(j);
        int from = other * columns;
        for (int k = 0; k < columns; k++) {
          float apart = (levels[from + k] - levels[at + k]) / NEAR_DB;
          float near = 1 + apart * apart;
          float weight = share / (near * near);
          weights[k] += weight;
          smooth[at + k] += weight * levels[from + k];
        }
      }
      for (int k = 0; k < columns; k++) {
        smooth[at + k] /= weights[k];
      }
    }
    return smooth;
  }
}
