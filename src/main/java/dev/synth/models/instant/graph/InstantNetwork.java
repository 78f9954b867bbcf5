package dev.synth.models.instant.graph;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import dev.synth.model.TensorShape;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.LevelEnvelope;
import dev.synth.models.instant.StackShape;
import dev.synth.models.instant.train.ControlBatch;
import dev.synth.nn.OpsVertex;
import dev.synth.nn.OpsVertexConf;
import dev.synth.train.optim.Network;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;

/** Encoder and decoder as one network, trained on weighted squared errors of controls. */
public final class InstantNetwork implements Network<ControlBatch> {
  private static final int MEL_BANDS = 64;

  /** What the mel spectrum's distance counts against that of the values. */
  private static final double BAND_WEIGHT = 1;

  /** Errors of tunings up to here, 2 cents, are squared. */
  private static final double TUNING_UNSURE = 0.04;

  private final InstantSpec spec;
  private final Ops ops;
  private final BandLoss bandLoss;
  private final LevelEnvelope envelope;
  private final INDArray parameters;
  private final INDArray gradients;
  private final ResidualStack encoder;
  private final ResidualStack decoder;
  private Matrix inputs;
  private Matrix pitches;
  private Matrix conditions;
  private Matrix difference;

  private InstantNetwork(InstantSpec spec, Ops ops, long seed) {
    this.spec = spec;
    this.ops = ops;
    this.bandLoss = new BandLoss(spec, MEL_BANDS);
    this.envelope = new LevelEnvelope(spec);
    DataType type = Nd4jMatrix.dataType(ops.type());
    parameters = Nd4j.create(type, 1, spec.parameterCount());
    gradients = Nd4j.create(type, 1, spec.parameterCount());
    long encoderLength =
        spec.encoderStack().tensors().stream().mapToLong(TensorShape::length).sum();
    encoder = stack(spec.encoderStack(), 0, encoderLength, seed);
    decoder = stack(spec.decoderStack(), encoderLength, spec.parameterCount(), seed);
  }

  private ResidualStack stack(StackShape shape, long from, long to, long seed) {
    OpsVertexConf conf = new OpsVertexConf(ResidualStack.blueprint(shape), ops, new NoOp(), seed);
    INDArray slice = slice(parameters, from, to);
    ResidualStack stack =
        (ResidualStack) conf.instantiate(null, shape.name(), 0, slice, true, parameters.dataType());
    stack.setBackpropGradientsViewArray(slice(gradients, from, to));
    return stack;
  }

  private static INDArray slice(INDArray vector, long from, long to) {
    return vector.get(NDArrayIndex.point(0), NDArrayIndex.interval(from, to)).reshape(1, to - from);
  }

  /**
   * A network with initial weights.
   *
   * @param ops the arithmetic, on doubles for gradient checks; {@link #close} ends it
   */
  public static InstantNetwork create(InstantSpec spec, Ops ops, long seed) {
    return new InstantNetwork(spec, ops, seed);
  }

  @Override
  public List<TensorShape> shapes() {
    return spec.tensors();
  }

  @Override
  public INDArray parameters() {
    return parameters;
  }

  @Override
  public INDArray gradients() {
    return gradients;
  }

  @Override
  public int examples(ControlBatch batch) {
    return batch.batch();
  }

  /** What the decoder tells of the batch, [frames · batch, values]; changes nothing. */
  public double[] values(ControlBatch batch) {
    return values(batch, forward(batch, true));
  }

  private double[] values(ControlBatch batch, Matrix outputs) {
    double[] made = download(outputs);
    double[] values = new double[batch.targets().length];
    crops(batch)
        .forEach(
            b -> envelope.write(made, b, batch.batch(), batch.frames(), batch.midi()[b], values));
    return values;
  }

  private static IntStream crops(ControlBatch batch) {
    return IntStream.range(0, batch.batch()).parallel();
  }

  private double[] download(Matrix matrix) {
    double[] values = new double[Math.toIntExact(matrix.length())];
    ops.download(matrix, values);
    return values;
  }

  /** The mean loss over the crops; changes nothing. */
  @Override
  public double loss(ControlBatch batch) {
    return loss(batch, values(batch), null);
  }

