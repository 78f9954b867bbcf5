package dev.synth.eval.metric;

import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.Stft;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a sound's spectrogram is from an original's. Levels more than 60 dB below the original's
 * loudest are taken for silence in both: of a note that is played at the level of speech they are
 * at the threshold of hearing.
 *
 * <p>Holds transforms: one instance a thread.
 */
public final class SpectralDistance {
  private static final int MEL_FRAME_MS = 64;
  private static final int MEL_BANDS = 80;
  private static final double MEL_MIN_HZ = 20;
  private static final int[] FFT_SAMPLES = {512, 1024, 2048};
  private static final double FLOOR_DB = -60;

  private final Stft melStft;
  private final MelFilterbank mel;
  private final List<Stft> resolutions = new ArrayList<>();

  public SpectralDistance(int sampleRateHz) {
    int melFftSamples = 2;
    while (1000L * melFftSamples < (long) MEL_FRAME_MS * sampleRateHz) {
      melFftSamples *= 2;
    }
    melStft = new Stft(melFftSamples, melFftSamples / 4);
    mel = new MelFilterbank(MEL_BANDS, MEL_MIN_HZ, sampleRateHz / 2.0, melFftSamples, sampleRateHz);
    for (int fftSamples : FFT_SAMPLES) {
      resolutions.add(new Stft(fftSamples, fftSamples / 4));
    }
  }

  /**
   * The log-spectral distance of Gray and Markel 1976, "Distance measures for speech processing",
   * over 80 mel bands up to half the rate: in each frame of 64 ms, or more where that is no power
   * of two, the root of the mean squared difference of levels, then the mean over frames.
   *
   * @return dB; 0 for equal sounds, x for one that is x dB louder throughout
   */
  public double logMelDb(float[] original, float[] other) {
    float[][] a = melPowers(original);
    float[][] b = melPowers(other);
    double floor = floor(a, 10);
    double sum = 0;
    for (int f = 0; f < a.length; f++) {
      double squares = 0;
      for (int band = 0; band < MEL_BANDS; band++) {
        double difference =
            10 * Math.log10(Math.max(a[f][band], floor) / Math.max(b[f][band], floor));
        squares += difference * difference;
      }
      sum += Math.sqrt(squares / MEL_BANDS);
    }
    return sum / a.length;
  }

  private float[][] melPowers(float[] samples) {
    float[][] magnitudes = melStft.magnitudes(samples);
    for (int f = 0; f < magnitudes.length; f++) {
      for (int bin = 0; bin < magnitudes[f].length; bin++) {
        magnitudes[f][bin] *= magnitudes[f][bin];
      }
      magnitudes[f] = mel.means(magnitudes[f]);
    }
    return magnitudes;
  }

  /**
   * The multi-resolution distance of Yamamoto, Song and Kim 2020, "Parallel WaveGAN": the mean over
   * frames of 32, 64 and 128 ms of two terms, the norm of the magnitudes' difference by that of the
   * original's, and the mean difference of log magnitudes in nepers.
   *
   * @return 0 for equal sounds; |1 - g| + |ln g| for one that is the original times g
   */
  public double multiResolution(float[] original, float[] other) {
    double sum = 0;
    for (Stft stft : resolutions) {
      float[][] a = stft.magnitudes(original);
      float[][] b = stft.magnitudes(other);
      double floor = floor(a, 20);
      double difference = 0;
      double norm = 0;
      double logs = 0;
      for (int f = 0; f < a.length; f++) {
        for (int bin = 0; bin < a[f].length; bin++) {
          difference += Math.pow(a[f][bin] - b[f][bin], 2);
          norm += (double) a[f][bin] * a[f][bin];
          logs += Math.abs(Math.log(Math.max(a[f][bin], floor) / Math.max(b[f][bin], floor)));
        }
      }
      double convergence = norm == 0 ? (difference == 0 ? 0 : 1) : Math.sqrt(difference / norm);
      sum += convergence + logs / ((double) a.length * a[0].length);
    }
    return sum / resolutions.size();
  }

  /** What lies 60 dB below the largest value; {@code perDecade} is 10 for powers, 20 for others. */
  private static double floor(float[][] values, int perDecade) {
    double largest = 1e-12;
    for (float[] row : values) {
      for (float value : row) {
        largest = Math.max(largest, value);
      }
    }
    return largest * Math.pow(10, FLOOR_DB / perDecade);
  }
}
