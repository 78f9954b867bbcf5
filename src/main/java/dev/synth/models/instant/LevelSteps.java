package dev.synth.models.instant;

/** By how much the levels of the frames before and after one differ from its own. */
final class LevelSteps {
  private static final int REACH_FRAMES = 2;
  private static final double MOST_DB = 40;
  private static final double SCALE_DB = 20;

  /** Values a frame. */
  static final int COUNT = 2 * REACH_FRAMES;

  private LevelSteps() {}

  /** Writes the differences around frame {@code f}; beyond the ends the level stays. */
  static void write(float[] levelDb, int f, float[] into, int offset) {
    int at = offset;
    for (int d = -REACH_FRAMES; d <= REACH_FRAMES; d++) {
      if (d != 0) {
        int other = Math.max(0, Math.min(levelDb.length - 1, f + d));
        double step = Math.max(-MOST_DB, Math.min(MOST_DB, levelDb[other] - levelDb[f]));
        into[at++] = (float) (step / SCALE_DB);
      }
    }
  }
}