  private Matrix forward(ControlBatch batch, boolean training) {
    int rows = batch.batch() * batch.frames();
    inputs = sized(inputs, rows, spec.encoderStack().inputs());
    pitches = sized(pitches, rows, spec.encoderStack().conditions());
    conditions = sized(conditions, rows, spec.decoderStack().conditions());
    ops.upload(batch.inputs(), inputs);
    ops.upload(batch.pitches(), pitches);
    ops.upload(batch.conditions(), conditions);
    Matrix learned = encoder.forward(inputs, pitches, batch.batch(), training);
    return decoder.forward(learned, conditions, batch.batch(), training);
  }

  private Matrix sized(Matrix matrix, int rows, int columns) {
    if (matrix != null && matrix.rows() == rows && matrix.columns() == columns) {
      return matrix;
    }
    if (matrix != null) {
      matrix.close();
    }
    return ops.allocate(rows, columns);
  }

  @Override
  public double computeGradients(ControlBatch batch) {
    Matrix out = forward(batch, true);
    double[] slopes = new double[batch.targets().length];
    double loss = loss(batch, values(batch, out), slopes);
    double[] outSlopes = new double[Math.toIntExact(out.length())];
    crops(batch)
        .forEach(
            b ->
                envelope.writeSlopes(
                    slopes, b, batch.batch(), batch.frames(), batch.midi()[b], outSlopes));
    difference = sized(difference, out.rows(), out.columns());
    ops.upload(outSlopes, difference);
    encoder.backward(decoder.backward(difference));
    decoder.storeGradients();
    encoder.storeGradients();
    return loss;
  }

  /** The mean over the crops, which are computed side by side; slopes are of the sum. */
  private double loss(ControlBatch batch, double[] values, double[] slopes) {
    double[] losses = new double[batch.batch()];
    crops(batch).forEach(b -> losses[b] = cropLoss(batch, b, values, slopes));
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum / losses.length;
  }

  /**
   * Of a crop Σ w · (value − target)² / Σ w and the distance of its mel spectrum. Of the tunings,
   * most of which are 0 and some large, the absolute error counts, so that what is not known
   * becomes the likeliest, 0, and not a mean that no partial has.
   *
   * <p>The level is not taken out of the values, as it is when they are played: one value that
   * outweighs all others would then be tied to the errors of all, and learn nothing else.
   */
  private double cropLoss(ControlBatch batch, int b, double[] values, double[] slopes) {
    int columns = spec.valuesPerFrame();
    int levels = columns - spec.ownTunings();
    double sum = 0;
    double squares = 0;
    for (int f = batch.first()[b]; f < batch.end()[b]; f++) {
      int row = (f * batch.batch() + b) * columns;
      for (int c = 0; c < columns; c++) {
        double error = values[row + c] - batch.targets()[row + c];
        sum += batch.weights()[row + c];
        squares += batch.weights()[row + c] * (c < levels ? error * error : absolute(error));
      }
    }
    double scale = sum > 0 ? 1 / sum : 0;
    for (int f = batch.first()[b]; slopes != null && f < batch.end()[b]; f++) {
      int row = (f * batch.batch() + b) * columns;
      for (int c = 0; c < columns; c++) {
        double error = values[row + c] - batch.targets()[row + c];
        double slope =
            c < levels ? error : Math.max(-TUNING_UNSURE, Math.min(TUNING_UNSURE, error));
        slopes[row + c] = 2 * scale * batch.weights()[row + c] * slope;
      }
    }
    double bands =
        bandLoss.add(
            values,
            batch.targets(),
            batch.levelDb(),
            new BandLoss.Rows(batch.first()[b], batch.end()[b], b, batch.batch()),
            new BandLoss.Sound(batch.midi()[b], batch.topHz()[b]),
            BAND_WEIGHT,
            slopes);
    return scale * squares + BAND_WEIGHT * bands;
  }

  /** The square of a small error, a multiple of a larger one (Huber 1964). */
  private static double absolute(double error) {
    double size = Math.abs(error);
    return size < TUNING_UNSURE ? size * size : TUNING_UNSURE * (2 * size - TUNING_UNSURE);
  }

  /** The values of a tensor, in C order. */
  public float[] tensor(String name) {
    return stack(name).tensor(name);
  }

  /** Sets a tensor, in C order. */
  public void setTensor(String name, float[] values) {
    stack(name).setTensor(name, values);
  }

  private OpsVertex stack(String name) {
    return spec.isOfEncoder(name) ? encoder : decoder;
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
    for (Matrix matrix : new Matrix[] {inputs, pitches, conditions, difference}) {
      if (matrix != null) {
        matrix.close();
      }
    }
    ops.close();
  }
}
