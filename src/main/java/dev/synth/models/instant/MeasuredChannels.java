package dev.synth.models.instant;

import dev.synth.latent.Embedding;

/**
 * The first two channels of an embedding frame, which are measured and not learned: the level of
 * the sound, and by how much its pitch deviates from the note's. The decoder sets its levels by the
 * first; the second is vibrato, drift and tuning.
 */
public final class MeasuredChannels {
  /** How many there are. */
  public static final int COUNT = 2;

  /** The least level. */
  public static final float SILENT_DB = -100;

  private static final int LEVEL = 0;
  private static final int CENTS = 1;

  /** The level that is 0, and levels apart that are 1. */
  private static final double MIDDLE_DB = -40;

  private static final double SCALE_DB = 20;
  private static final double SCALE_CENTS = 50;

  /** No frame is told to deviate by more. */
  private static final double MOST_CENTS = 400;

  private MeasuredChannels() {}

  /**
   * Writes both into a frame of an embedding.
   *
   * @param levelDb power in dB, 0 being an RMS of 1
   */
  static void write(double levelDb, double cents, float[] values, int frame, int channels) {
    double db = Math.max(SILENT_DB, levelDb);
    values[frame * channels + LEVEL] = (float) ((db - MIDDLE_DB) / SCALE_DB);
    double bent = Math.max(-MOST_CENTS, Math.min(MOST_CENTS, cents));
    values[frame * channels + CENTS] = (float) (bent / SCALE_CENTS);
  }

  /**
   * The level of each frame.
   *
   * @return [frames] dB
   */
  static float[] levelDb(Embedding embedding) {
    float[] levels = new float[embedding.frames()];
    for (int f = 0; f < levels.length; f++) {
      levels[f] = (float) (MIDDLE_DB + SCALE_DB * embedding.value(f, LEVEL));
    }
    return levels;
  }

  /**
   * The learned channels alone.
   *
   * @return [frames, channels - {@value #COUNT}]
   */
  static float[] others(Embedding embedding) {
    int count = embedding.channels() - COUNT;
    float[] others = new float[embedding.frames() * count];
    for (int f = 0; f < embedding.frames(); f++) {
      System.arraycopy(
          embedding.values(), f * embedding.channels() + COUNT, others, f * count, count);
    }
    return others;
  }

  /**
   * The deviation of the pitch at each point of the controls. A frame's value is that of its
   * middle; between, a cubic runs through them (Catmull and Rom 1974).
   *
   * @return [4 · frames] cents
   */
  static float[] pointCents(Embedding embedding) {
    int perFrame = InstantSpec.POINTS_PER_FRAME;
    int frames = embedding.frames();
    float[] cents = new float[frames * perFrame];
    for (int p = 0; p < cents.length; p++) {
      double at = (double) p / perFrame - 0.5;
      int f = (int) Math.floor(at);
      double t = at - f;
      double a = cents(embedding, f - 1);
      double b = cents(embedding, f);
      double c = cents(embedding, f + 1);
      double d = cents(embedding, f + 2);
      double cubic =
          0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      cents[p] = (float) (b + cubic);
    }
    return cents;
  }

  private static double cents(Embedding embedding, int frame) {
    int f = Math.max(0, Math.min(embedding.frames() - 1, frame));
    return SCALE_CENTS * embedding.value(f, CENTS);
  }
}
