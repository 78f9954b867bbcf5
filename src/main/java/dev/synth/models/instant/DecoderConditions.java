package dev.synth.models.instant;

/** What the decoder's network is told of a frame besides the learned channels: pitch and level. */
public final class DecoderConditions {
  /** Values a frame. */
  public static final int COUNT = PitchFeatures.COUNT + LevelSteps.COUNT;

  private DecoderConditions() {}

  /**
   * Writes the conditions of frame {@code f}.
   *
   * @param levelDb [frames]
   */
  public static void write(double pitch, float[] levelDb, int f, float[] into, int offset) {
    PitchFeatures.write(pitch, into, offset);
    LevelSteps.write(levelDb, f, into, offset + PitchFeatures.COUNT);
  }
}
