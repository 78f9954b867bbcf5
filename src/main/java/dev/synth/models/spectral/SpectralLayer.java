package dev.synth.models.spectral;

import dev.synth.model.TensorShape;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution of images, what follows it, and the image that comes out.
 *
 * @param name such as {@code encoder/7_1}
 * @param isTransposed whether it enlarges the image by its strides, as the gradient of a
 *     convolution does; else it reduces it by them
 * @param in channels
 * @param out channels
 * @param taps rows and columns of its kernel
 * @param rowStride rows by which the kernel moves
 * @param columnStride columns by which the kernel moves
 * @param output what follows
 * @param rows of the image that comes out
 * @param columns of that image
 */
public record SpectralLayer(
    String name,
    boolean isTransposed,
    int in,
    int out,
    int taps,
    int rowStride,
    int columnStride,
    Output output,
    int rows,
    int columns) {
  /** What follows a convolution. */
  public enum Output {
    /** Batch normalization, then max(x, 0.1 x). */
    RECTIFIED,
    /** Batch normalization. */
    NORMALIZED,
    /** Biases, then the logistic function. */
    SIGMOID
  }

  /** Whether batch normalization follows, with an offset and without a scale. */
  public boolean isNormalized() {
    return output != Output.SIGMOID;
  }

  /** The kernel: [out, in, taps, taps], or [in, out, taps, taps] of one that is transposed. */
  public TensorShape kernel() {
    return isTransposed
        ? new TensorShape(name + "/W", in, out, taps, taps)
        : new TensorShape(name + "/W", out, in, taps, taps);
  }

  /** A vector of one value a channel that comes out. */
  public TensorShape vector(String what) {
    return new TensorShape(name + "/" + what, out);
  }

  /** All tensors of a model file. */
  public List<TensorShape> tensors() {
    List<TensorShape> all = new ArrayList<>();
    all.add(kernel());
    if (isNormalized()) {
      all.add(vector("beta"));
      all.add(vector("mean"));
      all.add(vector("variance"));
    } else {
      all.add(vector("biases"));
    }
    return all;
  }

  /** Multiply-adds for a note. */
  public long multiplyAdds() {
    long kernel = (long) in * out * taps * taps;
    long places = (long) rows * columns;
    return kernel * (isTransposed ? places / rowStride / columnStride : places);
  }

  /** Values that come out. */
  public long values() {
    return (long) out * rows * columns;
  }
}
