package dev.synth.train;

import dev.synth.model.Capability;
import dev.synth.model.ModelSpec;
import dev.synth.model.Preset;
import dev.synth.model.TensorShape;
import dev.synth.train.data.NoteSplit;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A kind for tests whose training has two networks and two optimisers, as a GAN's does: a
 * generator, which is the model, and a critic, which only training knows.
 */
public final class PairKind implements TrainableKind {
  /**
   * Its sizes, and what goes wrong.
   *
   * @param size weights of the generator
   * @param explodesAfter steps after which the loss is no number
   * @param explosions how often that happens
   */
  record Spec(int sampleRateHz, int size, int explodesAfter, int explosions) implements ModelSpec {
    @Override
    public String kind() {
      return "pair";
    }

    @Override
    public List<TensorShape> tensors() {
      return List.of(new TensorShape("generated/W", 1, size));
    }
  }

  @Override
  public String name() {
    return "pair";
  }

  @Override
  public Class<Spec> specType() {
    return Spec.class;
  }

  @Override
  public List<Preset> presets() {
    return List.of();
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public String describe(ModelSpec spec) {
    return "  " + ((Spec) spec).size() + " weights";
  }

  @Override
  public Task<?> task(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems) {
    return new PairTask(plan, notes, problems);
  }

  @Override
  public MemoryEstimate memory(TrainingPlan plan, RunPolicy policy) {
    return new MemoryEstimate(1, 1, MemoryEstimate.PROGRAM_BYTES);
  }
}
