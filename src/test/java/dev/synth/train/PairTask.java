package dev.synth.train;

import dev.synth.model.TensorShape;
import dev.synth.train.data.Batches;
import dev.synth.train.data.NoteCrops;
import dev.synth.train.data.NoteSplit;
import dev.synth.train.data.StreamPosition;
import dev.synth.train.optim.NamedVectors;
import dev.synth.train.optim.Network;
import dev.synth.train.optim.Optimizer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The generator's weights go to the mean of a crop's first samples, the critic's to what is left
 * between the two: nothing of use, but each depends on the other, on the crops and on its moments.
 */
final class PairTask implements Task<float[]> {
  private final TrainingPlan plan;
  private final PairKind.Spec spec;
  private final NoteSplit notes;
  private final Consumer<String> problems;
  private final Optimizer<float[], Quadratic> generator;
  private final Optimizer<float[], Quadratic> critic;
  private int explosions;

  PairTask(TrainingPlan plan, NoteSplit notes, Consumer<String> problems) {
    this.plan = plan;
    this.spec = (PairKind.Spec) plan.spec();
    this.notes = notes;
    this.problems = problems;
    generator = optimizer("generator/", "generated/W", spec.size(), true);
    critic = optimizer("critic/", "judged/W", 2, false);
  }

  private Optimizer<float[], Quadratic> optimizer(
      String prefix, String tensor, int size, boolean averaging) {
    TensorShape shape = new TensorShape(tensor, 1, size);
    return new Optimizer<>(prefix, () -> new Quadratic(shape, plan.seed()), 1, averaging, 0);
  }

  /** Weights that the mean of (w - x)² draws to x, the batch's number. */
  private static final class Quadratic implements Network<float[]> {
    private final TensorShape shape;
    private final INDArray parameters;
    private final INDArray gradients;

    Quadratic(TensorShape shape, long seed) {
      this.shape = shape;
      parameters = Nd4j.create(1, shape.length());
      parameters.assign(1 + 0.1 * seed);
      gradients = Nd4j.create(1, shape.length());
    }

    @Override
    public List<TensorShape> shapes() {
      return List.of(shape);
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
    public void close() {}

    @Override
    public double loss(float[] batch) {
      double loss = 0;
      for (float x : batch) {
        INDArray off = parameters.sub(x);
        loss += off.mul(off).meanNumber().doubleValue() / batch.length;
      }
      return loss;
    }

    @Override
    public double computeGradients(float[] batch) {
      gradients.assign(0);
      for (float x : batch) {
        gradients.addi(parameters.sub(x).mul(2.0 / shape.length()));
      }
      return loss(batch);
    }

    @Override
    public int examples(float[] batch) {
      return batch.length;
    }

    double mean() {
      return parameters.meanNumber().doubleValue();
    }
  }

  @Override
  public Batches<float[]> batches(StreamPosition from) {
    NoteCrops crops =
        new NoteCrops(
            notes.training(), problems, 16_000, plan.batches().cropSamples(), plan.seed(), from);
    return new Batches<>() {
      @Override
      public float[] next() throws IOException {
        float[] batch = new float[plan.batches().partCrops()];
        for (int i = 0; i < batch.length; i++) {
          batch[i] = crops.next().cut()[0];
        }
        return batch;
      }

      @Override
      public StreamPosition position() {
        return crops.position();
      }
    };
  }

  @Override
  public Step step(List<float[]> parts, double learningRate, long before) {
    int iteration = Math.toIntExact(before);
    float judged = (float) critic.network().mean();
    critic.step(
        List.of(new float[] {(float) generator.network().mean() - parts.get(0)[0]}),
        learningRate,
        0,
        iteration);
    List<float[]> pulled =
        parts.stream().map(part -> new float[] {part[0] - 0.1f * judged}).toList();
    Step step = generator.step(pulled, learningRate, plan.learning().clipNorm(), iteration);
    generator.average(plan.learning().averageDecay(), before + 1);
    boolean explodes = before + 1 == spec.explodesAfter() && explosions++ < spec.explosions();
    return new Step(
        explodes ? Double.NaN : step.loss(),
        step.gradientNorm(),
        Map.of("criticMean", critic.network().mean()));
  }

  @Override
  public Measurement measure() {
    double mean = generator.averaged(Quadratic::mean);
    return new Measurement(Math.abs(mean), Map.of("mean", mean));
  }

  @Override
  public LossUnit unit() {
    return LossUnit.NONE;
  }

  @Override
  public Baselines baselines() {
    return Baselines.NONE;
  }

  @Override
  public double flopsPerSample() {
    return 1;
  }

  @Override
  public NamedVectors vectors() {
    return NamedVectors.of(List.of(generator, critic));
  }

  @Override
  public Map<String, float[]> model() {
    return new LinkedHashMap<>(generator.averaged());
  }

  @Override
  public void restore(Map<String, float[]> vectors, Map<String, float[]> model) {
    vectors().put(vectors);
    generator.restoreAverage(model);
  }

  @Override
  public void start(Map<String, float[]> model) {
    generator.start(model);
  }

  @Override
  public boolean isFinite() {
    return generator.isFinite() && critic.isFinite();
  }

  @Override
  public void close() {
    generator.close();
    critic.close();
  }
}
