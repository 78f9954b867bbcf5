package dev.synth.train.optim;

import dev.synth.train.LearningPlan;
import dev.synth.train.Step;
import dev.synth.train.Task;
import java.util.List;
import java.util.Map;

/**
 * A task of one network, whose steps, vectors and model are those of one {@link Optimizer}.
 *
 * @param <B> a batch
 * @param <N> the network
 */
public abstract class NetworkTask<B, N extends Network<B>> implements Task<B> {
  /** What takes the steps; the same each time. */
  protected abstract Optimizer<B, N> optimizer();

  /** How the network learns. */
  protected abstract LearningPlan learning();

  @Override
  public Step step(List<B> parts, double learningRate, long before) {
    Step step =
        optimizer().step(parts, learningRate, learning().clipNorm(), Math.toIntExact(before));
    optimizer().average(learning().averageDecay(), before + 1);
    return step;
  }

  @Override
  public NamedVectors vectors() {
    return optimizer();
  }

  @Override
  public Map<String, float[]> model() {
    return optimizer().averaged();
  }

  @Override
  public void restore(Map<String, float[]> vectors, Map<String, float[]> model) {
    optimizer().put(vectors);
    optimizer().restoreAverage(model);
  }

  @Override
  public void start(Map<String, float[]> model) {
    optimizer().start(model);
  }

  @Override
  public boolean isFinite() {
    return optimizer().isFinite();
  }

  @Override
  public void close() {
    optimizer().close();
  }
}
