package dev.synth.bench;

import static org.bytedeco.pytorch.global.torch.from_blob;
import static org.bytedeco.pytorch.global.torch.rand;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Float tensors. */
final class Tensors {
  private Tensors() {}

  /** A copy of {@code values}. */
  static Tensor of(float[] values, long... shape) {
    try (FloatPointer pointer = new FloatPointer(values)) {
      return from_blob(pointer, shape).clone();
    }
  }

  /** Uniform in ±sqrt(3 / fanIn), as synth begins. */
  static Tensor uniform(int fanIn, long... shape) {
    double bound = Math.sqrt(3.0 / fanIn);
    return rand(shape).mul(new Scalar(2 * bound)).sub(new Scalar(bound)).detach();
  }
}
