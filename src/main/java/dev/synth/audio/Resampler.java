package dev.synth.audio;

import dev.synth.io.WorkFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Band-limited change of sample rate.
 *
 * <p>Output sample m is the source, convolved with a low-pass kernel, at time m / target. The
 * kernel is a sinc under a Kaiser window, symmetric about that time, so nothing is delayed and no
 * phase turns. With N the lower of the two Nyquist frequencies, 0 to 0.9 N passes unchanged, 0.9 N
 * to N fades, and what lies above N is at least 96 dB down, aliases and images alike. To 16 kHz
 * that is: flat to 7.2 kHz, gone from 8 kHz on. Outside the clip there is silence, so the first and
 * last {@value ResamplingKernel#HALF_WIDTH} samples at the lower rate fade as if cut.
 *
 * <p>Source: J. O. Smith, "Digital Audio Resampling"; window and length after Kaiser, see Oppenheim
 * and Schafer, "Discrete-Time Signal Processing", section 7.5.
 */
public final class Resampler {
  // A data set has mostly one rate, so the last kernel is kept; any thread may replace it.
  private static volatile ResamplingKernel lastKernel;

  private Resampler() {}

  /**
   * Resamples {@code clip}.
   *
   * @param targetRateHz {@value WavFile#MIN_RATE_HZ} to {@value WavFile#MAX_RATE_HZ}
   * @return ceil(samples · target / source) samples; {@code clip} itself if it has that rate
   * @throws IllegalArgumentException if either rate is out of range
   * @throws WorkFailedException if the result has more samples than an array holds
   */
  public static AudioClip resample(AudioClip clip, int targetRateHz) {
    int sourceRateHz = clip.sampleRateHz();
    checkRate(sourceRateHz);
    checkRate(targetRateHz);
    if (sourceRateHz == targetRateHz) {
      return clip;
    }
    long samples = ceilDiv((long) clip.samples().length * targetRateHz, sourceRateHz);
    if (samples > Integer.MAX_VALUE - 8) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "%.0f minutes of sound do not fit in one clip at %d Hz; cut it into shorter files.",
              clip.seconds() / 60,
              targetRateHz));
    }
    ResamplingKernel kernel = kernel(sourceRateHz, targetRateHz);
    float[] out = new float[(int) samples];
    for (int m = 0; m < out.length; m++) {
      // Where sample m falls in the source: index + rest / target, without rounding.
      long numerator = (long) m * sourceRateHz;
      out[m] =
          (float)
              kernel.apply(
                  clip.samples(),
                  clip.samples().length,
                  (int) (numerator / targetRateHz),
                  (int) (numerator % targetRateHz));
    }
    return new AudioClip(out, targetRateHz, clip.remarks());
  }

  /**
   * Resamples {@code sound} as it is read: the samples of {@link #resample(AudioClip, int)}, to the
   * bit, in the memory of a few thousand.
   *
   * @param targetRateHz as there
   * @return a sound that closes {@code sound}; {@code sound} itself if it has that rate
   */
  public static OpenSound resample(OpenSound sound, int targetRateHz) {
    int sourceRateHz = sound.sampleRateHz();
    checkRate(sourceRateHz);
    checkRate(targetRateHz);
    if (sourceRateHz == targetRateHz) {
      return sound;
    }
    return new OpenSound() {
      @Override
      public int sampleRateHz() {
        return targetRateHz;
      }

      @Override
      public int sourceRateHz() {
        return sourceRateHz;
      }

      @Override
      public SampleReader samples() throws IOException {
        return new ResamplingReader(
            sound.samples(), kernel(sourceRateHz, targetRateHz), sourceRateHz, targetRateHz);
      }

      @Override
      public List<String> remarks() {
        return sound.remarks();
      }

      @Override
      public void close() throws IOException {
        sound.close();
      }
    };
  }

  private static ResamplingKernel kernel(int sourceRateHz, int targetRateHz) {
    ResamplingKernel kernel = lastKernel;
    if (kernel == null || !kernel.fits(sourceRateHz, targetRateHz)) {
      kernel = new ResamplingKernel(sourceRateHz, targetRateHz);
      lastKernel = kernel;
    }
    return kernel;
  }

  private static void checkRate(int rateHz) {
    if (rateHz < WavFile.MIN_RATE_HZ || rateHz > WavFile.MAX_RATE_HZ) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "sample rate %d Hz is outside %d..%d",
              rateHz,
              WavFile.MIN_RATE_HZ,
              WavFile.MAX_RATE_HZ));
    }
  }

  private static long ceilDiv(long a, long b) {
    return (a + b - 1) / b;
  }
}
