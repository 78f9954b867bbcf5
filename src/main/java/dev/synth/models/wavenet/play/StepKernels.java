package dev.synth.models.wavenet.play;

import dev.synth.kernel.Kernels;

/**
 * The arithmetic of a step, over plain arrays. Every implementation adds the products of an output
 * in the order of the inputs, one note at a time or many, so a note sounds the same in any batch.
 */
interface StepKernels {
  /** All there are; ND4J's operations are for whole sequences, so it has none of these. */
  Kernels.Variants<StepKernels> VARIANTS =
      new Kernels.Variants<>(
          note -> new PlainKernels("plain Java" + note),
          null,
          () -> Kernels.vector(StepKernels.class, "dev.synth.models.wavenet.play.VectorKernels"));

  /** The ones that {@link Kernels} chooses on this JVM. */
  static StepKernels chosen() {
    StepKernels chosen = Kernels.choose(VARIANTS);
    Kernels.log("single samples: " + chosen.description());
    return chosen;
  }

  /** Floats of a vector; the halves of a gate are padded to a multiple of it. */
  int lanes();

  /** What the columns of every matrix are padded to a multiple of. */
  int columnMultiple();

  /** Columns of a panel of a matrix of {@code columns} columns; divides them. */
  int panelColumns(int columns);

  /**
   * y += xM for several rows.
   *
   * @param m weights
   * @param x inputs; row r is the {@code m.inputs()} values from {@code xOffset + r·xStride}
   * @param y outputs; row r is the {@code m.columns()} values from {@code yOffset + r·m.columns()}
   * @param rows number of rows
   */
  void multiplyAdd(
      PackedMatrix m, float[] x, int xOffset, int xStride, float[] y, int yOffset, int rows);

  /**
   * gate = sigmoid(first half) · tanh(second half) for several rows.
   *
   * @param y row r starts at {@code yOffset + r·yStride}: {@code half} values for the sigmoid, then
   *     {@code half} for the tanh
   * @param half values of a half, a multiple of {@link #lanes}
   * @param gate row r starts at {@code r·half}
   */
  void gate(float[] y, int yOffset, int yStride, int half, float[] gate, int rows);

  /**
   * Whether products read two bf16 or four int8 weights from an int; else they are kept as floats,
   * rounded. Panels are of four vectors then.
   */
  boolean readsPacked();

  /** What computes, for {@code -v}. */
  String description();
}
