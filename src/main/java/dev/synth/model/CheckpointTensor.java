package dev.synth.model;

import java.util.stream.IntStream;

/**
 * A tensor of a model, and the variable of another program's checkpoint that it is. A kind whose
 * tensors have another order of axes than the variables says so here; one that has them under other
 * names, too.
 *
 * @param tensor the model's
 * @param variable its name in the checkpoint
 * @param axes which axis of the variable each axis of the tensor is
 */
public record CheckpointTensor(TensorShape tensor, String variable, int... axes) {
  /** A tensor that has the name and the shape of its variable. */
  public static CheckpointTensor same(TensorShape tensor) {
    return new CheckpointTensor(
        tensor, tensor.name(), IntStream.range(0, tensor.dimensions().length).toArray());
  }

  /** The variable's shape. */
  public int[] variableShape() {
    int[] shape = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      shape[axes[i]] = tensor.dimensions()[i];
    }
    return shape;
  }

  /** The tensor's values, of the variable's; not a copy where their order is the same. */
  public float[] values(float[] variableValues) {
    boolean same = IntStream.range(0, axes.length).allMatch(i -> axes[i] == i);
    return same ? variableValues : Axes.permuted(variableValues, variableShape(), axes);
  }
}
