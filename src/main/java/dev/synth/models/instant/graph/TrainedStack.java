package dev.synth.models.instant.graph;

import dev.synth.kernel.Kernels;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.nn.OpsVertexConf;
import java.util.Arrays;
import java.util.Map;

/**
 * A trained stack alone. A sequence longer than a window is taken window by window; windows overlap
 * by the stack's reach, and of each only the frames with full context are kept: they are those of
 * the whole sequence. Not safe for use by several threads.
 */
public final class TrainedStack implements AutoCloseable {
  /** Frames that are kept of a window; 16 s. */
  private static final int WINDOW_FRAMES = 512;

  private final StackShape shape;
  private final Ops ops;
  private final ResidualStack stack;

  private TrainedStack(StackShape shape, Ops ops, Map<String, float[]> tensors) {
    this.shape = shape;
    this.ops = ops;
    this.stack =
        (ResidualStack) OpsVertexConf.trained(ResidualStack.blueprint(shape), ops, tensors);
  }

  /**
   * A stack with its part of {@code tensors}.
   *
   * @param tensors values by name, in C order
   * @param threads threads that compute
   */
  public static TrainedStack create(StackShape shape, Map<String, float[]> tensors, int threads) {
    return new TrainedStack(shape, Kernels.choose(threads), tensors);
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
      System.arraycopy(
          window,
          (from - first) * shape.outputs(),
          all,
          from * shape.outputs(),
          (to - from) * shape.outputs());
    }
    return all;
  }

  private float[] window(float[] in, int first, int last, float[] conditions) {
    int rows = last - first;
    try (Matrix input = ops.allocate(rows, shape.inputs());
        Matrix condition = ops.allocate(rows, shape.conditions())) {
      ops.upload(rows(in, first, last, shape.inputs()), input);
      ops.upload(rows(conditions, first, last, shape.conditions()), condition);
      return ops.download(stack.forward(input, condition, 1, false));
    }
  }

  private static float[] rows(float[] all, int first, int last, int columns) {
    return Arrays.copyOfRange(all, first * columns, last * columns);
  }

  /** What computes, in words. */
  public String description() {
    return ops.description();
  }

  @Override
  public void close() {
    stack.close();
    ops.close();
  }
}
