package dev.synth.models.instant;

import dev.synth.dsp.MelFilterbank;

/**
 * What the encoder's network is given of each frame: its features relative to its own level, its
 * spectral envelope likewise, and how that level differs from those of the frames around it. So a
 * sound and a softer one of the same timbre are alike to it.
 */
public final class EncoderInputs {
  /** Values a frame. */
  public static final int COUNT = FrameFeatures.COUNT + FrameFeatures.LONG_BANDS + LevelSteps.COUNT;

  private static final double LOWEST_DB = -70;
  private static final double MIDDLE_DB = -35;
  private static final double SCALE_DB = 20;

  private EncoderInputs() {}

  /**
   * The inputs of frames.
   *
   * @param features [frames, {@link FrameFeatures#COUNT}] in dB
   * @param pitch MIDI; not a number if it is unknown or to be kept from the network
   * @return [frames, {@value #COUNT}]
   */
  public static float[] of(float[] features, int frames, double pitch) {
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
    int known = Double.isNaN(pitch) ? FrameFeatures.BANDS : FrameFeatures.COUNT;
    SpectralEnvelope envelope = SpectralEnvelope.of(pitch);
    float[] inputs = new float[frames * COUNT];
    for (int f = 0; f < frames; f++) {
      int from = f * FrameFeatures.COUNT;
      int at = f * COUNT;
      for (int i = 0; i < FrameFeatures.COUNT; i++) {
        inputs[at++] = relative(i < known ? features[from + i] : FrameFeatures.FLOOR_DB, levels[f]);
      }
      for (int b = 0; b < FrameFeatures.LONG_BANDS; b++) {
        inputs[at++] = relative(envelope.levelDb(features, from, b), levels[f]);
      }
      LevelSteps.write(levels, f, inputs, at);
    }
    return inputs;
  }

  private static float relative(double db, double levelDb) {
    return (float) ((Math.max(LOWEST_DB, db - levelDb) - MIDDLE_DB) / SCALE_DB);
  }
}
