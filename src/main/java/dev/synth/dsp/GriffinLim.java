package dev.synth.dsp;

import java.util.SplittableRandom;

/**
 * A sound whose spectrogram has given magnitudes: phases are drawn at random, then the sound and
 * its own phases are found by turns.
 *
 * <p>Source: Griffin and Lim 1984, "Signal Estimation from Modified Short-Time Fourier Transform";
 * with the momentum of Perraudin, Balazs and Søndergaard 2013, "A fast Griffin-Lim algorithm",
 * which gets nearer in fewer rounds.
 */
public final class GriffinLim {
  private static final float MOMENTUM = 0.99f;

  private final Stft stft;
  private final int iterations;

  /**
   * An estimator.
   *
   * @param stft how magnitudes were made; used by one thread
   * @param iterations rounds; 0 leaves the phases as they were drawn
   */
  public GriffinLim(Stft stft, int iterations) {
    this.stft = stft;
    this.iterations = iterations;
  }

  /**
   * Finds a sound.
   *
   * @param magnitudes [frames][bins], as {@link Stft#magnitudes} makes them
   * @param samples length of the sound
   * @param seed of the first phases
   * @return amplitudes, [samples]
   * @throws IllegalArgumentException if there are too few frames for {@code samples}
   */
  public float[] sound(float[][] magnitudes, int samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] spectra = new float[magnitudes.length][2 * stft.bins()];
    for (int f = 0; f < spectra.length; f++) {
      for (int bin = 0; bin < stft.bins(); bin++) {
        // The lowest and the highest bin of a real sound have no phase.
        boolean real = bin == 0 || bin == stft.bins() - 1;
        double phase = real ? 0 : random.nextDouble() * 2 * Math.PI;
        spectra[f][2 * bin] = (float) (magnitudes[f][bin] * Math.cos(phase));
        spectra[f][2 * bin + 1] = (float) (magnitudes[f][bin] * Math.sin(phase));
      }
    }
    float[] sound = stft.inverse(spectra, samples);
    float[][] previous = null;
    for (int i = 0; i < iterations; i++) {
      float[][] consistent = stft.forward(sound);
      for (int f = 0; f < consistent.length; f++) {
        impose(magnitudes[f], consistent[f], previous == null ? null : previous[f], spectra[f]);
      }
      previous = consistent;
      sound = stft.inverse(spectra, samples);
    }
    return sound;
  }

  /** Gives {@code into} the wanted magnitudes, and phases a little past the newly found ones. */
  private static void impose(float[] wanted, float[] found, float[] before, float[] into) {
    for (int bin = 0; bin < wanted.length; bin++) {
      float re = found[2 * bin];
      float im = found[2 * bin + 1];
      if (before != null) {
        re += MOMENTUM * (re - before[2 * bin]);
        im += MOMENTUM * (im - before[2 * bin + 1]);
      }
      float magnitude = (float) Math.sqrt(re * re + im * im);
      float factor = magnitude > 0 ? wanted[bin] / magnitude : 0;
      into[2 * bin] = re * factor;
      into[2 * bin + 1] = im * factor;
    }
  }
}
