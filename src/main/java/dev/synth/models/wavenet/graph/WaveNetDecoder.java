package dev.synth.models.wavenet.graph;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.model.TensorShape;
import dev.synth.models.wavenet.PitchOscillator;
import dev.synth.models.wavenet.PitchPredictor;
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
 * The WaveNet decoder (Engel et al. 2017, §2.1; Magenta's h512_bo16): gated causal dilated
 * convolutions conditioned on the embedding, a sum of skips, and a post-net of two 1×1 layers.
 *
 * <p>Inputs: companded sound [batch, samples], shifted here so that sample t is predicted from t −
 * 1 and before; embeddings [frames · batch, latentChannels]; MIDI pitches [batch, 1], {@link
 * WaveNetSpec#UNKNOWN_PITCH} for unpitched notes, ignored by a decoder that is not
 * pitch-conditioned; where each note's {@link PitchOscillator} stands, in cycles [batch, samples].
 * Output: logits [samples · batch, 256], row t·batch + b.
 *
 * <p>An embedding stays at frame rate: a layer's conditioning is a product of frames, added to the
 * samples of its hop inside the gate.
 */
@SuppressWarnings("overrides") // Deeplearning4j declares setInputs with and without varargs
final class WaveNetDecoder extends OpsVertex {
  private static final long serialVersionUID = 1L;

  /**
   * What is decoded.
   *
   * @param past companded, [batch, samples] in C order
   * @param batch notes side by side
   * @param encoding embeddings [frames · batch, latentChannels]
   * @param pitches [batch]
   * @param cycles where each note's oscillator stands, [batch, samples] in C order
   */
  record Notes(float[] past, int batch, Matrix encoding, int[] pitches, float[] cycles) {
    int samples() {
      return past.length / batch;
    }
  }

  private final WaveNetSpec spec;
  private final boolean recompute;
  private transient DecoderScratch state;
  private transient Notes notes;

  private WaveNetDecoder(
      WaveNetSpec spec, boolean recompute, OpsVertexConf conf, Place place, INDArray parameters) {
    super(conf, place, parameters);
    this.spec = spec;
    this.recompute = recompute;
  }

  /**
   * A decoder to be.
   *
   * @param recompute whether the backward pass computes each layer's insides again
   */
  static OpsVertexConf.Blueprint blueprint(WaveNetSpec spec, boolean recompute) {
    return new OpsVertexConf.Blueprint(
        4,
        WaveNetSpec.CODES,
        spec.decoderTensors(),
        (conf, place, parameters) -> new WaveNetDecoder(spec, recompute, conf, place, parameters));
  }

  /** The pitch embedding is looked up, not added up. */
  @Override
  protected int fanIn(TensorShape shape) {
    return shape.name().equals("pitch_embedding/W") ? 1 : super.fanIn(shape);
  }

  private DilatedConvolution convolution(int layer) {
    return new DilatedConvolution(
        ops(), spec.kernelSize(), spec.dilation(layer), true, state.batch);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    int batch = (int) inputs[0].size(0);
    int frames = spec.frames((int) inputs[0].size(1));
    float[] midi = hostInput(2);
    int[] pitches = new int[batch];
    for (int b = 0; b < batch; b++) {
      pitches[b] = Math.round(midi[b]);
    }
    return array(
        forward(
            new Notes(hostInput(0), batch, input(1, frames * batch), pitches, hostInput(3)),
            training));
  }

  /**
   * The logits [samples · batch, 256] of {@code given}, valid until the next call.
   *
   * @param training whether a backward pass may follow
   */
  Matrix forward(Notes given, boolean training) {
    notes = given;
    Scratch scratch = scratch(notes.batch(), notes.samples(), training);
    if (state == null || state.scratch != scratch) {
      state = new DecoderScratch(spec, scratch, recompute);
    }
    loadWeights();
    if (spec.hasPitchEmbedding()) {
      ops().gatherRows(weight("pitch_embedding/W"), notes.pitches(), state.pitch);
    }
    DilatedConvolution.signalTaps(
        ops(), notes.past(), notes.batch(), -spec.kernelSize(), state.taps);
    if (spec.pitchHarmonics() > 0) {
      ops().upload(oscillations(), state.wave);
    }
    if (spec.pastPeriods() > 0) {
      ops().upload(predictions(), state.periods);
    }
    forwardLayers(notes.encoding());
    forwardPostNet(notes.encoding());
    return state.logits;
  }

  /** The notes' {@link PitchOscillator}s, a row per sample. */
  private float[] oscillations() {
    int values = 2 * spec.pitchHarmonics();
    int samples = notes.samples();
    float[] waves = new float[notes.past().length * values];
    for (int b = 0; b < notes.batch(); b++) {
      PitchOscillator oscillator = new PitchOscillator(spec, notes.pitches()[b]);
      for (int t = 0; t < samples; t++) {
        oscillator.write(notes.cycles()[b * samples + t], waves, (t * notes.batch() + b) * values);
      }
    }
    return waves;
  }

  /** The values of each note's {@link PitchPredictor}, a row per sample. */
  private float[] predictions() {
    int samples = notes.samples();
    float[] hints = new float[notes.past().length * PitchPredictor.HINTS];
    for (int b = 0; b < notes.batch(); b++) {
      PitchPredictor predictor = new PitchPredictor(spec, notes.pitches()[b]);
      for (int t = 0; t < samples; t++) {
        int place = b * samples + t;
        predictor.next(
            notes.cycles()[place],
            t < 1 ? 0 : notes.past()[place - 1],
            hints,
            (t * notes.batch() + b) * PitchPredictor.HINTS);
      }
    }
    return hints;
  }

  private void forwardLayers(Matrix encoding) {
    Ops ops = ops();
    Matrix first = state.residual(0);
    ops.multiply(state.taps, false, weight("startconv/W"), false, first, false);
    if (spec.pitchHarmonics() > 0) {
      ops.multiply(state.wave, false, weight("oscillator/W"), false, first, true);
    }
    if (spec.pastPeriods() > 0) {
      ops.multiply(state.periods, false, weight("past_periods/W"), false, first, true);
    }
    ops.addBias(first, weight("startconv/biases"), first);
    ops.multiply(first, false, weight("skip_start/W"), false, state.skips, false);
    ops.copy(weight("skip_start/biases"), state.skipBias);
    for (int i = 0; i < spec.layers(); i++) {
      String number = "_" + (i + 1);
      Matrix in = state.residual(i);
      gate(i, encoding);
      ops.multiply(state.gated, false, weight("skip" + number + "/W"), false, state.skips, true);
      ops.addBias(state.skipBias, weight("skip" + number + "/biases"), state.skipBias);
      if (i + 1 < spec.layers()) { // the last layer's residual output reaches nothing
        Matrix out = state.residual(i + 1);
        ops.addBias(in, weight("res" + number + "/biases"), out);
        ops.multiply(state.gated, false, weight("res" + number + "/W"), false, out, true);
      }
    }
    ops.addBias(state.skips, state.skipBias, state.skips);
  }

  /** A layer's sigmoid and tanh, and their product, from its input. */
  private void gate(int layer, Matrix encoding) {
    String number = "_" + (layer + 1);
    Matrix gates = state.gates(layer);
    Matrix condition = state.condition;
    convolution(layer).forward(state.residual(layer), weight("dilatedconv" + number + "/W"), gates);
    condition(encoding, number, condition, state.pitchCondition);
    ops().addBias(condition, weight("dilatedconv" + number + "/biases"), condition);
    ops().gate(gates, condition, state.batch, spec.hopSamples(), state.gated);
  }

  private void forwardPostNet(Matrix encoding) {
    Ops ops = ops();
    ops.relu(state.skips, state.skips);
    ops.multiply(state.skips, false, weight("out1/W"), false, state.hidden, false);
    condition(encoding, "_out1", state.postCondition, state.postPitchCondition);
    ops.addBias(state.postCondition, weight("out1/biases"), state.postCondition);
    ops.addFrames(state.hidden, state.postCondition, state.batch, spec.hopSamples());
    ops.relu(state.hidden, state.hidden);
    ops.multiply(state.hidden, false, weight("logits/W"), false, state.logits, false);
    ops.addBias(state.logits, weight("logits/biases"), state.logits);
  }

  /** condition = encoding · cond_map + bias, and the pitch's part, the same in every frame. */
  private void condition(Matrix encoding, String layer, Matrix condition, Matrix pitchPart) {
    Ops ops = ops();
    ops.multiply(encoding, false, weight("cond_map" + layer + "/W"), false, condition, false);
    ops.addBias(condition, weight("cond_map" + layer + "/biases"), condition);
    if (spec.hasPitchEmbedding()) {
      ops.multiply(state.pitch, false, weight("pitch_map" + layer + "/W"), false, pitchPart, false);
      ops.addFrames(condition, pitchPart, state.batch, wholeNote());
    }
  }

  /** A pitch's hop, counted in frames: all of them. */
  private int wholeNote() {
    return spec.frames(notes.samples());
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    Matrix dEncoding = backward(outputGradient(state.logits.rows()));
    return new Pair<>(gradients(), new INDArray[] {null, array(dEncoding), null, null});
  }

  /** Sets the tensors' gradients and returns the encoding's. */
  private Matrix backward(Matrix dLogits) {
    Ops ops = ops();
    ops.fill(state.dEncoding, 0);
    if (spec.hasPitchEmbedding()) {
      ops.fill(state.dPitch, 0);
    }
    Matrix dSkips = backwardPostNet(notes.encoding(), dLogits);
    backwardLayers(notes.encoding(), dSkips);
    if (spec.hasPitchEmbedding()) {
      Matrix table = gradient("pitch_embedding/W");
      ops.fill(table, 0);
      ops.scatterRows(state.dPitch, notes.pitches(), table);
    }
    return state.dEncoding;
  }

  /** Returns the gradient of the skip sum, in the skip sum's own buffer of gradients. */
  private Matrix backwardPostNet(Matrix encoding, Matrix dLogits) {
    Ops ops = ops();
    Matrix dHidden = state.dHidden;
    ops.multiply(state.hidden, true, dLogits, false, gradient("logits/W"), false);
    ops.sumRows(dLogits, gradient("logits/biases"));
    ops.multiply(dLogits, false, weight("logits/W"), true, dHidden, false);
    ops.reluGradient(state.hidden, dHidden);
    ops.multiply(state.skips, true, dHidden, false, gradient("out1/W"), false);
    conditionGradient(
        encoding, dHidden, "_out1", "out1", state.postCondition, state.postPitchCondition);
    Matrix dSkips = state.hidden; // used up above
    ops.multiply(dHidden, false, weight("out1/W"), true, dSkips, false);
    ops.reluGradient(state.skips, dSkips);
    return dSkips;
  }

  private void backwardLayers(Matrix encoding, Matrix dSkips) {
    Ops ops = ops();
    Matrix dResidual = state.dResidual;
    Matrix dSkipBias = gradient("skip_start/biases");
    ops.sumRows(dSkips, dSkipBias);
    for (int i = spec.layers() - 1; i >= 0; i--) {
      String number = "_" + (i + 1);
      boolean last = i + 1 == spec.layers();
      Matrix gates = state.gates(i);
      if (recompute) {
        gate(i, encoding);
      } else {
        ops.gateOutput(gates, state.gated);
      }
      ops.multiply(state.gated, true, dSkips, false, gradient("skip" + number + "/W"), false);
      ops.copy(dSkipBias, gradient("skip" + number + "/biases"));
      ops.multiply(dSkips, false, weight("skip" + number + "/W"), true, state.dGated, false);
      if (last) {
        ops.fill(gradient("res" + number + "/W"), 0);
        ops.fill(gradient("res" + number + "/biases"), 0);
        ops.fill(dResidual, 0);
      } else {
        ops.multiply(state.gated, true, dResidual, false, gradient("res" + number + "/W"), false);
        ops.sumRows(dResidual, gradient("res" + number + "/biases"));
        ops.multiply(dResidual, false, weight("res" + number + "/W"), true, state.dGated, true);
      }
      ops.gateGradient(gates, state.dGated);
      Matrix dGates = gates;
      conditionGradient(
          encoding, dGates, number, "dilatedconv" + number, state.condition, state.pitchCondition);
      DilatedConvolution convolution = convolution(i);
      convolution.kernelGradient(
          state.residual(i), dGates, gradient("dilatedconv" + number + "/W"));
      convolution.inputGradient(dGates, weight("dilatedconv" + number + "/W"), dResidual, true);
    }
    Matrix first = state.residual(0);
    ops.multiply(first, true, dSkips, false, gradient("skip_start/W"), false);
    ops.multiply(dSkips, false, weight("skip_start/W"), true, dResidual, true);
    ops.multiply(state.taps, true, dResidual, false, gradient("startconv/W"), false);
    ops.sumRows(dResidual, gradient("startconv/biases"));
    if (spec.pitchHarmonics() > 0) {
      ops.multiply(state.wave, true, dResidual, false, gradient("oscillator/W"), false);
    }
    if (spec.pastPeriods() > 0) {
      ops.multiply(state.periods, true, dResidual, false, gradient("past_periods/W"), false);
    }
  }

  /**
   * Gradients of a layer's conditioning from {@code dOut} [N, C], the gradient of what it was added
   * to; {@code biased} names the layer whose bias is added with it.
   */
  private void conditionGradient(
      Matrix encoding,
      Matrix dOut,
      String layer,
      String biased,
      Matrix dCondition,
      Matrix dPitchPart) {
    Ops ops = ops();
    Matrix dBias = gradient("cond_map" + layer + "/biases");
    ops.sumFrames(dOut, dCondition, state.batch, spec.hopSamples(), 1);
    ops.sumRows(dCondition, dBias);
    ops.copy(dBias, gradient(biased + "/biases"));
    ops.multiply(encoding, true, dCondition, false, gradient("cond_map" + layer + "/W"), false);
    ops.multiply(dCondition, false, weight("cond_map" + layer + "/W"), true, state.dEncoding, true);
    if (spec.hasPitchEmbedding()) {
      ops.sumFrames(dCondition, dPitchPart, state.batch, wholeNote(), 1);
      ops.multiply(
          state.pitch, true, dPitchPart, false, gradient("pitch_map" + layer + "/W"), false);
      ops.multiply(dPitchPart, false, weight("pitch_map" + layer + "/W"), true, state.dPitch, true);
    }
  }
}
