package dev.synth.dsp.pitch;

import dev.synth.dsp.SpectralPeaks;
import java.util.List;

/**
 * Settles the pitch of a note that does not quite repeat. The partials of bars and plates are no
 * multiples of the lowest, so the lag at which such a sound is most alike to itself suits several
 * partials half, and none well. Three rules, made for struck and plucked instruments:
 *
 * <ol>
 *   <li>A strong line within two semitones of the period is the pitch itself: marimba, xylophone.
 *   <li>If every line is a multiple of k times the period's frequency, k periods were taken for
 *       one.
 *   <li>A line lower than half of it is the lowest partial, which the period missed: glockenspiel.
 *       Bells are spared, whose hum lies an octave under the perceived tone.
 * </ol>
 *
 * <p>Lines count from 30 dB under the strongest, strong ones from 20.
 */
final class PitchCorrection {
  private static final double LINE_SHARE = 1e-3;
  private static final double STRONG_SHARE = 1e-2;
  private static final double LOWEST_SHARE = 3e-3;
  private static final double NEAR_SEMITONES = 2;
  private static final double SAME_SEMITONES = 0.35;

  private PitchCorrection() {}

  /** {@code hz}, or the frequency that the lines of {@code spectrum} speak for instead. */
  static double settle(double hz, SpectralPeaks spectrum) {
    List<SpectralPeaks.Line> lines = spectrum.lines(LINE_SHARE);
    double strongest = lines.stream().mapToDouble(SpectralPeaks.Line::power).max().orElse(0);
    SpectralPeaks.Line near = null;
    for (SpectralPeaks.Line line : lines) {
      if (semitones(line.hz(), hz) < NEAR_SEMITONES
          && (near == null || line.power() > near.power())) {
        near = line;
      }
    }
    if (near != null && near.power() >= STRONG_SHARE * strongest) {
      // The period is more exact than a line, where both mean the same.
      return semitones(near.hz(), hz) > SAME_SEMITONES ? near.hz() : hz;
    }
    if (near != null && semitones(near.hz(), hz) < 0.5) {
      return hz;
    }
    int common = commonMultiple(hz, lines);
    if (common > 1) {
      return common * hz;
    }
    return lines.stream()
        .filter(line -> line.power() >= LOWEST_SHARE * strongest)
        .mapToDouble(SpectralPeaks.Line::hz)
        .filter(low -> low < hz / 2)
        .findFirst()
        .orElse(hz);
  }

  /** The greatest k for which every line is a multiple of k · {@code hz}; 0 without a line. */
  private static int commonMultiple(double hz, List<SpectralPeaks.Line> lines) {
    int common = 0;
    for (SpectralPeaks.Line line : lines) {
      int multiple = (int) Math.round(line.hz() / hz);
      boolean isMultiple = multiple > 0 && semitones(line.hz(), multiple * hz) < SAME_SEMITONES;
      common = greatestDivisor(common, isMultiple ? multiple : 1);
    }
    return common;
  }

  private static int greatestDivisor(int a, int b) {
    return b == 0 ? a : greatestDivisor(b, a % b);
  }

  private static double semitones(double a, double b) {
    return Math.abs(12 * Math.log(a / b) / Math.log(2));
  }
}
