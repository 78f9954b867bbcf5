package dev.synth.models.spectral.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.kernel.ElementType;
import dev.synth.model.Preset;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.models.spectral.SpectralKind;
import dev.synth.models.spectral.SpectralLayer;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.models.spectral.SpectrogramBatch;
import dev.synth.testing.SpectralModels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpectralNetworkTest {
  private static final SpectralSpec SPEC = SpectralModels.SPEC;

  private static SpectrogramBatch batch(SpectralSpec spec, int notes, long seed) {
    Random random = new Random(seed);
    float[] images = new float[notes * spec.pixels()];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat();
    }
    int[] pitches = random.ints(notes, 0, 128).toArray();
    return new SpectrogramBatch(images, pitches);
  }

  @Test
  void gradientsAreThoseOfTheLoss() {
    SpectrogramBatch batch = batch(SPEC, 3, 1);
    try (SpectralNetwork network = SpectralNetwork.create(SPEC, ElementType.DOUBLE, 1, 7)) {
      network.computeGradients(batch);
      double[] gradients = network.gradients().dup().toDoubleVector();
      Random random = new Random(2);
      int from = 0;
      int slopes = 0;
      for (TensorShape shape : network.shapes()) {
        for (int n = 0; n < 2; n++) {
          int i = from + random.nextInt(shape.length());
          if (shape.name().endsWith("/gamma")) {
            assertEquals(0, gradients[i], shape.name() + " stays 1");
          } else if (!shape.name().endsWith("/mean") && !shape.name().endsWith("/variance")) {
            double slope = batch.notes() * slope(network, batch, i);
            assertEquals(slope, gradients[i], 1e-7 + 1e-5 * Math.abs(slope), shape.name());
            slopes += Math.abs(slope) > 1e-5 ? 1 : 0;
          }
        }
        from += shape.length();
      }
      assertTrue(slopes > 40, slopes + " slopes are not 0");
    }
  }

  private static double slope(SpectralNetwork network, SpectrogramBatch batch, int i) {
    double step = 1e-6;
    double before = network.parameters().getDouble(i);
    network.parameters().putScalar(i, before + step);
    double up = network.computeGradients(batch);
    network.parameters().putScalar(i, before - step);
    double down = network.computeGradients(batch);
    network.parameters().putScalar(i, before);
    return (up - down) / (2 * step);
  }

  /** ND4J's native operations against Deeplearning4j's own layers, which compute in doubles. */
  @ParameterizedTest
  @MethodSource("specs")
  void nativeLayersComputeTheSame(SpectralSpec spec) {
    SpectrogramBatch batch = batch(spec, 2, 3);
    try (SpectralNetwork floats = SpectralNetwork.create(spec, ElementType.FLOAT, 2, 7);
        SpectralNetwork doubles = SpectralNetwork.create(spec, ElementType.DOUBLE, 1, 7)) {
      assertArrayEquals(doubles.outputs(batch, false), floats.outputs(batch, false), 1e-4);
      assertArrayEquals(doubles.outputs(batch, true), floats.outputs(batch, true), 1e-3);
      assertEquals(doubles.computeGradients(batch), floats.computeGradients(batch), 1e-4);
      double[] expected = doubles.gradients().dup().toDoubleVector();
      double[] found =
          floats
              .gradients()
              .dup()
              .castTo(org.nd4j.linalg.api.buffer.DataType.DOUBLE)
              .toDoubleVector();
      int from = 0;
      for (TensorShape shape : floats.shapes()) {
        double[] wanted = Arrays.copyOfRange(expected, from, from + shape.length());
        double largest = Arrays.stream(wanted).map(Math::abs).max().orElseThrow();
        assertArrayEquals(
            wanted,
            Arrays.copyOfRange(found, from, from + shape.length()),
            1e-6 + 2e-2 * largest,
            shape.name());
        from += shape.length();
      }
    }
  }

  /** Each preset at tiny width, and others whose kernels are padded otherwise. */
  static List<SpectralSpec> specs() {
    List<SpectralSpec> specs = new java.util.ArrayList<>();
    specs.add(SPEC);
    specs.add(new SpectralSpec(16_000, 32, 8, 15 * 8, 2, 3, 2, 1));
    for (Preset preset : new SpectralKind().presets()) {
      SpectralSpec sizes = (SpectralSpec) preset.spec();
      specs.add(
          new SpectralSpec(
              sizes.sampleRateHz(),
              sizes.fftSamples() / 16,
              sizes.hopSamples() / 16,
              14 * sizes.hopSamples() / 16,
              1,
              2,
              2,
              sizes.phaseIterations()));
    }
    return specs;
  }

  /** What the tensors of a file mean. */
  @Test
  void itIsTheNetworkThatTheFilesTensorsSay() {
    SavedModel model = SpectralModels.model(3);
    SpectrogramBatch batch = batch(SPEC, 1, 5);
    Map<String, float[]> tensors = model.tensors();
    double[][][] image = new double[1][SPEC.rows()][SPEC.columns()];
    for (int i = 0; i < SPEC.pixels(); i++) {
      image[0][i / SPEC.columns()][i % SPEC.columns()] = batch.images()[i];
    }
    for (SpectralLayer layer : SPEC.encoderLayers()) {
      image = PlainLayers.apply(layer, tensors, image);
    }
    double[][][] joined = new double[SPEC.latentChannels() + SPEC.pitchChannels()][1][1];
    float[] embedding = new float[SPEC.latentChannels()];
    for (int c = 0; c < joined.length; c++) {
      int row = c - SPEC.latentChannels();
      joined[c][0][0] =
          row < 0
              ? image[c][0][0]
              : tensors.get(SpectralSpec.PITCH_TABLE)[row * 128 + batch.pitches()[0]];
      if (row < 0) {
        embedding[c] = (float) image[c][0][0];
      }
    }
    image = joined;
    for (SpectralLayer layer : SPEC.decoderLayers()) {
      image = PlainLayers.apply(layer, tensors, image);
    }
    double[] expected = Arrays.stream(image[0]).flatMapToDouble(Arrays::stream).toArray();
    try (SpectralCoder encoder = SpectralCoder.encoder(SPEC, tensors, 1);
        SpectralCoder decoder = SpectralCoder.decoder(SPEC, tensors, 1);
        SpectralNetwork network = SpectralNetwork.create(SPEC, ElementType.FLOAT, 1, 7)) {
      assertArrayEquals(embedding, encoder.encode(batch.images()), 1e-4f);
      float[] decoded = decoder.decode(embedding, batch.pitches()[0]);
      assertArrayEquals(
          expected,
          java.util.stream.IntStream.range(0, decoded.length)
              .mapToDouble(i -> decoded[i])
              .toArray(),
          1e-4);
      network.set(tensors);
      assertArrayEquals(expected, network.outputs(batch, false), 1e-4);
    }
  }

  /** In training, a batch is normalized by its own means: so its scale tells nothing. */
  @Test
  void inTrainingTheBatchIsNormalizedByItself() {
    SpectrogramBatch batch = batch(SPEC, 2, 5);
    try (SpectralNetwork network = SpectralNetwork.create(SPEC, ElementType.FLOAT, 1, 7)) {
      double[] outputs = network.outputs(batch, true);
      String first = "encoder/0/W";
      float[] values = network.tensor(first);
      for (int i = 0; i < values.length; i++) {
        values[i] *= 8;
      }
      network.set(Map.of(first, values));
      assertArrayEquals(outputs, network.outputs(batch, true), 0.02);
      assertTrue(distance(outputs, network.outputs(batch, false)) > 1e-3);
    }
  }

  private static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  /** What they exceed those of the batch by: moved by so much, they are the batch's. */
  @Test
  void keptMeansComeFromBatches() {
    SpectrogramBatch batch = batch(SPEC, 4, 5);
    try (SpectralNetwork network = SpectralNetwork.create(SPEC, ElementType.FLOAT, 1, 7)) {
      // A layer's means depend on those before it, which are the batch's own in training.
      double[] training = network.outputs(batch, true);
      network.computeGradients(batch);
      for (SpectralLayer layer : SPEC.layers()) {
        for (String what : List.of("mean", "variance")) {
          if (layer.isNormalized()) {
            String name = layer.name() + "/" + what;
            float[] values = network.tensor(name);
            float[] excess = network.gradient(name);
            for (int i = 0; i < values.length; i++) {
              values[i] -= excess[i] / batch.notes();
            }
            network.set(Map.of(name, values));
          }
        }
      }
      assertArrayEquals(training, network.outputs(batch, false), 1e-4);
    }
  }
}
