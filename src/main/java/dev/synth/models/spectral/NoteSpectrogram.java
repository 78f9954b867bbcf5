package dev.synth.models.spectral;

import dev.synth.dsp.GriffinLim;
import dev.synth.dsp.Stft;
import java.util.Arrays;

/**
 * Sound as images of log magnitudes, and back. The value of a pixel is 1 + dB / 120, dB relative to
 * the largest magnitude of the whole sound, and 0 from -120 dB down. Rows are bins, from 0 Hz to
 * below half the rate; columns are spectra, and 0 behind them. Beyond the ends of a sound it is
 * mirrored, as librosa did. Not safe for use by several threads.
 */
public final class NoteSpectrogram {
  private static final double RANGE_DB = 120;

  private final SpectralSpec spec;
  private final Stft stft;

  /** Images for models of {@code spec}. */
  public NoteSpectrogram(SpectralSpec spec) {
    this.spec = spec;
    this.stft = new Stft(spec.fftSamples(), spec.hopSamples());
  }

  /**
   * The images of a sound.
   *
   * @param samples amplitudes, at least one; what its last piece lacks is silence
   * @return [pieces][rows · columns]; all 0 for silence
   */
  public float[][] images(float[] samples) {
    int pieces = spec.latent().orElseThrow().frames(samples.length);
    float[] mirrored = mirrored(samples, pieces * spec.noteSamples());
    float largest = 0;
    for (int piece = 0; piece < pieces; piece++) {
      for (float[] spectrum : spectra(mirrored, piece)) {
        for (float magnitude : spectrum) {
          largest = Math.max(largest, magnitude);
        }
      }
    }
    float[][] images = new float[pieces][];
    for (int piece = 0; piece < pieces; piece++) {
      images[piece] = image(spectra(mirrored, piece), largest);
    }
    return images;
  }

  /** The sound, filled up to {@code length}, between its mirrored ends of half a spectrum. */
  private float[] mirrored(float[] samples, int length) {
    int margin = spec.fftSamples() / 2;
    float[] mirrored = new float[length + 2 * margin];
    System.arraycopy(samples, 0, mirrored, margin, samples.length);
    for (int i = 1; i <= margin; i++) {
      mirrored[margin - i] = mirrored[margin + i];
      mirrored[margin + length - 1 + i] = mirrored[margin + length - 1 - i];
    }
    return mirrored;
  }

  /** The magnitudes of a piece, [spectra][bins]. */
  private float[][] spectra(float[] mirrored, int piece) {
    int from = piece * spec.noteSamples();
    float[][] all =
        stft.magnitudes(
            Arrays.copyOfRange(mirrored, from, from + spec.noteSamples() + spec.fftSamples()));
    int first = spec.fftSamples() / 2 / spec.hopSamples();
    return Arrays.copyOfRange(all, first, first + spec.spectra());
  }

  private float[] image(float[][] spectra, float largest) {
    float[] image = new float[spec.pixels()];
    for (int column = 0; largest > 0 && column < spectra.length; column++) {
      for (int row = 0; row < spec.rows(); row++) {
        double db = 20 * Math.log10(spectra[column][row] / largest);
        image[row * spec.columns() + column] = (float) Math.max(0, 1 + db / RANGE_DB);
      }
    }
    return image;
  }

  /**
   * A sound of given images, with its peak at full scale.
   *
   * @param images [pieces][rows · columns], values from 0 to 1
   * @param samples its length, at most that of the pieces
   * @param seed of the first phases
   * @param iterations of finding phases that fit each other, see {@link GriffinLim}
   * @return amplitudes, [samples]
   */
  public float[] sound(float[][] images, int samples, long seed, int iterations) {
    int hops = spec.spectra() - 1;
    float[][] magnitudes = new float[images.length * hops + 1][stft.bins()];
    for (int f = 0; f < magnitudes.length; f++) {
      int piece = Math.min(f / hops, images.length - 1);
      for (int row = 0; row < stft.bins(); row++) {
        int pixel = row * spec.columns() + f - piece * hops;
        double value = row < spec.rows() ? images[piece][pixel] : 0;
        magnitudes[f][row] = (float) Math.pow(10, RANGE_DB * (value - 1) / 20);
      }
    }
    float[] sound = new GriffinLim(stft, iterations).sound(magnitudes, samples, seed);
    double peak = 0;
    for (float sample : sound) {
      peak = Math.max(peak, Math.abs(sample));
    }
    for (int i = 0; peak > 0 && i < samples; i++) {
      sound[i] = (float) Math.max(-1, Math.min(1, sound[i] / peak));
    }
    return sound;
  }
}
