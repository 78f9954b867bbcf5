package dev.synth.models.wavenet.graph;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.models.wavenet.PitchOscillator;
import dev.synth.models.wavenet.PitchPredictor;
import dev.synth.models.wavenet.WaveNetSpec;
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
 * WaveNetSpec#UNKNOWN_PITCH} where nobody knows, ignored by a decoder that is not told the pitch;
 * where each note's {@link PitchOscillator} stands, in cycles [batch, samples]. Output: logits
 * [samples · batch, 256], row t·batch + b.
 *
 * <p>An embedding stays at frame rate: a layer's conditioning is a product of frames, added to the
 * samples of its hop inside the gate.
 */
@SuppressWarnings("overrides") // Deeplearning4j declares setInputs with and without varargs
final class WaveNetDecoder extends OpsVertex {
  private static final long serialVersionUID = 1L;

  /** Everything kept between forward and backward, and the scratch of both. */
  private static final class State {
    private final Buffers buffers;
    private final int batch;
    private final Matrix taps; // the sound, delayed [N, kernelSize]
    private final Matrix[] residual; // each layer's input [N, W]
    private final Matrix[] gates; // each layer's sigmoid and tanh [N, 2W]
    private final Matrix gated; // their product [N, W]
    private final Matrix skips; // the skip sum, then its ReLU [N, S]
    private final Matrix hidden; // out1, then its ReLU [N, S]
    private final Matrix logits;
    private final Matrix condition; // a layer's conditioning [F·B, 2W]
    private final Matrix postCondition; // the post-net's [F·B, S]
    private final Matrix skipBias;
    private Matrix wave; // the oscillators at the samples to predict [N, 2 harmonics]
    private Matrix periods; // what is told of past periods [N, HINTS]
    private Matrix pitch; // the notes' pitch embeddings [B, P]
    private Matrix pitchCondition;
    private Matrix postPitchCondition;
    private Matrix dPitch;
    private Matrix dResidual;
    private Matrix dGated;
    private Matrix dHidden;
    private Matrix dEncoding;
    private int[] pitches;

    State(WaveNetSpec spec, Buffers buffers, boolean recompute) {
      this.buffers = buffers;
      this.batch = buffers.batch();
      int samples = buffers.samples();
      boolean training = buffers.training();
      int width = spec.width();
      int skipWidth = spec.skipWidth();
      long frames = (long) spec.frames(samples) * batch;
      taps = buffers.samples(spec.kernelSize());
      residual = buffers.samples(training ? spec.layers() : 2, width);
      gates = buffers.samples(training && !recompute ? spec.layers() : 1, 2L * width);
      gated = buffers.samples(width);
      skips = buffers.samples(skipWidth);
      hidden = buffers.samples(skipWidth);
      logits = buffers.samples(WaveNetSpec.CODES);
      condition = buffers.matrix(frames, 2L * width);
      postCondition = buffers.matrix(frames, skipWidth);
      skipBias = buffers.matrix(1, skipWidth);
      if (spec.pitchHarmonics() > 0) {
        wave = buffers.samples(2L * spec.pitchHarmonics());
      }
      if (spec.pastPeriods() > 0) {
        periods = buffers.samples(PitchPredictor.HINTS);
      }
      if (spec.pitchConditioned()) {
        pitch = buffers.matrix(batch, spec.pitchChannels());
        pitchCondition = buffers.matrix(batch, 2L * width);
        postPitchCondition = buffers.matrix(batch, skipWidth);
      }
      if (training) {
        dResidual = buffers.samples(width);
        dGated = buffers.samples(width);
        dHidden = buffers.samples(skipWidth);
        dEncoding = buffers.matrix(frames, spec.latentChannels());
        if (spec.pitchConditioned()) {
          dPitch = buffers.matrix(batch, spec.pitchChannels());
        }
      }
    }

    Matrix residual(int layer) {
      return residual[layer % residual.length];
    }

    Matrix gates(int layer) {
      return gates[layer % gates.length];
    }
  }

  private transient State state;

  WaveNetDecoder(OpsVertexConf conf, Place place, INDArray parameters) {
    super(conf, place, parameters);
  }

