package dev.synth.models.instant.sound;

/**
 * The arithmetic of a bank of sines. Each is the imaginary part of a complex number that is turned
 * on by one multiplication a sample, so its error grows by one rounding a sample; stretches are
 * short. All implementations give the same bits: products and sums are rounded one by one.
 */
interface PartialKernel {
  /**
   * Adds sines of the groups that sound.
   *
   * @param sums [samples, {@value PartialGroup#LANES}]: one sum for each place in a group
   */
  void add(PartialGroup partials, int samples, float[] sums);

  /** In words. */
  String description();
}
