package dev.synth.models.wavenet.train;

import dev.synth.dataset.Note;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.WaveNetGraph;
import dev.synth.models.wavenet.graph.WaveNetGraph.Score;
import dev.synth.train.Baselines;
import dev.synth.train.LearningPlan;
import dev.synth.train.LossUnit;
import dev.synth.train.Measurement;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.Batches;
import dev.synth.train.data.NoteSplit;
import dev.synth.train.data.StreamPosition;
import dev.synth.train.optim.NetworkTask;
import dev.synth.train.optim.Optimizer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Training of a WaveNet autoencoder: encoder and decoder as one network, by cross-entropy. */
public final class WaveNetTask extends NetworkTask<CodeBatch, WaveNetGraph> {
  private final WaveNetSpec spec;
  private final TrainingPlan plan;
  private final NoteSplit notes;
  private final Consumer<String> problems;
  private final HeldOut heldOut;
  private final Optimizer<CodeBatch, WaveNetGraph> optimizer;

  private WaveNetTask(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    this.spec = (WaveNetSpec) plan.spec();
    this.plan = plan;
    this.notes = notes;
    this.problems = problems;
    boolean measured = !notes.heldOut().isEmpty();
    List<Note> from = measured ? notes.heldOut() : notes.training();
    this.heldOut =
        new HeldOut(
            spec,
            batches(from, 0, plan.seed() + 1, StreamPosition.START),
            plan.batches().partCrops(),
            measured);
    this.optimizer =
        new Optimizer<>(
            "",
            () ->
                WaveNetGraph.forTraining(
                    spec,
                    policy.threads(),
                    plan.learning().precision(),
                    plan.seed(),
                    policy.recompute()),
            policy.replicas(),
            plan.learning().averageDecay() > 0,
            plan.learning().initialShare());
  }

  /**
   * A task.
   *
   * @param plan whose spec is a {@link WaveNetSpec}
   * @param problems receives a sentence on each note that cannot be read and is skipped
   * @throws IOException if no note can be read
   */
  public static WaveNetTask of(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    return new WaveNetTask(plan, policy, notes, problems);
  }

  /** What it would take of memory. */
  public static MemoryEstimate memory(TrainingPlan plan, RunPolicy policy) {
    return WaveNetMemory.of(plan, policy);
  }

  private CodeBatches batches(List<Note> from, double inputNoise, long seed, StreamPosition start) {
    return new CodeBatches(
        spec,
        from,
        problems,
        plan.batches().partCrops(),
        plan.batches().cropSamples(),
        inputNoise,
        seed,
        start);
  }

  @Override
  public Batches<CodeBatch> batches(StreamPosition from) {
    long seed = new SplittableRandom(plan.seed()).split().nextLong();
    return batches(notes.training(), plan.learning().inputNoise(), seed, from);
  }

  @Override
  protected Optimizer<CodeBatch, WaveNetGraph> optimizer() {
    return optimizer;
  }

  @Override
  protected LearningPlan learning() {
    return plan.learning();
  }

  @Override
  public Measurement measure() {
    Score score =
        heldOut.isMeasured()
            ? optimizer.averaged(heldOut::measure)
            : new Score(Double.NaN, Double.NaN);
    return new Measurement(score.nats(), Map.of("accuracy", score.accuracy()));
  }

  @Override
  public LossUnit unit() {
    return LossUnit.NATS;
  }

  @Override
  public Baselines baselines() {
    return new Baselines(Math.log(WaveNetSpec.CODES), heldOut.entropyNats());
  }

  /** The forward pass, and twice that backward; a multiply-add is two operations. */
  @Override
  public double flopsPerSample() {
    return 3 * 2 * spec.multiplyAddsPerSample();
  }
}
