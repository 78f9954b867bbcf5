package dev.synth.latent;

/**
 * The form of a model's embeddings, beside the sound they stand for.
 *
 * @param channels values of a frame
 * @param hopSamples samples of the sound that a frame stands for
 * @param sampleRateHz rate of that sound
 */
public record LatentFormat(int channels, int hopSamples, int sampleRateHz) {
  /** Checks that every size is positive. */
  public LatentFormat {
    if (channels < 1 || hopSamples < 1 || sampleRateHz < 1) {
      throw new IllegalArgumentException(
          "channels, hopSamples and sampleRateHz must be at least 1, got "
              + channels
              + ", "
              + hopSamples
              + " and "
              + sampleRateHz);
    }
  }

  /** Frames of a sound of {@code samples} samples; the last one may be partly padding. */
  public int frames(int samples) {
    return Math.toIntExact(((long) samples + hopSamples - 1) / hopSamples);
  }

  /**
   * Samples that {@code frames} frames stand for.
   *
   * @throws dev.synth.io.WorkFailedException if they are more than an array holds
   */
  public int samples(int frames) {
    return Embedding.samples(frames, hopSamples);
  }

  /** Seconds between two frames. */
  public double frameSeconds() {
    return (double) hopSamples / sampleRateHz;
  }
}
