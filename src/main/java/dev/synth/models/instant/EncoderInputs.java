package dev.synth.models.instant;

import dev.synth.dsp.MelFilterbank;

/**
 * What the encoder's network is given of each frame: its features relative to its own level, and
 * how that level differs from those of the frames around it. So a sound and a softer one of the
 * same timbre are alike to it.
 */
public final class EncoderInputs {
  /** Values a frame. */
  public static final int COUNT = FrameFeatures.COUNT + LevelSteps.COUNT;

  private static final double LOWEST_DB = -70;
  private static final double MIDDLE_DB = -35;
  private static final double SCALE_DB = 20;

  private EncoderInputs() {}

  /**
   * The inputs of frames.
   *
   * @param features [frames, {@link FrameFeatures#COUNT}] in dB
   * @return [frames, {@value #COUNT}]
   */
  public static float[] of(float[] features, int frames) {
    double[] width = new double[FrameFeatures.LONG_BANDS];
    double top = MelFilterbank.mel(InstantSpec.ENCODER_RATE_HZ / 2.0);
    for (int b = 0; b < width.length; b++) {
      double mel = top * b / width.length;
      width[b] = (MelFilterbank.hz(mel + top / width.length) - MelFilterbank.hz(mel)) / 1000;
    }
    float[] levels = new float[frames];
    for (int f = 0; f < frames; f++) {
      double power = 1e-10;
      for (int b = 0; b < width.length; b++) {
        power += width[b] * Math.pow(10, features[f * FrameFeatures.COUNT + b] / 10);
      }
      levels[f] = (float) (10 * Math.log10(power));
    }
    float[] inputs = new float[frames * COUNT];
    for (int f = 0; f < frames; f++) {
      for (int i = 0; i < FrameFeatures.COUNT; i++) {
        double db = Math.max(LOWEST_DB, features[f * FrameFeatures.COUNT + i] - levels[f]);
        inputs[f * COUNT + i] = (float) ((db - MIDDLE_DB) / SCALE_DB);
      }
      LevelSteps.write(levels, f, inputs, f * COUNT + FrameFeatures.COUNT);
    }
    return inputs;
  }
}
