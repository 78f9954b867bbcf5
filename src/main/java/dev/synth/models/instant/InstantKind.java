package dev.synth.models.instant;

import dev.synth.generate.Precision;
import dev.synth.latent.Embedding;
import dev.synth.model.Capability;
import dev.synth.model.Encoder;
import dev.synth.model.ModelSpec;
import dev.synth.model.Preset;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.model.TensorShape;
import dev.synth.models.instant.train.InstantTask;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.Task;
import dev.synth.train.TrainableKind;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.NoteSplit;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** The instant autoencoder, of partials and noise, as a kind of model. */
public final class InstantKind implements TrainableKind {
  @Override
  public String name() {
    return InstantSpec.KIND;
  }

  @Override
  public Class<InstantSpec> specType() {
    return InstantSpec.class;
  }

  @Override
  public List<Preset> presets() {
    return InstantPresets.ALL;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.ENCODE, Capability.SYNTHESIZE);
  }

  @Override
  public String describe(ModelSpec sizes) {
    InstantSpec spec = (InstantSpec) sizes;
    return String.format(
        Locale.ROOT,
        "  decoder: %d layers, width %d; %d partials and %d noise bands every %d ms at %d Hz;"
            + " conditioned on pitch%n"
            + "  encoder: %d layers, width %d; %d channels every %d samples at %d Hz",
        spec.layers(),
        spec.width(),
        spec.partials(),
        spec.noiseBands(),
        1000 * spec.pointSamples() / spec.sampleRateHz(),
        spec.sampleRateHz(),
        spec.encoderLayers(),
        spec.encoderWidth(),
        spec.latentChannels(),
        InstantSpec.ENCODER_HOP_SAMPLES,
        InstantSpec.ENCODER_RATE_HZ);
  }

  @Override
  public List<TensorShape> pageTensors(ModelSpec spec) {
    return ((InstantSpec) spec).decoderStack().tensors();
  }

  @Override
  public float[] frameLevelsDb(Embedding embedding) {
    return MeasuredChannels.levelDb(embedding);
  }

  @Override
  public Encoder encoder(SavedModel model, int threads) {
    return InstantEncoder.of(model);
  }

  /** The precision of the weights is not for choice: products are a small part of the work. */
  @Override
  public Synthesizer synthesizer(SavedModel model, Precision precision) {
    return InstantSynthesizer.of(model);
  }

  @Override
  public Task<?> task(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    return InstantTask.of(plan, policy, notes, problems);
  }

  @Override
  public MemoryEstimate memory(TrainingPlan plan, RunPolicy policy) {
    return InstantTask.memory(plan, policy);
  }

  @Override
  public void check(TrainingPlan plan) {
    InstantTask.check(plan);
  }

  @Override
  public boolean mixesPrecision() {
    return true;
  }
}
