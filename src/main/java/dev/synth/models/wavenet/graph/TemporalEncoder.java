package dev.synth.models.wavenet.graph;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.nn.DilatedConvolution;
import dev.synth.nn.OpsVertex;
import dev.synth.nn.OpsVertexConf;
import dev.synth.nn.Scratch;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The temporal encoder (Engel et al. 2017, §2.1; Magenta's h512_bo16): a residual stack of
 * non-causal dilated convolutions, averaged over each hop, then a linear bottleneck.
 *
 * <p>Input: companded sound [batch, samples], samples a multiple of the hop. Output: embeddings
 * [frames · batch, latentChannels], row f·batch + b.
 *
 * <p>Averaging comes before the bottleneck here and after it in the paper; both are linear, so the
 * result is the same, at 1/hop of the work.
 */
@SuppressWarnings("overrides") // Deeplearning4j declares setInputs with and without varargs
final class TemporalEncoder extends OpsVertex {
  private static final long serialVersionUID = 1L;

  /** Everything kept between forward and backward, and the scratch of both. */
  private static final class State {
    private final Scratch scratch;
    private final int batch;
    private final Matrix taps; // the sound [N, kernelSize]
    private final Matrix[] residual; // after i blocks [N, W]; two in turns when nothing comes back
    private final Matrix[] inner; // ReLU of each block's convolution [N, W]
    private final Matrix rectified; // ReLU of a block's input
    private final Matrix pooled;
    private final Matrix out;
    private Matrix dResidual;
    private Matrix dInner;
    private Matrix dPooled;

    State(WaveNetSpec spec, Scratch scratch, boolean recompute) {
      this.scratch = scratch;
      this.batch = scratch.batch();
      int samples = scratch.samples();
      boolean training = scratch.training();
      int width = spec.encoderWidth();
      taps = scratch.samples(spec.kernelSize());
      residual = scratch.samples(training ? spec.encoderLayers() + 1 : 2, width);
      inner = scratch.samples(training && !recompute ? spec.encoderLayers() : 1, width);
      rectified = scratch.samples(width);
      long frames = (long) samples / spec.hopSamples() * batch;
      pooled = scratch.matrix(frames, width);
      out = scratch.matrix(frames, spec.latentChannels());
      if (training) {
        dResidual = scratch.samples(width);
        dInner = scratch.samples(width);
        dPooled = scratch.matrix(frames, width);
      }
    }

    Matrix residual(int block) {
      return residual[block % residual.length];
    }

    Matrix inner(int block) {
      return inner[block % inner.length];
    }
  }

  private final WaveNetSpec spec;
  private final boolean recompute;
  private transient State state;

  private TemporalEncoder(
      WaveNetSpec spec, boolean recompute, OpsVertexConf conf, Place place, INDArray parameters) {
    super(conf, place, parameters);
    this.spec = spec;
    this.recompute = recompute;
  }

  /**
   * An encoder to be.
   *
   * @param recompute whether the backward pass computes each block's insides again
   */
  static OpsVertexConf.Blueprint blueprint(WaveNetSpec spec, boolean recompute) {
    return new OpsVertexConf.Blueprint(
        1,
        spec.latentChannels(),
        spec.encoderTensors(),
        (conf, place, parameters) -> new TemporalEncoder(spec, recompute, conf, place, parameters));
  }

  private DilatedConvolution convolution(int block) {
    return new DilatedConvolution(
        ops(), spec.kernelSize(), spec.dilation(block), false, state.batch);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    return array(forward(hostInput(0), (int) inputs[0].size(0), training));
  }

  /**
   * The embeddings [frames · batch, latentChannels] of {@code sound}, valid until the next call.
   *
   * @param sound companded, [batch, samples] in C order
   * @param training whether a backward pass may follow
   */
  Matrix forward(float[] sound, int batch, boolean training) {
    int samples = sound.length / batch;
    int hop = spec.hopSamples();
    if (samples % hop != 0) {
      throw new IllegalArgumentException(
          "the encoder takes whole frames of " + hop + " samples, got " + samples + " samples");
    }
    Scratch scratch = scratch(batch, samples, training);
    if (state == null || state.scratch != scratch) {
      state = new State(spec, scratch, recompute);
    }
    loadWeights();
    Ops ops = ops();
    DilatedConvolution.signalTaps(ops, sound, batch, -(spec.kernelSize() / 2), state.taps);
    Matrix first = state.residual(0);
    ops.multiply(state.taps, false, weight("ae_startconv/W"), false, first, false);
    ops.addBias(first, weight("ae_startconv/biases"), first);
    for (int i = 0; i < spec.encoderLayers(); i++) {
      Matrix in = state.residual(i);
      Matrix inner = state.inner(i);
      Matrix out = state.residual(i + 1);
      String res = "ae_res_" + (i + 1);
      ops.relu(in, state.rectified);
      convolve(i);
      ops.addBias(in, weight(res + "/biases"), out);
      ops.multiply(inner, false, weight(res + "/W"), false, out, true);
    }
    Matrix last = state.residual(spec.encoderLayers());
    ops.sumFrames(last, state.pooled, batch, hop, 1.0 / hop);
    ops.multiply(state.pooled, false, weight("ae_bottleneck/W"), false, state.out, false);
    ops.addBias(state.out, weight("ae_bottleneck/biases"), state.out);
    return state.out;
  }

  /** A block's inner activation from its rectified input. */
  private void convolve(int block) {
    Ops ops = ops();
    Matrix inner = state.inner(block);
    String conv = "ae_dilatedconv_" + (block + 1);
    convolution(block).forward(state.rectified, weight(conv + "/W"), inner);
    ops.addBias(inner, weight(conv + "/biases"), inner);
    ops.relu(inner, inner);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    backward(outputGradient(state.out.rows()));
    return new Pair<>(gradients(), new INDArray[] {null}); // nobody asks for the sound's gradient
  }

  private void backward(Matrix dOut) {
    Ops ops = ops();
    int hop = spec.hopSamples();
    ops.multiply(state.pooled, true, dOut, false, gradient("ae_bottleneck/W"), false);
    ops.sumRows(dOut, gradient("ae_bottleneck/biases"));
    ops.multiply(dOut, false, weight("ae_bottleneck/W"), true, state.dPooled, false);
    Matrix dResidual = state.dResidual;
    ops.spreadFrames(state.dPooled, dResidual, state.batch, hop, 1.0 / hop);
    for (int i = spec.encoderLayers() - 1; i >= 0; i--) {
      Matrix inner = state.inner(i);
      Matrix dInner = state.dInner;
      String conv = "ae_dilatedconv_" + (i + 1);
      String res = "ae_res_" + (i + 1);
      ops.relu(state.residual(i), state.rectified);
      if (recompute) {
        convolve(i);
      }
      ops.multiply(inner, true, dResidual, false, gradient(res + "/W"), false);
      ops.sumRows(dResidual, gradient(res + "/biases"));
      ops.multiply(dResidual, false, weight(res + "/W"), true, dInner, false);
      ops.reluGradient(inner, dInner);
      ops.sumRows(dInner, gradient(conv + "/biases"));
      convolution(i).kernelGradient(state.rectified, dInner, gradient(conv + "/W"));
      // The rectified input is used up; its buffer takes the gradient of itself.
      convolution(i).inputGradient(dInner, weight(conv + "/W"), state.rectified, false);
      ops.addReluGradient(state.residual(i), state.rectified, dResidual);
    }
    ops.multiply(state.taps, true, dResidual, false, gradient("ae_startconv/W"), false);
    ops.sumRows(dResidual, gradient("ae_startconv/biases"));
  }
}
