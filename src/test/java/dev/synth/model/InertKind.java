package dev.synth.model;

import java.util.List;
import java.util.Set;

/** A kind for tests whose models have one tensor and can do nothing. */
public final class InertKind implements ModelKind {
  /** One size. */
  record Spec(int sampleRateHz, int size) implements ModelSpec {
    @Override
    public String kind() {
      return "inert";
    }

    @Override
    public List<TensorShape> tensors() {
      return List.of(new TensorShape("only", size));
    }
  }

  @Override
  public String name() {
    return "inert";
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
    return "  " + ((Spec) spec).size() + " values that do nothing";
  }
}
