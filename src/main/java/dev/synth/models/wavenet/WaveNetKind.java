package dev.synth.models.wavenet;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.generate.Precision;
import dev.synth.model.Capability;
import dev.synth.model.CheckpointTensor;
import dev.synth.model.Encoder;
import dev.synth.model.LikelihoodScorer;
import dev.synth.model.ModelSpec;
import dev.synth.model.Preset;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.model.onnx.OnnxGraph;
import dev.synth.models.wavenet.onnx.WaveNetOnnx;
import dev.synth.models.wavenet.play.Generator;
import dev.synth.models.wavenet.train.WaveNetTask;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.Task;
import dev.synth.train.TrainableKind;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.NoteSplit;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The WaveNet autoencoder (Engel et al. 2017) as a kind of model. */
public final class WaveNetKind implements TrainableKind {
  @Override
  public String name() {
    return WaveNetSpec.KIND;
  }

  @Override
  public Class<WaveNetSpec> specType() {
    return WaveNetSpec.class;
  }

  @Override
  public List<Preset> presets() {
    return WaveNetPresets.ALL;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.ENCODE, Capability.SYNTHESIZE, Capability.SCORE_LIKELIHOOD);
  }

  /** Models of the first format that were made before these fields say nothing of them. */
  @Override
  public void upgrade(ObjectNode spec, int format) {
    if (format == 1) {
      spec.putIfAbsent("pitchHarmonics", IntNode.valueOf(0));
      spec.putIfAbsent("linearPrediction", BooleanNode.FALSE);
      spec.putIfAbsent("pastPeriods", IntNode.valueOf(0));
    }
  }

  @Override
  public String describe(ModelSpec sizes) {
    WaveNetSpec spec = (WaveNetSpec) sizes;
    return String.format(
        Locale.ROOT,
        "  decoder: %d layers, width %d, skip %d; receptive field %d samples%s%n"
            + "  encoder: %d layers, width %d; %d channels every %d samples at %d Hz",
        spec.layers(),
        spec.width(),
        spec.skipWidth(),
        spec.receptiveFieldSamples(),
        spec.isPitchConditioned() ? "; conditioned on pitch" : "",
        spec.encoderLayers(),
        spec.encoderWidth(),
        spec.latentChannels(),
        spec.hopSamples(),
        spec.sampleRateHz());
  }

  /** Names and shapes are Magenta's own. */
  @Override
  public List<CheckpointTensor> checkpointTensors(ModelSpec spec) {
    return spec.tensors().stream().map(CheckpointTensor::same).toList();
  }

  @Override
  public Map<String, OnnxGraph> onnx(SavedModel model) {
    return WaveNetOnnx.graphs(model);
  }

  @Override
  public Encoder encoder(SavedModel model, int threads) {
    return encoder(model, threads, Precision.FLOAT);
  }

  @Override
  public Encoder encoder(SavedModel model, int threads, Precision precision) {
    return WaveNetEncoder.of(model, threads, precision);
  }

  @Override
  public Synthesizer synthesizer(SavedModel model, Precision precision) {
    return Generator.of(model, precision);
  }

  @Override
  public LikelihoodScorer likelihoodScorer(SavedModel model, int threads) {
    return WaveNetScorer.of(model, threads);
  }

  @Override
  public Task<?> task(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    return WaveNetTask.of(plan, policy, notes, problems);
  }

  @Override
  public MemoryEstimate memory(TrainingPlan plan, RunPolicy policy) {
    return WaveNetTask.memory(plan, policy);
  }

  @Override
  public boolean mixesPrecision() {
    return true;
  }
}
