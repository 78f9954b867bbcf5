package dev.synth.train.optim;

import dev.synth.train.Baselines;
import dev.synth.train.LearningPlan;
import dev.synth.train.LossUnit;
import dev.synth.train.Measurement;
import dev.synth.train.RunPolicy;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.Batches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A task of one network whose batches are prepared on several threads, and whose loss has no unit.
 * Unless it measures otherwise, it keeps some batches of held-out notes for that.
 *
 * @param <B> a batch
 * @param <N> the network
 */
public abstract class PreparedTask<B, N extends Network<B>> extends NetworkTask<B, N> {
  private final LearningPlan learning;
  private final ExecutorService threads;
  private final List<B> heldOut = new ArrayList<>();

  /** A task with as many threads for its batches as compute. */
  protected PreparedTask(TrainingPlan plan, RunPolicy policy) {
    this.learning = plan.learning();
    this.threads =
        Executors.newFixedThreadPool(
            policy.threads(),
            work -> {
              Thread thread = new Thread(work, "synth-prepare");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The threads that prepare batches. */
  protected final ExecutorService threads() {
    return threads;
  }

  /** Keeps {@code count} batches of held-out notes to measure on. */
  protected final void keepHeldOut(Batches<B> batches, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      heldOut.add(batches.next());
    }
  }

  @Override
  protected final LearningPlan learning() {
    return learning;
  }

  @Override
  public Measurement measure() {
    double loss = heldOut.isEmpty() ? Double.NaN : optimizer().averaged(this::meanLoss);
    return new Measurement(loss, Map.of());
  }

  private double meanLoss(N network) {
    double sum = 0;
    for (B batch : heldOut) {
      sum += network.loss(batch);
    }
    return sum / heldOut.size();
  }

  @Override
  public final LossUnit unit() {
    return LossUnit.NONE;
  }

  @Override
  public final Baselines baselines() {
    return Baselines.NONE;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    super.close();
  }
}
