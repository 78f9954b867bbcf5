package dev.synth.models.classifier.graph;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.nd4j.Nd4jBackend;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import dev.synth.model.TensorShape;
import dev.synth.model.classes.Question;
import dev.synth.models.classifier.ClassifierSpec;
import dev.synth.models.classifier.HarmonicStack;
import dev.synth.models.classifier.HeardNote;
import dev.synth.models.classifier.Likelihoods;
import dev.synth.models.classifier.NoteBatch;
import dev.synth.models.classifier.TimbreInputs;
import dev.synth.nn.InitialValues;
import dev.synth.nn.LayerGraph;
import dev.synth.train.optim.Network;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Both networks of a classifier, of Deeplearning4j's own layers, with one vector of parameters. The
 * losses are not Deeplearning4j's, which has none that leaves out the questions whose answers are
 * absent: their gradients are given to its graphs from outside.
 */
public final class ClassifierNetwork implements Network<NoteBatch> {
  private final ClassifierSpec spec;
  private final DataType type;
  private final List<TensorShape> shapes = new ArrayList<>();
  private final INDArray parameters;
  private final INDArray gradients;
  private final LayerGraph pitch;
  private final LayerGraph timbre;

  private ClassifierNetwork(ClassifierSpec spec, ElementType element, int threads) {
    Nd4jBackend.start(threads);
    this.spec = spec;
    this.type = Nd4jMatrix.dataType(element);
    shapes.addAll(spec.pitchTensors());
    long first = length(shapes);
    shapes.addAll(spec.timbreTensors());
    long all = length(shapes);
    parameters = Nd4j.create(type, 1, all);
    gradients = Nd4j.create(type, 1, all);
    pitch = graph(ClassifierGraphs.pitch(spec, type), 0, first);
    timbre = graph(ClassifierGraphs.timbre(spec, type), first, all);
  }

  private static long length(List<TensorShape> shapes) {
    return shapes.stream().mapToLong(TensorShape::length).sum();
  }

  private LayerGraph graph(ComputationGraphConfiguration configuration, long from, long to) {
    return new LayerGraph(configuration, slice(parameters, from, to), slice(gradients, from, to));
  }

  private static INDArray slice(INDArray vector, long from, long to) {
    return vector.get(NDArrayIndex.point(0), NDArrayIndex.interval(from, to)).reshape(1, to - from);
  }

  /**
   * Networks with initial weights.
   *
   * @param element doubles for gradient checks
   * @param threads that compute
   */
  public static ClassifierNetwork create(
      ClassifierSpec spec, ElementType element, int threads, long seed) {
    ClassifierNetwork network = new ClassifierNetwork(spec, element, threads);
    for (TensorShape shape : network.shapes) {
      int fanIn = shape.isBias() ? 1 : shape.length() / shape.dimensions()[0];
      network.setTensor(shape.name(), InitialValues.of(shape, fanIn, seed));
    }
    return network;
  }

  /** Networks with a model's weights. */
  public static ClassifierNetwork of(
      ClassifierSpec spec, Map<String, float[]> tensors, int threads) {
    ClassifierNetwork network = new ClassifierNetwork(spec, ElementType.FLOAT, threads);
    for (TensorShape shape : network.shapes) {
      network.setTensor(shape.name(), tensors.get(shape.name()));
    }
    return network;
  }

