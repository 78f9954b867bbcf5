package dev.synth.eval.metric;

import dev.synth.dsp.Stft;
import java.util.HashMap;
import java.util.Map;

/**
 * How much noise a sound has beside an original: what lies between the harmonics, in cells of half
 * an octave, of at least 8 bins, and of 8 frames. Two draws of one noise differ by 6 dB from bin to
 * bin, so that only the mean power of many bins tells its level.
 *
 * <p>Holds transforms: one instance a thread.
 */
public final class NoiseLevel {
  /** A cell that has fewer bins between the harmonics is not counted. */
  private static final int LEAST_BINS = 8;

  private static final int FRAMES = 8;
  private static final double LOWEST_HZ = 62.5;
  private static final double BAND_RATIO = Math.sqrt(2);

  /** What lies lower than this below the original's loudest cell is silence in both. */
  private static final double FLOOR = 1e-6;

  // What is known of a cell.
  private static final int ALL = 0;
  private static final int GAPS = 1;
  private static final int BINS = 2;

  private static final Difference NONE = new Difference(Double.NaN, Double.NaN);

  private final Map<Integer, Stft> transforms = new HashMap<>();
  private final int sampleRateHz;

  /**
   * How the noise of a sound differs.
   *
   * @param meanDb the mean difference of level, above 0 where the other sound has more
   * @param errorDb the mean of its magnitude
   */
  public record Difference(double meanDb, double errorDb) {}

  public NoiseLevel(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  /**
   * Compares two sounds, over the cells whose level, all bins together, is within 60 dB of the
   * loudest cell's of the original.
   *
   * @param other as long as the original
   * @param fundamentalHz of the note; NaN for an unpitched one, all of which is taken for noise
   * @return x and |x| dB for equal noise that is x dB louder; NaN where nothing can be counted
   */
  public Difference of(float[] original, float[] other, double fundamentalHz) {
    GapSpectrogram a = GapSpectrogram.of(original, fundamentalHz, sampleRateHz, transforms);
    GapSpectrogram b = GapSpectrogram.of(other, fundamentalHz, sampleRateHz, transforms);
    int blocks = Math.max(1, (a.last() - a.first()) / FRAMES);
    int bands =
        (int) Math.ceil(Math.log(sampleRateHz / 2.0 / LOWEST_HZ) / Math.log(BAND_RATIO) - 1e-9);
    double[][][] cells = new double[blocks * bands][][];
    double loudest = 0;
    for (int block = 0; block < blocks; block++) {
      int from = a.first() + block * (a.last() - a.first()) / blocks;
      int to = a.first() + (block + 1) * (a.last() - a.first()) / blocks;
      for (int band = 0; band < bands; band++) {
        double lowHz = LOWEST_HZ * Math.pow(BAND_RATIO, band);
        double[][] cell = {
          cell(a, from, to, lowHz, lowHz * BAND_RATIO), cell(b, from, to, lowHz, lowHz * BAND_RATIO)
        };
        cells[block * bands + band] = cell;
        loudest = Math.max(loudest, cell[0][ALL]);
      }
    }
    double sum = 0;
    double magnitudes = 0;
    int count = 0;
    double floor = FLOOR * loudest;
    for (double[][] cell : cells) {
      if (loudest > 0 && cell[0][BINS] >= LEAST_BINS && cell[0][ALL] >= floor) {
        double difference =
            10 * Math.log10(Math.max(cell[1][GAPS], floor) / Math.max(cell[0][GAPS], floor));
        sum += difference;
        magnitudes += Math.abs(difference);
        count++;
      }
    }
    return count == 0 ? NONE : new Difference(sum / count, magnitudes / count);
  }

  /** The mean power of all bins, that of the bins in gaps, and how many of these a frame has. */
  private static double[] cell(
      GapSpectrogram spectrum, int fromFrame, int toFrame, double fromHz, double toHz) {
    int bins = spectrum.magnitudes()[0].length;
    int from = (int) Math.ceil(fromHz / spectrum.hzPerBin());
    int to = Math.min(bins, (int) Math.ceil(toHz / spectrum.hzPerBin()));
    double all = 0;
    double gaps = 0;
    int inGaps = 0;
    for (int bin = from; bin < to; bin++) {
      boolean isGap = spectrum.isGap(bin);
      inGaps += isGap ? 1 : 0;
      for (int f = fromFrame; f < toFrame; f++) {
        double power = spectrum.power(f, bin);
        all += power;
        gaps += isGap ? power : 0;
      }
    }
    int frames = toFrame - fromFrame;
    return new double[] {
      all / Math.max(1, frames * (to - from)), gaps / Math.max(1, frames * inGaps), inGaps
    };
  }
}
