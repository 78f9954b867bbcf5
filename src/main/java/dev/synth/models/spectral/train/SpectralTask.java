package dev.synth.models.spectral.train;

import dev.synth.dataset.Note;
import dev.synth.kernel.ElementType;
import dev.synth.model.TensorShape;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.models.spectral.SpectrogramBatch;
import dev.synth.models.spectral.graph.SpectralNetwork;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Training of a spectral autoencoder on the images of notes. */
public final class SpectralTask extends PreparedTask<SpectrogramBatch, SpectralNetwork> {
  /** Images that are measured on. */
  static final int HELD_OUT_IMAGES = 64;

  /** Decay of Adam's first moments, as in the paper. */
  private static final double FIRST_DECAY = 0.5;

  private final SpectralSpec spec;
  private final TrainingPlan plan;
  private final NoteSplit notes;
  private final Consumer<String> problems;
  private final NoteImages.Loader loader;
  private final Optimizer<SpectrogramBatch, SpectralNetwork> optimizer;

  private SpectralTask(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    super(plan, policy);
    this.spec = (SpectralSpec) plan.spec();
    this.plan = plan;
    this.notes = notes;
    this.problems = problems;
    this.loader = new NoteImages.Loader(spec);
    int batch = plan.batches().partCrops();
    if (!notes.heldOut().isEmpty()) {
      Batches<SpectrogramBatch> images =
          batches(notes.heldOut(), plan.seed() + 1, StreamPosition.START);
      int most = Math.min(HELD_OUT_IMAGES, notes.heldOut().size());
      keepHeldOut(images, Math.max(1, most / batch));
    }
    this.optimizer =
        new Optimizer<>(
            "",
            () -> SpectralNetwork.create(spec, ElementType.FLOAT, policy.threads(), plan.seed()),
            policy.replicas(),
            plan.learning().averageDecay() > 0,
            plan.learning().initialShare(),
            FIRST_DECAY);
  }

  /**
   * A task.
   *
   * @param plan whose spec is a {@link SpectralSpec}
   * @param problems receives a sentence on each note that cannot be read and is skipped
   * @throws IOException if no note can be read
   */
  public static SpectralTask of(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    return new SpectralTask(plan, policy, notes, problems);
  }

  /** Refuses settings that have no meaning for this kind. */
  public static void check(TrainingPlan plan) {
    if (plan.learning().inputNoise() != 0) {
      throw Settings.refused(
          "input noise",
          "0 for a spectral model, whose decoder does not predict from its own past",
          plan.learning().inputNoise());
    }
    int crop = ((SpectralSpec) plan.spec()).noteSamples();
    if (plan.batches().cropSamples() != crop) {
      throw Settings.refused(
          "crop", crop + ", the samples of this model's images", plan.batches().cropSamples());
    }
  }

  /** What it would take of memory. */
  public static MemoryEstimate memory(TrainingPlan plan, RunPolicy policy) {
    return SpectralMemory.of(plan, policy);
  }

  private Batches<SpectrogramBatch> batches(List<Note> from, long seed, StreamPosition start) {
    return new ImageBatches(
        spec,
        new NoteStream<>(from, loader, problems, seed, start),
        plan.batches().partCrops(),
        threads());
  }

  @Override
  public Batches<SpectrogramBatch> batches(StreamPosition from) {
    long seed = new SplittableRandom(plan.seed()).split().nextLong();
    return batches(notes.training(), seed, from);
  }

  @Override
  protected Optimizer<SpectrogramBatch, SpectralNetwork> optimizer() {
    return optimizer;
  }

  /** The forward pass, and twice that backward; a multiply-add is two operations. */
  @Override
  public double flopsPerSample() {
    return 3.0 * 2 * spec.multiplyAdds() / spec.noteSamples();
  }

  /** The network has scales of 1, besides, which a model has not. */
  @Override
  public Map<String, float[]> model() {
    Map<String, float[]> model = super.model();
    model
        .keySet()
        .retainAll(spec.tensors().stream().map(TensorShape::name).collect(Collectors.toSet()));
    return model;
  }

  private Map<String, float[]> withScales(Map<String, float[]> model) {
    Map<String, float[]> all = new LinkedHashMap<>(model);
    for (TensorShape shape : optimizer.network().shapes()) {
      if (!all.containsKey(shape.name())) {
        float[] ones = new float[shape.length()];
        Arrays.fill(ones, 1);
        all.put(shape.name(), ones);
      }
    }
    return all;
  }

  @Override
  public void restore(Map<String, float[]> vectors, Map<String, float[]> model) {
    super.restore(vectors, withScales(model));
  }

  @Override
  public void start(Map<String, float[]> model) {
    super.start(withScales(model));
  }
}
