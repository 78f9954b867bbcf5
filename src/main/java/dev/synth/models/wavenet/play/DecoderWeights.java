package dev.synth.models.wavenet.play;

import dev.synth.generate.Precision;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoder's weights, packed for the kernels. Immutable once built, and shared by all notes and
 * threads.
 */
final class DecoderWeights {
  /**
   * One gated layer.
   *
   * @param dilation in samples
   * @param past kernels of the taps before the present one, the oldest first, [width, 2·width]
   * @param present kernel of the tap at the present sample, [width, 2·width]
   * @param condition kernel from an embedding frame to the gate, [latentChannels, 2·width]
   * @param residual kernel from gate to the next layer, [width, width]; null in the last layer,
   *     where nothing follows
   * @param residualBias [width, padded]; null in the last layer
   * @param skip kernel from gate to the skip sum, [width, skipWidth]
   */
  record Layer(
      int dilation,
      List<PackedMatrix> past,
      PackedMatrix present,
      PackedMatrix condition,
      PackedMatrix residual,
      float[] residualBias,
      PackedMatrix skip) {}

  private static final int GATE_GROUPS = 2;

  private final SavedModel model;
  private final WaveNetSpec spec;
  private final StepKernels kernels;
  private final Precision precision;
  private final float[] startKernel;
  private final float[] startBias;
  private final float[] oscillatorKernel;
  private final float[] periodsKernel;
  private final PackedMatrix skipStart;
  private final float[] skipBias;
  private final List<Layer> layers = new ArrayList<>();
  private final PackedMatrix out1;
  private final PackedMatrix out1Condition;
  private final PackedMatrix logits;
  private final float[] logitsBias;

  DecoderWeights(SavedModel model, Precision precision, StepKernels kernels) {
    this.model = model;
    this.spec = WaveNetSpec.of(model);
    this.kernels = kernels;
    this.precision = precision;
    int width = spec.width();
    int skipWidth = spec.skipWidth();
    startKernel = model.tensor("startconv/W").clone();
    startBias = model.tensor("startconv/biases").clone();
    oscillatorKernel = spec.pitchHarmonics() > 0 ? model.tensor("oscillator/W").clone() : null;
    periodsKernel = spec.pastPeriods() > 0 ? model.tensor("past_periods/W").clone() : null;
    skipStart = pack("skip_start/W", 0, width, skipWidth, 1);
    // The biases of every addend of the skip sum are one bias.
    double[] skipBiases = values("skip_start/biases");
    for (int i = 1; i <= spec.layers(); i++) {
      layers.add(layer(i, i == spec.layers()));
      add(skipBiases, model.tensor("skip_" + i + "/biases"));
    }
    skipBias = row(skipBiases);
    out1 = pack("out1/W", 0, skipWidth, skipWidth, 1);
    out1Condition = pack("cond_map_out1/W", 0, spec.latentChannels(), skipWidth, 1);
    logits = pack("logits/W", 0, skipWidth, WaveNetSpec.CODES, 1);
    logitsBias = row(values("logits/biases"));
  }

  /** Tensors of layer {@code number}, counted from 1 as in their names. */
  private Layer layer(int number, boolean last) {
    int width = spec.width();
    List<PackedMatrix> taps = new ArrayList<>();
    for (int tap = 0; tap < spec.kernelSize(); tap++) {
      taps.add(pack("dilatedconv_" + number + "/W", tap * width, width, 2 * width, GATE_GROUPS));
    }
    PackedMatrix present = taps.remove(taps.size() - 1);
    return new Layer(
        spec.dilation(number - 1),
        List.copyOf(taps),
        present,
        pack("cond_map_" + number + "/W", 0, spec.latentChannels(), 2 * width, GATE_GROUPS),
        last ? null : pack("res_" + number + "/W", 0, width, width, 1),
        last ? null : row(values("res_" + number + "/biases")),
        pack("skip_" + number + "/W", 0, width, spec.skipWidth(), 1));
  }

  private PackedMatrix pack(String name, int firstRow, int inputs, int outputs, int groups) {
    return PackedMatrix.pack(
        model.tensor(name), firstRow, inputs, outputs, groups, precision, kernels);
  }

  private float[] row(double[] values) {
    float[] row = new float[PackedMatrix.columns(values.length, 1, kernels)];
    PackedMatrix.addRow(values, 1, kernels, row, 0);
    return row;
  }

  private double[] values(String name) {
    float[] tensor = model.tensor(name);
    double[] values = new double[tensor.length];
    add(values, tensor);
    return values;
  }

  private static void add(double[] sum, float[] addend) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += addend[i];
    }
  }

  /**
   * What the conditioning of a layer is before an embedding frame is added: the biases of its
   * convolution and of its conditioning, and the pitch's share. Written where a row of y of that
   * layer's products would be.
   *
   * @param layer from 0
   * @param pitch row of the pitch embedding; ignored by a model without one
   */
  void layerConstant(int layer, int pitch, float[] rows, int rowOffset) {
    double[] sum = values("dilatedconv_" + (layer + 1) + "/biases");
    addConditioning(sum, String.valueOf(layer + 1), pitch);
    PackedMatrix.addRow(sum, GATE_GROUPS, kernels, rows, rowOffset);
  }

  /** As {@link #layerConstant}, of the post-net's first product. */
  void out1Constant(int pitch, float[] rows, int rowOffset) {
    double[] sum = values("out1/biases");
    addConditioning(sum, "out1", pitch);
    PackedMatrix.addRow(sum, 1, kernels, rows, rowOffset);
  }

  private void addConditioning(double[] sum, String layer, int pitch) {
    add(sum, model.tensor("cond_map_" + layer + "/biases"));
    if (!spec.hasPitchEmbedding()) {
      return;
    }
    float[] embedding = model.tensor("pitch_embedding/W");
    float[] map = model.tensor("pitch_map_" + layer + "/W");
    for (int c = 0; c < spec.pitchChannels(); c++) {
      double value = embedding[pitch * spec.pitchChannels() + c];
      for (int out = 0; out < sum.length; out++) {
        sum[out] += value * map[c * sum.length + out];
      }
    }
  }

  WaveNetSpec spec() {
    return spec;
  }

  StepKernels kernels() {
    return kernels;
  }

  /** [kernelSize, width]: the only layer whose input is one number. */
  float[] startKernel() {
    return startKernel;
  }

  /** [width]. */
  float[] startBias() {
    return startBias;
  }

  /** [2 · pitchHarmonics, width]; null in a model without an oscillator. */
  float[] oscillatorKernel() {
    return oscillatorKernel;
  }

  /** [PitchPredictor.HINTS, width]; null in a model without past periods. */
  float[] periodsKernel() {
    return periodsKernel;
  }

  PackedMatrix skipStart() {
    return skipStart;
  }

  /** Sum of the biases of skip_start and of all skip_i, [skipWidth, padded]. */
  float[] skipBias() {
    return skipBias;
  }

  List<Layer> layers() {
    return layers;
  }

  PackedMatrix out1() {
    return out1;
  }

  PackedMatrix out1Condition() {
    return out1Condition;
  }

  PackedMatrix logits() {
    return logits;
  }

  /** [256, padded]. */
  float[] logitsBias() {
    return logitsBias;
  }
}
