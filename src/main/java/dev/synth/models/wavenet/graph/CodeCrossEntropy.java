package dev.synth.models.wavenet.graph;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Mean softmax cross-entropy over integer codes, in nats a sample; no one-hot is ever made.
 *
 * <p>Labels are codes [batch, samples] from 0 to 255, logits [samples · batch, 256] in row order t
 * · batch + b. Deeplearning4j divides score and gradient by the batch, so both are sums over the
 * batch of means over time here.
 */
final class CodeCrossEntropy implements ILossFunction {
  private static final long serialVersionUID = 1L;

  private final transient Ops ops;
  private transient INDArray gradient;

  CodeCrossEntropy(Ops ops) {
    this.ops = ops;
  }

  private static int[] codes(INDArray labels) {
    int batch = (int) labels.size(0);
    int samples = (int) labels.size(1);
    float[] values = labels.data().asFloat();
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
    double sum = ops.crossEntropy(Matrix.of(logits, logits.size(0)), codes(labels), null, 0);
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
    // Kept from step to step: native memory is given back only when the garbage collector runs.
    if (gradient == null || !gradient.equalShapes(logits)) {
      gradient = Nd4j.createUninitialized(logits.dataType(), logits.shape());
    }
    ops.crossEntropy(
        Matrix.of(logits, logits.size(0)),
        codes(labels),
        Matrix.of(gradient, logits.size(0)),
        1.0 / labels.size(1));
    return gradient;
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
}
