package dev.synth.models.instant.graph;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.models.instant.StackShape;
import dev.synth.nn.DilatedConvolution;
import dev.synth.nn.OpsVertex;
import dev.synth.nn.OpsVertexConf;
import dev.synth.nn.Scratch;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A residual stack of non-causal dilated convolutions over frames (He et al. 2016, pre-activation
 * blocks): x + W · ReLU(conv(ReLU(x))), then ReLU and a last product.
 *
 * <p>Sequences are matrices [frames · batch, channels], row f·batch + b.
 */
@SuppressWarnings("overrides") // Deeplearning4j declares setInputs with and without varargs
final class ResidualStack extends OpsVertex {
  private static final long serialVersionUID = 1L;

  /** Everything kept between forward and backward, and the scratch of both. */
  private static final class State {
    private final Scratch scratch;
    private final Matrix[] residual; // after i blocks; two in turns when nothing comes back
    private final Matrix[] inner; // ReLU of each block's convolution
    private final Matrix rectified; // ReLU of a block's input, and of the last output
    private final Matrix out;
    private Matrix dResidual;
    private Matrix dInner;
    private Matrix dRectified;
    private Matrix dIn;

    State(StackShape shape, Scratch scratch) {
      this.scratch = scratch;
      boolean training = scratch.training();
      residual = scratch.samples(training ? shape.blocks() + 1 : 2, shape.width());
      inner = scratch.samples(training ? Math.max(1, shape.blocks()) : 1, shape.width());
      rectified = scratch.samples(shape.width());
      out = scratch.samples(shape.outputs());
      if (training) {
        dResidual = scratch.samples(shape.width());
        dInner = scratch.samples(shape.width());
        dRectified = scratch.samples(shape.width());
        dIn = scratch.samples(shape.inputs());
      }
    }
  }

  private final StackShape shape;
  private transient State state;
  private transient Matrix in;
  private transient Matrix conditions;

  private ResidualStack(StackShape shape, OpsVertexConf conf, Place place, INDArray parameters) {
    super(conf, place, parameters);
    this.shape = shape;
  }

  static OpsVertexConf.Blueprint blueprint(StackShape shape) {
    return new OpsVertexConf.Blueprint(
        2,
        shape.outputs(),
        shape.tensors(),
        (conf, place, parameters) -> new ResidualStack(shape, conf, place, parameters));
  }

  private Matrix tensor(String part, String kind) {
    return weight(shape.name() + "/" + part + "/" + kind);
  }

  private Matrix slope(String part, String kind) {
    return gradient(shape.name() + "/" + part + "/" + kind);
  }

  private DilatedConvolution convolution(int dilation) {
    return new DilatedConvolution(ops(), StackShape.TAPS, dilation, false, state.scratch.batch());
  }

  /**
   * The outputs [frames · batch, outputs], valid until the next call.
   *
   * @param in [frames · batch, inputs]; to stay as it is until the backward pass
   * @param conditions [frames · batch, conditions]
   * @param training whether a backward pass may follow
   */
  Matrix forward(Matrix in, Matrix conditions, int batch, boolean training) {
    Scratch scratch = scratch(batch, in.rows() / batch, training);
    if (state == null || state.scratch != scratch) {
      state = new State(shape, scratch);
    }
    this.in = in;
    this.conditions = conditions;
    loadWeights();
    Ops ops = ops();
    Matrix x = state.residual[0];
    convolution(1).forward(in, tensor("start", "W"), x);
    ops.multiply(conditions, false, tensor("condition", "W"), false, x, true);
    ops.addBias(x, tensor("start", "biases"), x);
    for (int i = 0; i < shape.blocks(); i++) {
      Matrix next = state.residual[(i + 1) % state.residual.length];
      Matrix inner = state.inner[i % state.inner.length];
      String dilated = "dilated" + (i + 1);
      String res = "res" + (i + 1);
      ops.relu(x, state.rectified);
      convolution(shape.dilation(i)).forward(state.rectified, tensor(dilated, "W"), inner);
      ops.addBias(inner, tensor(dilated, "biases"), inner);
      ops.relu(inner, inner);
      ops.addBias(x, tensor(res, "biases"), next);
      ops.multiply(inner, false, tensor(res, "W"), false, next, true);
      x = next;
    }
    ops.relu(x, state.rectified);
    ops.multiply(state.rectified, false, tensor("end", "W"), false, state.out, false);
    ops.addBias(state.out, tensor("end", "biases"), state.out);
    return state.out;
  }

  /**
   * Leaves the gradients of the tensors.
   *
   * @param dOut gradient of what {@link #forward} made
   * @return the gradient of its input, valid until the next call
   */
  Matrix backward(Matrix dOut) {
    Ops ops = ops();
    Matrix dx = state.dResidual;
    Matrix last = state.residual[shape.blocks()];
    ops.relu(last, state.rectified);
    ops.multiply(state.rectified, true, dOut, false, slope("end", "W"), false);
    ops.sumRows(dOut, slope("end", "biases"));
    ops.multiply(dOut, false, tensor("end", "W"), true, dx, false);
    ops.reluGradient(last, dx);
    for (int i = shape.blocks() - 1; i >= 0; i--) {
      Matrix x = state.residual[i];
      Matrix inner = state.inner[i];
      Matrix dInner = state.dInner;
      String dilated = "dilated" + (i + 1);
      String res = "res" + (i + 1);
      ops.multiply(inner, true, dx, false, slope(res, "W"), false);
      ops.sumRows(dx, slope(res, "biases"));
      ops.multiply(dx, false, tensor(res, "W"), true, dInner, false);
      ops.reluGradient(inner, dInner);
      ops.sumRows(dInner, slope(dilated, "biases"));
      ops.relu(x, state.rectified);
      DilatedConvolution convolution = convolution(shape.dilation(i));
      convolution.kernelGradient(state.rectified, dInner, slope(dilated, "W"));
      convolution.inputGradient(dInner, tensor(dilated, "W"), state.dRectified, false);
      ops.addReluGradient(x, state.dRectified, dx);
    }
    convolution(1).kernelGradient(in, dx, slope("start", "W"));
    ops.multiply(conditions, true, dx, false, slope("condition", "W"), false);
    ops.sumRows(dx, slope("start", "biases"));
    convolution(1).inputGradient(dx, tensor("start", "W"), state.dIn, false);
    return state.dIn;
  }

  /** Makes the gradients visible in the network's gradient vector. */
  void storeGradients() {
    gradients();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    int rows = (int) inputs[0].size(0);
    return array(forward(input(0, rows), input(1, rows), 1, training));
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    Matrix dIn = backward(outputGradient(state.out.rows()));
    return new Pair<>(gradients(), new INDArray[] {array(dIn), null});
  }
}
