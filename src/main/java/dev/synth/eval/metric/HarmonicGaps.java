package dev.synth.eval.metric;

import dev.synth.dsp.Stft;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a note's harmonics stand above what lies between them: noise, hum and partials that are
 * out of tune. A harmonics-to-noise ratio over comb-shaped bands, as de Krom 1993, "A
 * Cepstrum-Based Technique for Determining a Harmonics-to-Noise Ratio in Speech Signals", takes it,
 * without the cepstrum: the pitch is known.
 *
 * <p>Holds transforms: one instance a thread.
 */
public final class HarmonicGaps {
  /** The edges of the bands of {@link Gaps#octaveDb}. */
  public static final List<Integer> OCTAVES_HZ = List.of(125, 250, 500, 1_000, 2_000, 4_000, 8_000);

  private static final double TOP_HZ = 5_000;

  /** Frames this far below the loudest are not counted. */
  private static final double SUSTAIN_DB = 40;

  /** Gaps that are emptier are not told apart. */
  private static final double MOST_DB = 80;

  /** A band that holds less of the sound is inaudible. */
  private static final double LEAST_SHARE = 1e-6;

  private static final Gaps NONE = new Gaps(Double.NaN, Double.NaN, noOctaves(), noOctaves());

  private final Map<Integer, Stft> transforms = new HashMap<>();
  private final int sampleRateHz;

  /**
   * What one sound has.
   *
   * @param overGapsDb the mean power per bin within a quarter of the fundamental from a harmonic,
   *     over that of the other bins, from half the fundamental to halfway after the last harmonic
   *     that leaves room below 5 kHz; the mean, in dB, over the frames that count: 0 for white
   *     noise, at most 80
   * @param betweenDb the energy of the other bins there, in dB of the energy of all bins there: -3
   *     for white noise, -80 at the least
   * @param octaveDb as {@code overGapsDb}, within each octave of {@link #OCTAVES_HZ}; NaN for an
   *     octave that holds no whole fundamental
   * @param octaveShare the share of each octave in the energy of the whole sound
   */
  public record Gaps(double overGapsDb, double betweenDb, double[] octaveDb, double[] octaveShare) {
    /**
     * By how much the harmonics of another sound stand higher over its gaps, or lower (below 0).
     *
     * @param octave index into {@link #OCTAVES_HZ}
     * @return dB; NaN where the octave holds no whole fundamental, or less than a millionth of this
     *     sound
     */
    public double octaveDifferenceDb(Gaps other, int octave) {
      return octaveShare[octave] >= LEAST_SHARE
          ? other.octaveDb[octave] - octaveDb[octave]
          : Double.NaN;
    }
  }

  public HarmonicGaps(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  private static double[] noOctaves() {
    double[] none = new double[OCTAVES_HZ.size() - 1];
    Arrays.fill(none, Double.NaN);
    return none;
  }

  /**
   * Measures a sound. The frames within 40 dB of the loudest count; those that reach beyond the
   * sound do not.
   *
   * @param fundamentalHz of the note; NaN for an unpitched one
   * @return all NaN for silence and without a pitch
   */
  public Gaps of(float[] samples, double fundamentalHz) {
    if (Double.isNaN(fundamentalHz)) {
      return NONE;
    }
    GapSpectrogram spectrum = GapSpectrogram.of(samples, fundamentalHz, sampleRateHz, transforms);
    double[] energies = spectrum.energies();
    double loudest = Arrays.stream(energies).max().orElse(0);
    if (loudest == 0) {
      return NONE;
    }
    double sustained = loudest * Math.pow(10, -SUSTAIN_DB / 10);
    double top = Math.min(TOP_HZ, sampleRateHz / 2.0);
    int harmonics = (int) Math.floor(top / fundamentalHz - 0.5);
    double highest = harmonics < 1 ? 0 : (harmonics + 0.5) * fundamentalHz;
    Comb whole = new Comb(spectrum, fundamentalHz / 2, highest);
    Comb[] octaves = new Comb[OCTAVES_HZ.size() - 1];
    for (int i = 0; i < octaves.length; i++) {
      double from = Math.max(OCTAVES_HZ.get(i), fundamentalHz / 2);
      double to = Math.min(OCTAVES_HZ.get(i + 1), sampleRateHz / 2.0);
      octaves[i] = new Comb(spectrum, from, to - from >= fundamentalHz ? to : 0);
    }
    double all = 0;
    for (int f = spectrum.first(); f < spectrum.last(); f++) {
      if (energies[f] >= sustained) {
        all += energies[f];
        whole.add(f);
        for (Comb octave : octaves) {
          octave.add(f);
        }
      }
    }
    double energy = all;
    return new Gaps(
        whole.overGapsDb(),
        whole.betweenDb(),
        Arrays.stream(octaves).mapToDouble(Comb::overGapsDb).toArray(),
        Arrays.stream(octaves).mapToDouble(octave -> octave.energy() / energy).toArray());
  }

  /**
   * As {@link Gaps#overGapsDb}.
   *
   * @param fundamentalHz of the note, above 0
   */
  public double overGapsDb(float[] samples, double fundamentalHz) {
    return of(samples, fundamentalHz).overGapsDb();
  }

  /** Harmonics and gaps of a range of frequencies, over frames. */
  private static final class Comb {
    private final GapSpectrogram spectrum;
    private final int from;
    private final int to;
    private final double[] energies = new double[2]; // in gaps, at harmonics
    private double sumDb;
    private int frames;

    /** The bins from one frequency to another; none where that is lower. */
    Comb(GapSpectrogram spectrum, double fromHz, double toHz) {
      this.spectrum = spectrum;
      this.from = (int) Math.ceil(fromHz / spectrum.hzPerBin());
      this.to = (int) Math.floor(toHz / spectrum.hzPerBin());
    }

    void add(int frame) {
      double[] power = new double[2];
      int[] bins = new int[2];
      for (int bin = from; bin <= to; bin++) {
        int at = spectrum.isGap(bin) ? 0 : 1;
        power[at] += spectrum.power(frame, bin);
        bins[at]++;
      }
      double ratio = power[1] / bins[1] / (power[0] / bins[0]);
      sumDb += Double.isNaN(ratio) ? 0 : Math.min(MOST_DB, 10 * Math.log10(ratio));
      frames++;
      energies[0] += power[0];
      energies[1] += power[1];
    }

    double overGapsDb() {
      return frames == 0 || to < from ? Double.NaN : sumDb / frames;
    }

    double energy() {
      return energies[0] + energies[1];
    }

    double betweenDb() {
      return energy() == 0
          ? Double.NaN
          : Math.max(-MOST_DB, 10 * Math.log10(energies[0] / energy()));
    }
  }
}
