package dev.synth.models.wavenet.play;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.kernel.Kernels;
import dev.synth.latent.Embedding;
import dev.synth.model.Preset;
import dev.synth.model.Provenance;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetKind;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.WaveNetGraph;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/** The generator's teacher-forced logits are the training graph's, for more than one field. */
class ParityTest {
  private static final long SEED = 11;

  /** The preset with its own depth, dilations and hop, but few channels. */
  private static WaveNetSpec narrow(WaveNetSpec s, int pitchChannels) {
    return new WaveNetSpec(
        s.sampleRateHz(),
        8,
        s.encoderLayers(),
        s.latentChannels(),
        s.hopSamples(),
        12,
        20,
        s.layers(),
        s.layersPerStage(),
        s.kernelSize(),
        pitchChannels,
        pitchChannels,
        pitchChannels > 0,
        pitchChannels);
  }

  static Stream<Arguments> cases() {
    return new WaveNetKind()
        .presets().stream()
            .flatMap(
                preset ->
                    Stream.of(0, 3).map(pitchChannels -> Arguments.of(preset, pitchChannels)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void generatorEqualsTrainingGraph(Preset preset, int pitchChannels) {
    WaveNetSpec spec = narrow((WaveNetSpec) preset.spec(), pitchChannels);
    WaveNetGraph graph = WaveNetGraph.create(spec, Kernels.choose(2), new NoOp(), SEED);
    Map<String, float[]> tensors = graph.tensors();
    Random random = new Random(SEED);
    for (float[] tensor : tensors.values()) {
      for (int i = 0; i < tensor.length; i++) {
        tensor[i] += 0.1f * (float) random.nextGaussian();
      }
    }
    graph.setTensors(tensors);
    int frames = spec.receptiveFieldSamples() / spec.hopSamples() + 2;
    byte[] codes = new byte[frames * spec.hopSamples()];
    double phase = 0;
    for (int t = 0; t < codes.length; t++) {
      phase += 0.03 + 0.02 * Math.sin(t * 1e-3);
      codes[t] = (byte) Math.round(70 * Math.sin(phase) + 20 * random.nextGaussian() / 4);
    }
    int pitch = 61;
    CodeBatch batch = new CodeBatch(new byte[][] {codes}, new int[] {pitch});
    INDArray expected = graph.logits(batch).dup();
    float[] embedding = graph.encode(new byte[][] {codes})[0];

    SavedModel model =
        new SavedModel(
            spec, preset.name(), new Provenance("", 0, 0, 1, 512, 1, 1, 5, "test"), tensors);
    int[] wide = new int[codes.length];
    for (int t = 0; t < codes.length; t++) {
      wide[t] = codes[t];
    }
    float[][] actual =
        Generator.of(model)
            .logits(wide, new Embedding(frames, spec.latentChannels(), embedding), pitch);

    // A logit is the end of a chain of sums; each layer adds 3·width + latent products to a sum of
    // the layers before it. Rounding errors of n terms grow like sqrt(n) on average; the bound
    // takes
    // ten times that, relative to the largest logit.
    double terms = (double) spec.layers() * (3 * spec.width() + spec.skipWidth());
    double largest = expected.amaxNumber().doubleValue();
    double tolerance = 10 * Math.sqrt(terms) * Math.pow(2, -24) * largest;
    double worst = 0;
    for (int t = 0; t < codes.length; t++) {
      for (int k = 0; k < WaveNetSpec.CODES; k++) {
        worst = Math.max(worst, Math.abs(expected.getDouble(t, k) - actual[t][k]));
      }
    }
    assertEquals(0, worst, tolerance, preset + " over " + codes.length + " samples");
  }
}
