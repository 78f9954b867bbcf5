package dev.synth.models.instant.play;

/**
 * Products of rows with weights. A row of a matrix is {@link PackedWeights#stride} values long.
 * Each output is a chain of fused multiply-adds in the order of the inputs, so all implementations
 * give the same bits.
 */
interface ProductKernel {
  /**
   * Adds products: out[outFirst + i] += in[inFirst + i] · weights for i from 0 to {@code count}.
   *
   * @param in rows of {@code inStride} values, of which the first {@code weights.rows()} count
   * @param out rows of {@code PackedWeights.stride(weights.columns())} values
   */
  void addProducts(
      float[] in,
      int inStride,
      int inFirst,
      PackedWeights weights,
      float[] out,
      int outFirst,
      int count);

  /** In words. */
  String description();
}
