package dev.synth.dsp;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The average power spectrum of a sound, and the lines in it.
 *
 * <p>Power is averaged over frames of 512 ms. A bin belongs to a line if it has {@value
 * #LINE_OVER_MEDIAN} times the median power of the bins around it, from 2/3 to 3/2 of its
 * frequency, at most 125 Hz away.
 */
public final class SpectralPeaks {
  private static final int RATE_HZ = 16_000;
  private static final int FRAME_SAMPLES = 8192;
  private static final double LINE_OVER_MEDIAN = 10;
  private static final double NEIGHBOURHOOD = 1.5;
  private static final int NEIGHBOURS_MAX = 64;
  // Below, 16 Hz, are offset and rumble, and too few neighbours.
  private static final int FIRST_BIN = 8;

  private final double[] power;

  /**
   * A line.
   *
   * @param hz where its top is, to about a quarter of a hertz
   * @param power at its top
   */
  public record Line(double hz, double power) {}

  private SpectralPeaks(double[] power) {
    this.power = power;
  }

  /**
   * The spectrum of {@code clip}.
   *
   * @param clip any rate from 4 to 192 kHz; what lies above 8 kHz is ignored
   */
  public static SpectralPeaks of(AudioClip clip) {
    Stft stft = new Stft(FRAME_SAMPLES, FRAME_SAMPLES / 2);
    double[] power = new double[stft.bins()];
    for (float[] frame : stft.magnitudes(Resampler.resample(clip, RATE_HZ).samples())) {
      for (int bin = 0; bin < power.length; bin++) {
        power[bin] += (double) frame[bin] * frame[bin];
      }
    }
    return new SpectralPeaks(power);
  }

  /** The share of energy, 0 to 1, that is in lines; 0 for silence. */
  public double share() {
    double all = 0;
    double lines = 0;
    for (int bin = FIRST_BIN; bin < power.length; bin++) {
      all += power[bin];
      lines += isLine(bin) ? power[bin] : 0;
    }
    return all == 0 ? 0 : lines / all;
  }

  /**
   * The lines, from low to high, of at least {@code share} of the strongest line's power. Their
   * tops are those of parabolas through the logarithms of three bins.
   */
  public List<Line> lines(double share) {
    double strongest = 0;
    for (int bin = FIRST_BIN; bin < power.length; bin++) {
      strongest = Math.max(strongest, power[bin]);
    }
    List<Line> lines = new ArrayList<>();
    for (int bin = FIRST_BIN; bin < power.length - 1; bin++) {
      if (power[bin] >= share * strongest
          && power[bin] > power[bin - 1]
          && power[bin] >= power[bin + 1]
          && isLine(bin)) {
        double below = Math.log(power[bin - 1]);
        double top = Math.log(power[bin]);
        double above = Math.log(power[bin + 1]);
        double offset = (below - above) / 2 / (below - 2 * top + above);
        lines.add(new Line((bin + offset) * RATE_HZ / FRAME_SAMPLES, power[bin]));
      }
    }
    return lines;
  }

  /** The power of all bins together. */
  public double total() {
    double all = 0;
    for (int bin = FIRST_BIN; bin < power.length; bin++) {
      all += power[bin];
    }
    return all;
  }

  /** The greatest power of a bin between two frequencies; 0 where none lies there. */
  public double power(double fromHz, double toHz) {
    double greatest = 0;
    int from = Math.max(FIRST_BIN, (int) Math.floor(fromHz * FRAME_SAMPLES / RATE_HZ));
    int to = (int) Math.min(power.length - 1, Math.ceil(toHz * FRAME_SAMPLES / RATE_HZ));
    for (int bin = from; bin <= to; bin++) {
      greatest = Math.max(greatest, power[bin]);
    }
    return greatest;
  }

  private boolean isLine(int bin) {
    int near = Math.min(NEIGHBOURS_MAX, (int) (bin - bin / NEIGHBOURHOOD));
    int far = Math.min(NEIGHBOURS_MAX, (int) (bin * NEIGHBOURHOOD - bin));
    double[] around = Arrays.copyOfRange(power, bin - near, Math.min(power.length, bin + far + 1));
    Arrays.sort(around);
    return power[bin] > LINE_OVER_MEDIAN * around[around.length / 2];
  }
}
