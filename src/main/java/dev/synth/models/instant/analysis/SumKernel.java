package dev.synth.models.instant.analysis;

/** The arithmetic of {@link HannSums}. */
interface SumKernel {
  /** Sums of a stretch: of a signal's two parts, and of each times cosine and times sine. */
  int SUMS = 6;

  /**
   * Sums the samples from {@code first} up to {@code last}.
   *
   * @param sums receives {@value #SUMS} from {@code at} on: those of the real part (plain, times
   *     cosine, times sine), then those of the imaginary part
   */
  void sum(
      float[] real,
      float[] imaginary,
      float[] cosines,
      float[] sines,
      int first,
      int last,
      double[] sums,
      int at);
}
