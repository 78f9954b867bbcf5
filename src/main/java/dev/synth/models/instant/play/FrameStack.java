package dev.synth.models.instant.play;

import dev.synth.kernel.Kernels;
import dev.synth.models.instant.StackShape;
import java.util.Arrays;
import java.util.Map;

/**
 * A trained {@link dev.synth.models.instant.graph.ResidualStack} at play. A sequence longer than a
 * window is taken window by window; windows overlap by the stack's reach, and of each only the
 * frames with full context are kept: they are those of the whole sequence. Safe for use by several
 * threads.
 */
public final class FrameStack {
  /** Frames that are kept of a window; 16 s. */
  private static final int WINDOW_FRAMES = 512;

  private final StackShape shape;
  private final ProductKernel kernel;
  private final PackedWeights[] start;
  private final PackedWeights condition;
  private final float[] startBiases;
  private final PackedWeights[][] dilated;
  private final float[][] dilatedBiases;
  private final PackedWeights[] residual;
  private final float[][] residualBiases;
  private final PackedWeights end;
  private final float[] endBiases;

  /**
   * A stack with its part of {@code tensors}.
   *
   * @param tensors values by name, in C order
   */
  public FrameStack(StackShape shape, Map<String, float[]> tensors) {
    this(shape, tensors, kernel());
  }

  FrameStack(StackShape shape, Map<String, float[]> tensors, ProductKernel kernel) {
    this.shape = shape;
    this.kernel = kernel;
    int width = shape.width();
    start = taps(tensors.get(name("start", "W")), shape.inputs(), width);
    condition = PackedWeights.of(tensors.get(name("condition", "W")), 0, shape.conditions(), width);
    startBiases = tensors.get(name("start", "biases"));
    dilated = new PackedWeights[shape.blocks()][];
    dilatedBiases = new float[shape.blocks()][];
    residual = new PackedWeights[shape.blocks()];
    residualBiases = new float[shape.blocks()][];
    for (int i = 0; i < shape.blocks(); i++) {
      dilated[i] = taps(tensors.get(name("dilated" + (i + 1), "W")), width, width);
      dilatedBiases[i] = tensors.get(name("dilated" + (i + 1), "biases"));
      residual[i] = PackedWeights.of(tensors.get(name("res" + (i + 1), "W")), 0, width, width);
      residualBiases[i] = tensors.get(name("res" + (i + 1), "biases"));
    }
    end = PackedWeights.of(tensors.get(name("end", "W")), 0, width, shape.outputs());
    endBiases = tensors.get(name("end", "biases"));
  }

  private static ProductKernel kernel() {
    return Kernels.choose(
        new Kernels.Variants<>(
            PlainProducts::new,
            null,
            () ->
                Kernels.vector(
                    ProductKernel.class, "dev.synth.models.instant.play.VectorProducts")));
  }

  private String name(String part, String kind) {
    return shape.name() + "/" + part + "/" + kind;
  }

  private static PackedWeights[] taps(float[] kernel, int rows, int columns) {
    PackedWeights[] taps = new PackedWeights[StackShape.TAPS];
    Arrays.setAll(taps, tap -> PackedWeights.of(kernel, tap * rows * columns, rows, columns));
    return taps;
  }

  /**
   * The outputs of a sequence.
   *
   * @param in [frames, inputs]
   * @param conditions [frames, conditions]
   * @return [frames, outputs]
   */
  public float[] apply(float[] in, int frames, float[] conditions) {
    float[] all = new float[Math.multiplyExact(frames, shape.outputs())];
    for (int from = 0; from < frames; from += WINDOW_FRAMES) {
      int to = Math.min(frames, from + WINDOW_FRAMES);
      int first = Math.max(0, from - shape.reachFrames());
      int last = Math.min(frames, to + shape.reachFrames());
      float[] window = window(in, first, last, conditions);
      int stride = PackedWeights.stride(shape.outputs());
      for (int f = from; f < to; f++) {
        System.arraycopy(window, (f - first) * stride, all, f * shape.outputs(), shape.outputs());
      }
    }
    return all;
  }

  private float[] window(float[] in, int first, int last, float[] conditions) {
    int frames = last - first;
    int stride = PackedWeights.stride(shape.width());
    float[] x = biased(startBiases, frames, stride);
    convolve(in, shape.inputs(), first, start, 1, x, frames);
    kernel.addProducts(conditions, shape.conditions(), first, condition, x, 0, frames);
    float[] rectified = new float[x.length];
    for (int i = 0; i < shape.blocks(); i++) {
      rectify(x, rectified);
      float[] inner = biased(dilatedBiases[i], frames, stride);
      convolve(rectified, stride, 0, dilated[i], shape.dilation(i), inner, frames);
      rectify(inner, inner);
      addBiases(residualBiases[i], x, stride);
      kernel.addProducts(inner, stride, 0, residual[i], x, 0, frames);
    }
    rectify(x, rectified);
    float[] out = biased(endBiases, frames, PackedWeights.stride(shape.outputs()));
    kernel.addProducts(rectified, stride, 0, end, out, 0, frames);
    return out;
  }

  /** Adds a convolution over frames, which are 0 before the first and behind the last. */
  private void convolve(
      float[] in,
      int inStride,
      int first,
      PackedWeights[] taps,
      int dilation,
      float[] out,
      int frames) {
    for (int tap = 0; tap < taps.length; tap++) {
      int away = (tap - taps.length / 2) * dilation;
      int count = frames - Math.abs(away);
      if (count > 0) {
        int from = Math.max(0, away);
        int to = Math.max(0, -away);
        kernel.addProducts(in, inStride, first + from, taps[tap], out, to, count);
      }
    }
  }

  private static float[] biased(float[] biases, int frames, int stride) {
    float[] rows = new float[frames * stride];
    addBiases(biases, rows, stride);
    return rows;
  }

  private static void addBiases(float[] biases, float[] rows, int stride) {
    for (int at = 0; at < rows.length; at += stride) {
      for (int j = 0; j < biases.length; j++) {
        rows[at + j] += biases[j];
      }
    }
  }

  private static void rectify(float[] in, float[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = Math.max(0, in[i]);
    }
  }

  /** What computes, in words. */
  public String description() {
    return kernel.description();
  }
}