  private DilatedConvolution convolution(int layer) {
    return new DilatedConvolution(
        ops(), spec().kernelSize(), spec().dilation(layer), true, state.batch);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray sound = inputs[0];
    int batch = (int) sound.size(0);
    int samples = (int) sound.size(1);
    Buffers buffers = buffersFor(sound, training, state == null ? null : state.buffers);
    if (state == null || state.buffers != buffers) {
      state = new State(spec(), buffers, recompute());
    }
    Matrix encoding = Matrix.of(inputs[1], (long) spec().frames(samples) * batch);
    if (spec().pitchConditioned()) {
      lookUpPitches(inputs[2]);
    }
    signalTaps(sound, -spec().kernelSize(), state.taps);
    if (spec().pitchHarmonics() > 0) {
      oscillate(inputs[2], inputs[3]);
    }
    if (spec().pastPeriods() > 0) {
      tellPeriods(sound, inputs[2], inputs[3]);
    }
    forwardLayers(encoding);
    forwardPostNet(encoding);
    return state.logits.array();
  }

  private void oscillate(INDArray pitches, INDArray cycles) {
    int values = 2 * spec().pitchHarmonics();
    float[] at = cycles.data().asFloat();
    int samples = at.length / state.batch;
    float[] waves = new float[at.length * values];
    for (int b = 0; b < state.batch; b++) {
      PitchOscillator oscillator =
          new PitchOscillator(spec(), (int) Math.round(pitches.getDouble(b)));
      for (int t = 0; t < samples; t++) {
        oscillator.write(at[b * samples + t], waves, (t * state.batch + b) * values);
      }
    }
    state.wave.set(waves);
  }

  private void tellPeriods(INDArray sound, INDArray pitches, INDArray cycles) {
    float[] heard = sound.data().asFloat();
    float[] at = cycles.data().asFloat();
    int samples = heard.length / state.batch;
    float[] told = new float[heard.length * PitchPredictor.HINTS];
    for (int b = 0; b < state.batch; b++) {
      PitchPredictor periods = new PitchPredictor(spec(), (int) Math.round(pitches.getDouble(b)));
      for (int t = 0; t < samples; t++) {
        int place = b * samples + t;
        periods.next(
            at[place],
            t < 1 ? 0 : heard[place - 1],
            told,
            (t * state.batch + b) * PitchPredictor.HINTS);
      }
    }
    state.periods.set(told);
  }

  private void lookUpPitches(INDArray pitches) {
    state.pitches = new int[state.batch];
    for (int b = 0; b < state.batch; b++) {
      int pitch = (int) Math.round(pitches.getDouble(b));
      state.pitches[b] = pitch;
      Matrix learned = weight("pitch_embedding/W").rows(pitch, pitch + 1);
      state.pitch.rows(b, b + 1).array().assign(learned.array());
    }
  }

