package dev.synth.eval.baseline;

import dev.synth.audio.MuLaw;
import dev.synth.dsp.GriffinLim;
import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.Stft;

/**
 * Ways to keep a sound that need no learning, to hold a model against.
 *
 * <p>Holds transforms: one instance a thread.
 */
public final class BaselineSynthesizers {
  private static final int FFT_SAMPLES = 1024;
  private static final int ITERATIONS = 60;
  private static final double MIN_HZ = 20;

  /** Narrower bands would fall between the bins. */
  private static final int BANDS_MAX = 64;

  private final int channels;
  private final Stft full = new Stft(FFT_SAMPLES, FFT_SAMPLES / 4);
  private final Stft frames;
  private final MelFilterbank bands;

  /**
   * For a model of this size.
   *
   * @param channels values of an embedding frame
   * @param hopSamples samples an embedding frame stands for
   */
  public BaselineSynthesizers(int sampleRateHz, int channels, int hopSamples) {
    this.channels = Math.min(channels, BANDS_MAX);
    this.frames = new Stft(Math.max(FFT_SAMPLES, 4 * hopSamples), hopSamples);
    this.bands =
        new MelFilterbank(
            this.channels, MIN_HZ, sampleRateHz / 2.0, frames.fftSamples(), sampleRateHz);
  }

  /** The sound as mu-law codes: the most that a model of codes can keep. */
  public static float[] muLaw(float[] samples) {
    return MuLaw.decode(MuLaw.encode(samples));
  }

  /** All magnitudes of the spectrogram, 513 every 256 samples, and phases by Griffin-Lim. */
  public float[] griffinLim(float[] samples, long seed) {
    return new GriffinLim(full, ITERATIONS).sound(full.magnitudes(samples), samples.length, seed);
  }

  /**
   * As many values as the model's embedding has: the mean power in as many mel bands as a frame has
   * channels, once a frame; and phases by Griffin-Lim.
   */
  public float[] griffinLimBands(float[] samples, long seed) {
    return between(samples, samples, 0, seed);
  }

  /** A sound whose bands are mixed of two sounds', in dB; {@code share} is the last one's. */
  public float[] between(float[] first, float[] last, double share, long seed) {
    float[][] from = bandLevels(first);
    float[][] to = bandLevels(last);
    float[][] magnitudes = new float[from.length][];
    for (int f = 0; f < magnitudes.length; f++) {
      float[] powers = new float[channels];
      for (int band = 0; band < channels; band++) {
        double level = (1 - share) * from[f][band] + share * to[f][band];
        powers[band] = (float) Math.pow(10, level / 10);
      }
      magnitudes[f] = bands.spread(powers, frames.bins());
      for (int bin = 0; bin < magnitudes[f].length; bin++) {
        magnitudes[f][bin] = (float) Math.sqrt(magnitudes[f][bin]);
      }
    }
    return new GriffinLim(frames, ITERATIONS).sound(magnitudes, first.length, seed);
  }

  private float[] bandPowers(float[] magnitudes) {
    float[] powers = new float[magnitudes.length];
    for (int bin = 0; bin < powers.length; bin++) {
      powers[bin] = magnitudes[bin] * magnitudes[bin];
    }
    return bands.means(powers);
  }

  /**
   * The same bands as an embedding, in dB: what a classical description knows of the instrument.
   *
   * @return [frames][channels]
   */
  public float[][] bandLevels(float[] samples) {
    float[][] magnitudes = frames.magnitudes(samples);
    float[][] levels = new float[magnitudes.length][channels];
    for (int f = 0; f < levels.length; f++) {
      float[] powers = bandPowers(magnitudes[f]);
      for (int band = 0; band < channels; band++) {
        levels[f][band] = (float) (10 * Math.log10(powers[band] + 1e-12));
      }
    }
    return levels;
  }
}
