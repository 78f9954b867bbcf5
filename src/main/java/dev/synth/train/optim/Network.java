package dev.synth.train.optim;

import dev.synth.model.TensorShape;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as an {@link Optimizer} sees it: one vector of parameters, one of their gradients.
 *
 * @param <B> a batch
 */
public interface Network<B> extends AutoCloseable {
  /** The tensors in the order in which they lie in both vectors, one after another in C order. */
  List<TensorShape> shapes();

  /** All parameters; the network's own memory, not a copy. */
  INDArray parameters();

  /** What {@link #computeGradients} leaves; the network's own memory, not a copy. */
  INDArray gradients();

  /**
   * Computes the gradients of the loss, summed over the examples of {@code batch}.
   *
   * @return the mean loss over the examples
   */
  double computeGradients(B batch);

  /** The mean loss over the examples; changes nothing. */
  double loss(B batch);

  /**
   * Names of the tensors that no gradient moves: running means of what is measured of batches, such
   * as batch normalization keeps. {@link #gradients} has what they exceed the batch's by, times the
   * examples.
   */
  default List<String> runningMeans() {
    return List.of();
  }

  /** Number of examples in {@code batch}. */
  int examples(B batch);

  /** Frees what it works in. */
  @Override
  void close();
}
