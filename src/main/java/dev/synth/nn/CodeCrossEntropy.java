package dev.synth.nn;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Mean softmax cross-entropy over integer codes, in nats per sample; no one-hot is ever made.
 *
 * <p>Labels are codes [batch, samples] from 0 on, logits [samples · batch, codes] in row order t ·
 * batch + b. Deeplearning4j divides score and gradient by the batch, so both are sums over the
 * batch of means over time here.
 */
public final class CodeCrossEntropy implements ILossFunction, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient Ops ops;
  private final transient ArrayMirror mirror;

  /** Kept from step to step. */
  private transient Matrix gradient;

  /** A loss computed by {@code ops}. */
  public CodeCrossEntropy(Ops ops) {
    this.ops = ops;
    this.mirror = new ArrayMirror(ops);
  }

  private int[] codes(INDArray labels) {
    int batch = (int) labels.size(0);
    int samples = (int) labels.size(1);
    float[] values = mirror.values(labels);
    int[] codes = new int[values.length];
    for (int t = 0; t < samples; t++) {
      for (int b = 0; b < batch; b++) {
        codes[t * batch + b] = (int) values[b * samples + t];
      }
    }
    return codes;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    Matrix rows = mirror.matrix(logits, logits.size(0));
    double sum = ops.crossEntropy(rows, codes(labels), null, 0);
    return average ? sum / logits.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    throw new UnsupportedOperationException("scores of single examples are not defined here");
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    Matrix rows = mirror.matrix(logits, logits.size(0));
    if (gradient == null || gradient.rows() != rows.rows()) {
      closeGradient();
      gradient = ops.allocate(rows.rows(), rows.columns());
    }
    ops.crossEntropy(rows, codes(labels), gradient, 1.0 / labels.size(1));
    return mirror.array(gradient);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, logits, activation, mask, average),
        computeGradient(labels, logits, activation, mask));
  }

  @Override
  public String name() {
    return "CodeCrossEntropy";
  }

  /** Frees the gradient. */
  @Override
  public void close() {
    closeGradient();
    mirror.close();
  }

  private void closeGradient() {
    if (gradient != null) {
      gradient.close();
      gradient = null;
    }
  }
}
