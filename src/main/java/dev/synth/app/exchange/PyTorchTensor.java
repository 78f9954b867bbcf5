package dev.synth.app.exchange;

import dev.synth.model.Axes;
import dev.synth.model.TensorShape;
import java.util.Arrays;

/**
 * A tensor as PyTorch's modules have it: a convolution's kernel [1, taps, in, out] as {@code
 * torch.nn.Conv1d}'s weight [out, in, taps], a table as {@code torch.nn.Embedding}'s, a bias as it
 * is.
 *
 * @param tensor the model's
 * @param name such as {@code dilatedconv_1.weight}
 * @param shape in PyTorch's order
 */
record PyTorchTensor(TensorShape tensor, String name, int... shape) {
  private static final int KERNEL_RANK = 4;

  /**
   * A tensor.
   *
   * @param same whether the model has all tensors in PyTorch's order anyway
   */
  static PyTorchTensor of(TensorShape tensor, boolean same) {
    String name = tensor.name().replaceFirst("/W$", ".weight").replaceFirst("/biases$", ".bias");
    int[] dimensions = tensor.dimensions();
    return new PyTorchTensor(
        tensor,
        name.replace('/', '.'),
        !same && isKernel(dimensions) ? Axes.permuted(kernel(dimensions), 2, 1, 0) : dimensions);
  }

  private static boolean isKernel(int[] dimensions) {
    return dimensions.length == KERNEL_RANK && dimensions[0] == 1;
  }

  private static int[] kernel(int[] dimensions) {
    return new int[] {dimensions[1], dimensions[2], dimensions[3]};
  }

  /** The values in PyTorch's order, of the model's. */
  float[] values(float[] values) {
    int[] dimensions = tensor.dimensions();
    return isKernel(dimensions) && !Arrays.equals(shape, dimensions)
        ? Axes.permuted(values, kernel(dimensions), 2, 1, 0)
        : values;
  }
}