  private void forwardLayers(Matrix encoding) {
    Ops ops = ops();
    Matrix first = state.residual(0);
    ops.multiply(state.taps, false, weight("startconv/W"), false, first, false);
    if (spec().pitchHarmonics() > 0) {
      ops.multiply(state.wave, false, weight("oscillator/W"), false, first, true);
    }
    if (spec().pastPeriods() > 0) {
      ops.multiply(state.periods, false, weight("past_periods/W"), false, first, true);
    }
    ops.addBias(first, weight("startconv/biases"), first);
    ops.multiply(first, false, weight("skip_start/W"), false, state.skips, false);
    state.skipBias.array().assign(weight("skip_start/biases").array());
    for (int i = 0; i < spec().layers(); i++) {
      String number = "_" + (i + 1);
      Matrix in = state.residual(i);
      gate(i, encoding);
      ops.multiply(state.gated, false, weight("skip" + number + "/W"), false, state.skips, true);
      ops.addBias(state.skipBias, weight("skip" + number + "/biases"), state.skipBias);
      if (i + 1 < spec().layers()) { // the last layer's residual output reaches nothing
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
    ops().gate(gates, condition, state.batch, spec().hopSamples(), state.gated);
  }

  private void forwardPostNet(Matrix encoding) {
    Ops ops = ops();
    ops.relu(state.skips, state.skips);
    ops.multiply(state.skips, false, weight("out1/W"), false, state.hidden, false);
    condition(encoding, "_out1", state.postCondition, state.postPitchCondition);
    ops.addBias(state.postCondition, weight("out1/biases"), state.postCondition);
    ops.addFrames(state.hidden, state.postCondition, state.batch, spec().hopSamples());
    ops.relu(state.hidden, state.hidden);
    ops.multiply(state.hidden, false, weight("logits/W"), false, state.logits, false);
    ops.addBias(state.logits, weight("logits/biases"), state.logits);
  }

  /** condition = encoding · cond_map + bias, and the pitch's part, the same in every frame. */
  private void condition(Matrix encoding, String layer, Matrix condition, Matrix pitchPart) {
    Ops ops = ops();
    ops.multiply(encoding, false, weight("cond_map" + layer + "/W"), false, condition, false);
    ops.addBias(condition, weight("cond_map" + layer + "/biases"), condition);
    if (spec().pitchConditioned()) {
      ops.multiply(state.pitch, false, weight("pitch_map" + layer + "/W"), false, pitchPart, false);
      ops.addFrames(condition, pitchPart, state.batch, wholeNote());
    }
  }

  /** A pitch's hop, counted in frames: all of them. */
  private int wholeNote() {
    return spec().frames(state.buffers.samples());
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    Matrix encoding = Matrix.of(inputs[1], state.dEncoding.rows());
    state.dEncoding.array().assign(0);
    if (spec().pitchConditioned()) {
      state.dPitch.array().assign(0);
    }
    Matrix dSkips = backwardPostNet(encoding, Matrix.of(epsilon, state.logits.rows()));
    backwardLayers(encoding, dSkips);
    if (spec().pitchConditioned()) {
      Matrix table = gradient("pitch_embedding/W");
      table.array().assign(0);
      for (int b = 0; b < state.batch; b++) {
        Matrix row = table.rows(state.pitches[b], state.pitches[b] + 1);
        row.array().addi(state.dPitch.rows(b, b + 1).array());
      }
    }
    return new Pair<>(gradients(), new INDArray[] {null, state.dEncoding.array(), null, null});
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
    for (int i = spec().layers() - 1; i >= 0; i--) {
      String number = "_" + (i + 1);
      boolean last = i + 1 == spec().layers();
      Matrix gates = state.gates(i);
      if (recompute()) {
        gate(i, encoding);
      } else {
        ops.gateOutput(gates, state.gated);
      }
      ops.multiply(state.gated, true, dSkips, false, gradient("skip" + number + "/W"), false);
      gradient("skip" + number + "/biases").array().assign(dSkipBias.array());
      ops.multiply(dSkips, false, weight("skip" + number + "/W"), true, state.dGated, false);
      if (last) {
        gradient("res" + number + "/W").array().assign(0);
        gradient("res" + number + "/biases").array().assign(0);
        dResidual.array().assign(0);
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
    if (spec().pitchHarmonics() > 0) {
      ops.multiply(state.wave, true, dResidual, false, gradient("oscillator/W"), false);
    }
    if (spec().pastPeriods() > 0) {
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
    ops.sumFrames(dOut, dCondition, state.batch, spec().hopSamples(), 1);
    ops.sumRows(dCondition, dBias);
    gradient(biased + "/biases").array().assign(dBias.array());
    ops.multiply(encoding, true, dCondition, false, gradient("cond_map" + layer + "/W"), false);
    ops.multiply(dCondition, false, weight("cond_map" + layer + "/W"), true, state.dEncoding, true);
    if (spec().pitchConditioned()) {
      ops.sumFrames(dCondition, dPitchPart, state.batch, wholeNote(), 1);
      ops.multiply(
          state.pitch, true, dPitchPart, false, gradient("pitch_map" + layer + "/W"), false);
      ops.multiply(dPitchPart, false, weight("pitch_map" + layer + "/W"), true, state.dPitch, true);
    }
  }
}
