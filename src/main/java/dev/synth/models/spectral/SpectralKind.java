package dev.synth.models.spectral;

import dev.synth.generate.Precision;
import dev.synth.model.Capability;
import dev.synth.model.CheckpointTensor;
import dev.synth.model.Encoder;
import dev.synth.model.ModelSpec;
import dev.synth.model.Preset;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.models.spectral.train.SpectralTask;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.Task;
import dev.synth.train.TrainableKind;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.NoteSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** The spectral autoencoder as a kind of model. */
public final class SpectralKind implements TrainableKind {
  @Override
  public String name() {
    return SpectralSpec.KIND;
  }

  @Override
  public Class<SpectralSpec> specType() {
    return SpectralSpec.class;
  }

  @Override
  public List<Preset> presets() {
    return SpectralPresets.ALL;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.ENCODE, Capability.SYNTHESIZE);
  }

  @Override
  public boolean isInPyTorchOrder() {
    return true;
  }

  @Override
  public String describe(ModelSpec sizes) {
    SpectralSpec spec = (SpectralSpec) sizes;
    return String.format(
        Locale.ROOT,
        "  image: %d bins by %d spectra of %d samples every %d at %d Hz, padded to %d%n"
            + "  encoder: %d convolutions, width %d to %d; %d channels for every %.3g s%n"
            + "  decoder: %d convolutions, width %d to %d; conditioned on pitch; phases by %d"
            + " iterations",
        spec.rows(),
        spec.spectra(),
        spec.fftSamples(),
        spec.hopSamples(),
        spec.sampleRateHz(),
        spec.columns(),
        spec.encoderLayers().size(),
        spec.width(),
        spec.decoderLayers().get(0).out(),
        spec.latentChannels(),
        (double) spec.noteSamples() / spec.sampleRateHz(),
        spec.decoderLayers().size(),
        spec.decoderLayers().get(0).out(),
        spec.width(),
        spec.phaseIterations());
  }

  /**
   * The names that TF-Slim gave in Magenta's graph. Its kernels are [taps, taps, in, out], or
   * [taps, taps, out, in] of transposed convolutions; its batch normalization has no scale.
   */
  @Override
  public List<CheckpointTensor> checkpointTensors(ModelSpec sizes) {
    SpectralSpec spec = (SpectralSpec) sizes;
    List<CheckpointTensor> all = new ArrayList<>();
    for (SpectralLayer layer : spec.layers()) {
      int slash = layer.name().indexOf('/');
      String part = layer.name().substring(0, slash);
      String name = layer.name().substring(slash + 1);
      String scope = part + "/" + name + "_Layer/" + name + "/";
      all.add(new CheckpointTensor(layer.kernel(), scope + "weights", 3, 2, 0, 1));
      if (layer.isNormalized()) {
        all.add(new CheckpointTensor(layer.vector("beta"), scope + "BatchNorm/beta", 0));
        all.add(new CheckpointTensor(layer.vector("mean"), scope + "BatchNorm/moving_mean", 0));
        all.add(
            new CheckpointTensor(layer.vector("variance"), scope + "BatchNorm/moving_variance", 0));
      } else {
        all.add(new CheckpointTensor(layer.vector("biases"), scope + "biases", 0));
      }
    }
    all.add(
        new CheckpointTensor(spec.pitchTable(), "decoder/PitchEmbedding/embedding_weights", 1, 0));
    return all;
  }

  @Override
  public Encoder encoder(SavedModel model, int threads) {
    return SpectralEncoder.of(model, threads);
  }

  /** The precision of the weights is not for choice: most of the time goes into the phases. */
  @Override
  public Synthesizer synthesizer(SavedModel model, Precision precision) {
    return SpectralSynthesizer.of(model);
  }

  @Override
  public Task<?> task(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    return SpectralTask.of(plan, policy, notes, problems);
  }

  @Override
  public MemoryEstimate memory(TrainingPlan plan, RunPolicy policy) {
    return SpectralTask.memory(plan, policy);
  }

  @Override
  public void check(TrainingPlan plan) {
    SpectralTask.check(plan);
  }
}
