package dev.synth.dsp;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import java.util.Arrays;

/**
 * How much of a sound is tones: the share of its energy that lies in lines of its spectrum. Near 1
 * for a note, bells and other inharmonic ones included; near 0 for noise of any colour, whose
 * spectrum is smooth on the average.
 *
 * <p>The power spectrum is averaged over frames of 512 ms. A bin belongs to a line if it has
 * {@value #LINE_OVER_MEDIAN} times the median power of the bins around it, from 2/3 to 3/2 of its
 * frequency, at most 125 Hz away. Noise that fills a single frame has exponentially distributed
 * powers P there: the share over ten medians is then (1 + x) exp(-x) with x = 10 ln 2, which is 0.8
 * %, and less where several frames are averaged.
 */
public final class Tonality {
  private static final int RATE_HZ = AudioClip.NETWORK_RATE_HZ;
  private static final int FRAME_SAMPLES = 8192;
  private static final int MIN_SAMPLES = 1024;
  private static final double LINE_OVER_MEDIAN = 10;
  private static final double NEIGHBOURHOOD = 1.5;
  private static final int NEIGHBOURS_MAX = 64;
  // Below, 16 Hz, are offset and rumble, and too few neighbours.
  private static final int FIRST_BIN = 8;

  private Tonality() {}

  /**
   * The share of energy in spectral lines.
   *
   * @param clip any rate from 4 to 192 kHz; what lies above 8 kHz is not heard
   * @return 0 to 1; 0 for silence and for less than 64 ms
   */
  public static double of(AudioClip clip) {
    float[] samples = Resampler.resample(clip, RATE_HZ).samples();
    if (samples.length < MIN_SAMPLES) {
      return 0;
    }
    double[] power = power(samples);
    double all = 0;
    double lines = 0;
    for (int bin = FIRST_BIN; bin < power.length; bin++) {
      int near = Math.min(NEIGHBOURS_MAX, (int) (bin - bin / NEIGHBOURHOOD));
      int far = Math.min(NEIGHBOURS_MAX, (int) (bin * NEIGHBOURHOOD - bin));
      double[] around =
          Arrays.copyOfRange(power, bin - near, Math.min(power.length, bin + far + 1));
      Arrays.sort(around);
      all += power[bin];
      lines += power[bin] > LINE_OVER_MEDIAN * around[around.length / 2] ? power[bin] : 0;
    }
    return all == 0 ? 0 : lines / all;
  }

  /** Power by bin, summed over frames. */
  private static double[] power(float[] samples) {
    Stft stft = new Stft(FRAME_SAMPLES, FRAME_SAMPLES / 2);
    double[] power = new double[stft.bins()];
    for (float[] frame : stft.magnitudes(samples)) {
      for (int bin = 0; bin < power.length; bin++) {
        power[bin] += (double) frame[bin] * frame[bin];
      }
    }
    return power;
  }
}
