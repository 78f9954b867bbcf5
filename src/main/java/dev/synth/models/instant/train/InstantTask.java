package dev.synth.models.instant.train;

import dev.synth.dataset.Note;
import dev.synth.kernel.Kernels;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.graph.InstantNetwork;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.Settings;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.Batches;
import dev.synth.train.data.NoteSplit;
import dev.synth.train.data.NoteStream;
import dev.synth.train.data.StreamPosition;
import dev.synth.train.optim.Optimizer;
import dev.synth.train.optim.PreparedTask;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Training of an instant autoencoder: encoder and decoder together, on analyses of notes. */
public final class InstantTask extends PreparedTask<ControlBatch, InstantNetwork> {
  /** Crops that are measured on. */
  static final int HELD_OUT_CROPS = 256;

  private final InstantSpec spec;
  private final TrainingPlan plan;
  private final NoteSplit notes;
  private final Consumer<String> problems;
  private final NoteAnalyses analyses;
  private final Optimizer<ControlBatch, InstantNetwork> optimizer;

  private InstantTask(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    super(plan, policy);
    this.spec = (InstantSpec) plan.spec();
    this.plan = plan;
    this.notes = notes;
    this.problems = problems;
    this.analyses = new NoteAnalyses(spec, problems);
    int batch = plan.batches().partCrops();
    if (!notes.heldOut().isEmpty()) {
      Batches<ControlBatch> crops =
          batches(notes.heldOut(), null, plan.seed() + 1, StreamPosition.START);
      keepHeldOut(crops, Math.max(1, HELD_OUT_CROPS / batch));
    }
    this.optimizer =
        new Optimizer<>(
            "",
            () ->
                InstantNetwork.create(
                    spec,
                    Kernels.choose(policy.threads(), plan.learning().precision()),
                    plan.seed()),
            policy.replicas(),
            plan.learning().averageDecay() > 0,
            plan.learning().initialShare());
  }

  /**
   * A task.
   *
   * @param plan whose spec is an {@link InstantSpec}
   * @param problems receives a sentence on each note that cannot be read and is skipped
   * @throws IOException if no note can be read
   */
  public static InstantTask of(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    return new InstantTask(plan, policy, notes, problems);
  }

  /** Refuses settings that have no meaning for this kind. */
  public static void check(TrainingPlan plan) {
    if (plan.learning().inputNoise() != 0) {
      throw Settings.refused(
          "input noise",
          "0 for an instant model, whose decoder does not predict from its own past",
          plan.learning().inputNoise());
    }
  }

  /** What it would take of memory. */
  public static MemoryEstimate memory(TrainingPlan plan, RunPolicy policy) {
    return InstantMemory.of(plan, policy);
  }

  private ControlBatches batches(
      List<Note> from, SiblingNotes siblings, long seed, StreamPosition start) {
    return new ControlBatches(
        spec,
        new NoteStream<>(from, analyses, problems, seed, start),
        new ControlBatches.Sizes(
            plan.batches().partCrops(), plan.batches().cropSamples() / spec.hopSamples()),
        siblings,
        threads());
  }

  @Override
  public Batches<ControlBatch> batches(StreamPosition from) {
    long seed = new SplittableRandom(plan.seed()).split().nextLong();
    SiblingNotes siblings = new SiblingNotes(notes.training(), analyses);
    return batches(notes.training(), siblings, seed, from);
  }

  @Override
  protected Optimizer<ControlBatch, InstantNetwork> optimizer() {
    return optimizer;
  }

  /** The forward pass, and twice that backward; a multiply-add is two operations. */
  @Override
  public double flopsPerSample() {
    return 3.0 * 2 * spec.parameterCount() / spec.hopSamples();
  }
}
