package dev.synth.dsp.pitch;

import dev.synth.dsp.SpectralPeaks;
import java.util.List;

/**
 * Tells one note from several that sound together. Tones of a chord have a common period, several
 * times longer than their own: a major triad is harmonics 4, 5 and 6 of a tone two octaves below
 * its root, with their multiples. That tone's own line, and many others of its harmonics, are not
 * in the spectrum; a note that lacks its fundamental has all the others.
 */
final class HarmonicSeries {
  /** A line counts from 40 dB under the strongest. */
  private static final double LINE_SHARE = 1e-4;

  private static final double SAME_SEMITONES = 0.35;
  private static final int HARMONICS_MAX = 12;
  private static final int HARMONICS_MIN = 3;

  private HarmonicSeries() {}

  /**
   * The share of the harmonics of {@code hz} that are in the spectrum, from the second to the
   * twelfth or the highest line.
   *
   * @return 0 to 1; 1 where the fundamental is there, and where fewer than three harmonics could be
   */
  static double completeness(double hz, SpectralPeaks spectrum) {
    List<SpectralPeaks.Line> lines = spectrum.lines(LINE_SHARE);
    if (lines.isEmpty() || isThere(hz, lines)) {
      return 1;
    }
    double highest = lines.get(lines.size() - 1).hz();
    int last = (int) Math.min(HARMONICS_MAX, Math.round(highest / hz));
    if (last < HARMONICS_MIN) {
      return 1;
    }
    int there = 0;
    for (int k = 2; k <= last; k++) {
      there += isThere(k * hz, lines) ? 1 : 0;
    }
    return (double) there / (last - 1);
  }

  private static boolean isThere(double hz, List<SpectralPeaks.Line> lines) {
    return lines.stream()
        .anyMatch(line -> Math.abs(12 * Math.log(line.hz() / hz) / Math.log(2)) < SAME_SEMITONES);
  }
}