  @Override
  public List<TensorShape> shapes() {
    return shapes;
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
  public int examples(NoteBatch batch) {
    return batch.notes();
  }

  /**
   * The outputs for notes of which nothing is known: the pitch first, and the rest at the likeliest
   * one. Changes nothing.
   *
   * @return for each question [notes, answers]
   */
  public Map<Question, double[]> judge(List<HeardNote> notes) {
    return hear(notes).outputs();
  }

  /**
   * What is made of notes.
   *
   * @param outputs for each question [notes, answers]
   * @param features [notes, hidden units] of the network that judges all but the pitch, before its
   *     answers
   */
  public record Heard(Map<Question, double[]> outputs, double[] features) {}

  /** As {@link #judge}, and the features. */
  public Heard hear(List<HeardNote> notes) {
    NoteBatch batch = NoteBatch.of(spec, notes.size());
    for (int n = 0; n < notes.size(); n++) {
      batch.put(notes.get(n), n, 0);
    }
    Map<Question, double[]> outputs = new EnumMap<>(Question.class);
    double[] pitches = pitches(batch, false);
    outputs.put(Question.PITCH, pitches);
    for (int n = 0; n < notes.size(); n++) {
      int from = n * Question.PITCHES;
      batch.putPitch(notes.get(n), n, Likelihoods.largest(pitches, from, Question.PITCHES));
    }
    List<double[]> made = timbreValues(batch, false, "answers", "hidden");
    outputs.putAll(timbre(made.get(0), notes.size()));
    return new Heard(outputs, made.get(1));
  }

  /** The outputs for each question, [notes, answers]; changes nothing. */
  Map<Question, double[]> outputs(NoteBatch batch) {
    return outputs(batch, false);
  }

  private Map<Question, double[]> outputs(NoteBatch batch, boolean training) {
    Map<Question, double[]> outputs = new EnumMap<>(Question.class);
    outputs.put(Question.PITCH, pitches(batch, training));
    outputs.putAll(timbre(timbreValues(batch, training, "answers").get(0), batch.notes()));
    return outputs;
  }

  private double[] pitches(NoteBatch batch, boolean training) {
    int notes = batch.notes();
    return pitch.forward(
        training, input(batch.stacks(), notes, HarmonicStack.CHANNELS, HarmonicStack.PLACES, 1));
  }

  private static LayerGraph.Input input(float[] values, long... shape) {
    return new LayerGraph.Input(values, shape);
  }

  /** Values of layers of the network that judges the rest. */
  private List<double[]> timbreValues(NoteBatch batch, boolean training, String... layers) {
    int notes = batch.notes();
    return timbre.forward(
        training,
        List.of(layers),
        input(batch.mels(), notes, 1, spec.frames(), spec.melBands()),
        input(batch.more(), notes, TimbreInputs.COUNT),
        input(batch.masks(), notes, spec.joined()));
  }

  private static Map<Question, double[]> timbre(double[] made, int notes) {
    int all = ClassifierSpec.timbreAnswers();
    Map<Question, double[]> outputs = new EnumMap<>(Question.class);
    int column = 0;
    for (Question question : ClassifierSpec.timbreQuestions()) {
      int answers = question.answers();
      double[] values = new double[notes * answers];
      for (int n = 0; n < notes; n++) {
        System.arraycopy(made, n * all + column, values, n * answers, answers);
      }
      outputs.put(question, values);
      column += answers;
    }
    return outputs;
  }

  /** The mean loss over the notes; changes nothing. */
  @Override
  public double loss(NoteBatch batch) {
    return loss(batch, outputs(batch), null);
  }

  @Override
  public double computeGradients(NoteBatch batch) {
    Map<Question, double[]> outputs = outputs(batch, true);
    Map<Question, double[]> slopes = new EnumMap<>(Question.class);
    outputs.forEach((question, values) -> slopes.put(question, new double[values.length]));
    double loss = loss(batch, outputs, slopes);
    int notes = batch.notes();
    pitch.backward(slopes.get(Question.PITCH), notes, 1, Question.PITCHES, 1);
    int all = ClassifierSpec.timbreAnswers();
    double[] rest = new double[notes * all];
    int column = 0;
    for (Question question : ClassifierSpec.timbreQuestions()) {
      int answers = question.answers();
      for (int n = 0; n < notes; n++) {
        System.arraycopy(slopes.get(question), n * answers, rest, n * all + column, answers);
      }
      column += answers;
    }
    timbre.backward(rest, notes, all);
    return loss;
  }

  /** The mean over the notes; slopes are of the sum. */
  private static double loss(
      NoteBatch batch, Map<Question, double[]> outputs, Map<Question, double[]> slopes) {
    double sum = 0;
    for (Question question : Question.values()) {
      for (int n = 0; n < batch.notes(); n++) {
        if (batch.labels().has(question, n)) {
          sum +=
              question.weight()
                  * Likelihoods.loss(
                      question,
                      outputs.get(question),
                      n * question.answers(),
                      1,
                      batch.labels(),
                      n,
                      question.weight(),
                      slopes == null ? null : slopes.get(question));
        }
      }
    }
    return sum / batch.notes();
  }

  /** The values of a tensor, in C order. */
  public float[] tensor(String name) {
    return place(name).dup().data().asFloat();
  }

  /** Sets a tensor, in C order. */
  public void setTensor(String name, float[] values) {
    place(name).assign(Nd4j.createFromArray(values).castTo(type));
  }

  private INDArray place(String name) {
    long from = 0;
    for (TensorShape shape : shapes) {
      if (shape.name().equals(name)) {
        return parameters
            .reshape(parameters.length())
            .get(NDArrayIndex.interval(from, from + shape.length()));
      }
      from += shape.length();
    }
    throw new IllegalArgumentException("no tensor named " + name);
  }

  @Override
  public void close() {
    pitch.close();
    timbre.close();
    parameters.close();
    gradients.close();
  }
}
