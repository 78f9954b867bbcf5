package dev.synth.models.classifier.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.SoundSource;
import dev.synth.kernel.ElementType;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.model.classes.Question;
import dev.synth.models.classifier.ClassifierPresets;
import dev.synth.models.classifier.ClassifierSpec;
import dev.synth.models.classifier.HarmonicStack;
import dev.synth.models.classifier.HeardNote;
import dev.synth.models.classifier.NoteBatch;
import dev.synth.models.classifier.NoteFeatures;
import dev.synth.models.classifier.TimbreInputs;
import dev.synth.testing.Classifiers;
import dev.synth.testing.Tones;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassifierNetworkTest {
  private static final ClassifierSpec SPEC = Classifiers.SPEC;

  private static NoteBatch batch(int notes, long seed) {
    Random random = new Random(seed);
    NoteBatch batch = NoteBatch.of(SPEC, notes);
    for (float[] values : List.of(batch.stacks(), batch.mels(), batch.more(), batch.masks())) {
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat();
      }
    }
    for (int n = 0; n < notes; n++) {
      Labels labels = Labels.of(Family.of(n).get(), SoundSource.ACOUSTIC, n, 40 + 9 * n, 20 * n);
      batch.labels().put(n, labels.withQualities(List.of("dark")), n > 0);
    }
    return batch;
  }

  @Test
  void gradientsAreThoseOfTheLoss() {
    NoteBatch batch = batch(3, 1);
    try (ClassifierNetwork network = ClassifierNetwork.create(SPEC, ElementType.DOUBLE, 1, 7)) {
      double loss = network.computeGradients(batch);
      assertEquals(network.loss(batch), loss, 1e-9);
      double[] gradients = network.gradients().dup().toDoubleVector();
      Random random = new Random(2);
      int from = 0;
      int slopes = 0;
      for (TensorShape shape : network.shapes()) {
        for (int n = 0; n < 4; n++) {
          int i = from + random.nextInt(shape.length());
          double step = 1e-6;
          double before = network.parameters().getDouble(i);
          network.parameters().putScalar(i, before + step);
          double up = network.loss(batch);
          network.parameters().putScalar(i, before - step);
          double down = network.loss(batch);
          network.parameters().putScalar(i, before);
          double slope = batch.notes() * (up - down) / (2 * step);
          assertEquals(slope, gradients[i], 1e-7 + 1e-5 * Math.abs(slope), shape.name());
          slopes += Math.abs(slope) > 1e-4 ? 1 : 0;
        }
        from += shape.length();
      }
      assertTrue(slopes > network.shapes().size(), "most of what is checked is not 0");
    }
  }

  @Test
  void anAbsentLabelMovesNothing() {
    NoteBatch batch = NoteBatch.of(SPEC, 1);
    Random random = new Random(1);
    for (int i = 0; i < batch.mels().length; i++) {
      batch.mels()[i] = random.nextFloat();
    }
    batch.labels().put(0, Question.FAMILY, 3);
    try (ClassifierNetwork network = ClassifierNetwork.create(SPEC, ElementType.FLOAT, 1, 7)) {
      network.computeGradients(batch);
      float[] gradients = network.gradients().dup().toFloatVector();
      int from = 0;
      for (TensorShape shape : network.shapes()) {
        int first = shape.name().startsWith("pitch") ? shape.length() : 0;
        if (shape.name().startsWith("answers")) { // [answers] or [answers, hidden]
          first = Question.FAMILY.answers() * shape.length() / ClassifierSpec.timbreAnswers();
          assertTrue(size(gradients, from, from + first) > 0, shape.name() + " of the family");
          assertEquals(0, size(gradients, from + first, from + shape.length()), shape.name());
        } else if (first > 0) {
          assertEquals(0, size(gradients, from, from + first), shape.name());
        }
        from += shape.length();
      }
    }
  }

  private static double size(float[] values, int from, int to) {
    double size = 0;
    for (int i = from; i < to; i++) {
      size += Math.abs(values[i]);
    }
    return size;
  }

  /** The layers, written out: what the tensors of a file mean. */
  @Test
  void itIsTheNetworkThatTheFilesTensorsSay() {
    SavedModel model = Classifiers.model(3);
    NoteBatch batch = batch(2, 5);
    try (ClassifierNetwork network = ClassifierNetwork.of(SPEC, model.tensors(), 1)) {
      Map<Question, double[]> outputs = network.outputs(batch);
      for (int n = 0; n < 2; n++) {
        double[][][] pitch = new double[HarmonicStack.CHANNELS][HarmonicStack.PLACES][1];
        for (int c = 0; c < pitch.length; c++) {
          for (int i = 0; i < HarmonicStack.PLACES; i++) {
            pitch[c][i][0] = batch.stacks()[NoteBatch.stackAt(n) + c * HarmonicStack.PLACES + i];
          }
        }
        pitch = convolution(model, "pitch1", pitch, 1, 1, true);
        pitch = convolution(model, "pitch2", pitch, 1, 1, true);
        pitch = convolution(model, "pitch3", pitch, 3, 1, false);
        for (int p = 0; p < 128; p++) {
          assertEquals(pitch[0][p][0], outputs.get(Question.PITCH)[n * 128 + p], 1e-4);
        }
        double[] hidden = dense(model, "hidden", joined(model, batch, n), true);
        double[] expected = dense(model, "answers", hidden, false);
        int from = 0;
        for (Question question : ClassifierSpec.timbreQuestions()) {
          int answers = question.answers();
          assertArrayEquals(
              Arrays.copyOfRange(expected, from, from + answers),
              Arrays.copyOfRange(outputs.get(question), n * answers, (n + 1) * answers),
              1e-4,
              question.label());
          from += answers;
        }
      }
    }
  }

  private static double[] joined(SavedModel model, NoteBatch batch, int n) {
    double[][][] image = new double[1][SPEC.frames()][SPEC.melBands()];
    for (int f = 0; f < SPEC.frames(); f++) {
      for (int band = 0; band < SPEC.melBands(); band++) {
        image[0][f][band] = batch.mels()[(n * SPEC.frames() + f) * SPEC.melBands() + band];
      }
    }
    for (int i = 1; i <= ClassifierSpec.HALVINGS; i++) {
      image = convolution(model, "timbre" + i, image, 2, 2, true);
    }
    int channels = image.length;
    int bands = SPEC.pooledBands();
    double[] joined = new double[SPEC.joined()];
    for (int c = 0; c < channels; c++) {
      for (int band = 0; band < bands; band++) {
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (double[] frame : image[c]) {
          sum += frame[band];
          largest = Math.max(largest, frame[band]);
        }
        joined[c * bands + band] = sum / image[c].length;
        joined[(channels + c) * bands + band] = largest;
      }
    }
    for (int i = 0; i < TimbreInputs.COUNT; i++) {
      joined[SPEC.pooled() + i] = batch.more()[n * TimbreInputs.COUNT + i];
    }
    for (int i = 0; i < joined.length; i++) {
      joined[i] *= batch.masks()[n * joined.length + i];
    }
    return joined;
  }

  /** Padded so that ceil(size / stride) places are left, the odd one behind (TensorFlow's SAME). */
  private static double[][][] convolution(
      SavedModel model, String name, double[][][] in, int strideY, int strideX, boolean rectified) {
    int[] given =
        SPEC.tensors().stream()
            .filter(tensor -> tensor.name().equals(name + "/W"))
            .findFirst()
            .orElseThrow()
            .dimensions();
    int[] shape = {given[0], given[1], given[2], given.length > 3 ? given[3] : 1};
    float[] kernel = model.tensor(name + "/W");
    float[] biases = model.tensor(name + "/biases");
    int height = (in[0].length + strideY - 1) / strideY;
    int width = (in[0][0].length + strideX - 1) / strideX;
    int top = Math.max(0, (height - 1) * strideY + shape[2] - in[0].length) / 2;
    int left = Math.max(0, (width - 1) * strideX + shape[3] - in[0][0].length) / 2;
    double[][][] out = new double[shape[0]][height][width];
    for (int o = 0; o < shape[0]; o++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double sum = biases[o];
          for (int c = 0; c < shape[1]; c++) {
            for (int j = 0; j < shape[2]; j++) {
              for (int k = 0; k < shape[3]; k++) {
                int row = y * strideY + j - top;
                int column = x * strideX + k - left;
                if (row >= 0 && row < in[c].length && column >= 0 && column < in[c][0].length) {
                  sum +=
                      kernel[((o * shape[1] + c) * shape[2] + j) * shape[3] + k]
                          * in[c][row][column];
                }
              }
            }
          }
          out[o][y][x] = rectified && sum < 0 ? 0.1 * sum : sum;
        }
      }
    }
    return out;
  }

  private static double[] dense(SavedModel model, String name, double[] in, boolean rectified) {
    float[] kernel = model.tensor(name + "/W");
    float[] biases = model.tensor(name + "/biases");
    double[] out = new double[biases.length];
    for (int o = 0; o < out.length; o++) {
      double sum = biases[o];
      for (int i = 0; i < in.length; i++) {
        sum += kernel[o * in.length + i] * in[i];
      }
      out[o] = rectified && sum < 0 ? 0.1 * sum : sum;
    }
    return out;
  }

  @Test
  void notesDoNotSeeEachOther() {
    SavedModel model = Classifiers.model(3);
    NoteFeatures features = new NoteFeatures(SPEC);
    HeardNote a = features.of(Tones.tone(220, 0.3, 20_000)).orElseThrow();
    HeardNote b = features.of(Tones.noise(0.1, 20_000, 1)).orElseThrow();
    try (ClassifierNetwork network = ClassifierNetwork.of(SPEC, model.tensors(), 1)) {
      Map<Question, double[]> together = network.judge(List.of(b, a));
      network
          .judge(List.of(a))
          .forEach(
              (question, alone) ->
                  assertArrayEquals(
                      alone,
                      Arrays.copyOfRange(together.get(question), alone.length, 2 * alone.length),
                      1e-5));
    }
  }

  @Test
  void answersAreMadeOfTheFeatures() {
    SavedModel model = Classifiers.model(3);
    NoteFeatures features = new NoteFeatures(SPEC);
    HeardNote a = features.of(Tones.tone(220, 0.3, 20_000)).orElseThrow();
    HeardNote b = features.of(Tones.noise(0.1, 20_000, 1)).orElseThrow();
    float[] kernel = model.tensor("answers/W");
    float[] biases = model.tensor("answers/biases");
    try (ClassifierNetwork network = ClassifierNetwork.of(SPEC, model.tensors(), 1)) {
      ClassifierNetwork.Heard heard = network.hear(List.of(a, b));
      int hidden = SPEC.hidden();
      assertEquals(2 * hidden, heard.features().length);
      double[] families = heard.outputs().get(Question.FAMILY); // the first of the answers
      for (int i = 0; i < families.length; i++) {
        int note = i / Question.FAMILY.answers();
        int family = i % Question.FAMILY.answers();
        double sum = biases[family];
        for (int h = 0; h < hidden; h++) {
          sum += kernel[family * hidden + h] * heard.features()[note * hidden + h];
        }
        assertEquals(sum, families[i], 1e-5);
      }
    }
  }

  @Test
  void sizesAreThoseOfThePresets() {
    ClassifierSpec spec = (ClassifierSpec) ClassifierPresets.CLASSIFIER.spec();
    long pitch = 48 * 24 * 7 + 24 + 24 * 24 * 7 + 24 + 24 * 3 + 1;
    long convolutions = 9 * 12 + 12 + 9 * 12 * 24 + 24 + 9 * 24 * 48 + 48 + 9 * 48 * 72 + 72;
    long joined = 2 * 72 * 4 + TimbreInputs.COUNT;
    long rest = joined * 128 + 128 + 128 * (11 + 3 + 5 + 10) + 29;
    assertEquals(pitch + convolutions + rest + 5, spec.parameterCount());
    assertTrue(spec.parameterCount() * Float.BYTES < 4_000_000, "small enough to ship");
  }
}
