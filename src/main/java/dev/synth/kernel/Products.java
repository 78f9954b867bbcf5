package dev.synth.kernel;

/** What computes the matrix products of operations whose matrices lie in the host's memory. */
public interface Products {
  /**
   * As {@link Ops#multiply}, sizes checked before. May be called inside a loop of {@link Parallel},
   * by several threads at once.
   */
  void multiply(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, boolean accumulate);

  /** What computes, and how exactly, in words. */
  String description();

  /** Products that have a faster way to convolve than a product a tap. */
  interface Convolving extends Products {
    /** As {@link Ops#convolve}. */
    void convolve(Matrix in, int[] rowsAway, Matrix kernel, Matrix out);

    /** As {@link Ops#kernelGradient}. */
    void kernelGradient(Matrix in, int[] rowsAway, Matrix dOut, Matrix dKernel);

    /** As {@link Ops#inputGradient}. */
    void inputGradient(Matrix dOut, int[] rowsAway, Matrix kernel, Matrix dIn, boolean accumulate);
  }
}
