package dev.synth.models.instant;

import dev.synth.model.TensorShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of a {@link dev.synth.models.instant.graph.ResidualStack}.
 *
 * @param name what its tensors' names begin with
 * @param inputs channels of a frame
 * @param conditions channels of what else is known of a frame
 * @param width channels of the residual path
 * @param blocks residual blocks; block i has dilation 2^(i mod {@value #DILATIONS})
 * @param outputs channels of what it makes
 */
public record StackShape(
    String name, int inputs, int conditions, int width, int blocks, int outputs) {
  /** Taps of each convolution. */
  public static final int TAPS = 3;

  private static final int DILATIONS = 4;

  /** Frames between the taps of a block's convolution. */
  public int dilation(int block) {
    return 1 << block % DILATIONS;
  }

  /** Frames to each side that an output frame depends on. */
  public int reachFrames() {
    int reach = TAPS / 2;
    for (int i = 0; i < blocks; i++) {
      reach += dilation(i) * (TAPS / 2);
    }
    return reach;
  }

  /** Its tensors, in the order of the model file. */
  public List<TensorShape> tensors() {
    List<TensorShape> all = new ArrayList<>();
    all.add(new TensorShape(name + "/start/W", 1, TAPS, inputs, width));
    all.add(new TensorShape(name + "/condition/W", 1, 1, conditions, width));
    all.add(new TensorShape(name + "/start/biases", width));
    for (int i = 1; i <= blocks; i++) {
      all.add(new TensorShape(name + "/dilated" + i + "/W", 1, TAPS, width, width));
      all.add(new TensorShape(name + "/dilated" + i + "/biases", width));
      all.add(new TensorShape(name + "/res" + i + "/W", 1, 1, width, width));
      all.add(new TensorShape(name + "/res" + i + "/biases", width));
    }
    all.add(new TensorShape(name + "/end/W", 1, 1, width, outputs));
    all.add(new TensorShape(name + "/end/biases", outputs));
    return all;
  }
}
