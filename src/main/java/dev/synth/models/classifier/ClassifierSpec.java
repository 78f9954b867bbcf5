package dev.synth.models.classifier;

import dev.synth.model.ModelSpec;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.model.classes.Question;
import java.util.ArrayList;
import java.util.List;

/**
 * Every size of a classifier. Two networks share the work: one finds the pitch in a {@link
 * HarmonicStack}, the other judges the rest from a log-mel spectrogram and what lies at that pitch
 * ({@link TimbreInputs}).
 *
 * @param sampleRateHz rate of the sound it takes
 * @param frames of the spectrogram, every {@value NoteFeatures#HOP_SAMPLES} samples: so much of a
 *     sound is heard
 * @param melBands bands of the spectrogram, a multiple of 16
 * @param pitchWidth channels of the pitch network
 * @param width channels of the other's first convolution; those behind have 2, 4 and 6 times as
 *     many
 * @param hidden units of its hidden layer
 */
public record ClassifierSpec(
    int sampleRateHz, int frames, int melBands, int pitchWidth, int width, int hidden)
    implements ModelSpec {
  /** The kind's name. */
  public static final String KIND = "classifier";

  /** Convolutions over the spectrogram, each of which halves both of its sides. */
  public static final int HALVINGS = 4;

  /** Positions on the pitch axis that the pitch network's first two convolutions look at. */
  public static final int PITCH_TAPS = 7;

  /** Frames and bands that a convolution over the spectrogram looks at. */
  public static final int TAPS = 3;

  /** The tensor of the temperatures, [questions]. */
  public static final String TEMPERATURES = "calibration/temperatures";

  private static final int PLACES = HarmonicStack.PLACES;

  private static final int[] WIDTHS = {1, 2, 4, 6};

  /** Checks every size; the message names the field. */
  public ClassifierSpec {
    ModelSpec.require("sampleRateHz", sampleRateHz, 8_000, 48_000);
    ModelSpec.require("frames", frames, 16, 10_000);
    ModelSpec.require("melBands", melBands, 16, 128);
    ModelSpec.require("pitchWidth", pitchWidth, 1, 1_024);
    ModelSpec.require("width", width, 1, 1_024);
    ModelSpec.require("hidden", hidden, 1, 8_192);
    if (melBands % (1 << HALVINGS) != 0) {
      throw new IllegalArgumentException(
          "melBands must be a multiple of " + (1 << HALVINGS) + ", got " + melBands);
    }
  }

  /**
   * The spec of {@code model}.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  public static ClassifierSpec of(SavedModel model) {
    if (model.spec() instanceof ClassifierSpec spec) {
      return spec;
    }
    throw new IllegalArgumentException("a classifier is wanted, got a " + model.spec().kind());
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** Samples that are heard of a note. */
  public int heardSamples() {
    return frames * NoteFeatures.HOP_SAMPLES;
  }

  /** Channels behind convolution {@code index} over the spectrogram, 0 for the spectrogram. */
  public int channels(int index) {
    return index == 0 ? 1 : width * WIDTHS[index - 1];
  }

  /** Frames that are left behind all convolutions over the spectrogram. */
  public int pooledFrames() {
    int left = frames;
    for (int i = 0; i < HALVINGS; i++) {
      left = (left + 1) / 2;
    }
    return left;
  }

  /** Bands that are left behind all convolutions over the spectrogram. */
  public int pooledBands() {
    return melBands >> HALVINGS;
  }

  /** Values that the convolutions over the spectrogram come down to: means and largest ones. */
  public int pooled() {
    return 2 * channels(HALVINGS) * pooledBands();
  }

  /** Values that the hidden layer takes. */
  public int joined() {
    return pooled() + TimbreInputs.COUNT;
  }

  /** Layers of the pitch network, in Deeplearning4j's order of a convolution: bias, then kernel. */
  public List<TensorShape> pitchTensors() {
    List<TensorShape> all = new ArrayList<>();
    convolution(all, "pitch1", pitchWidth, HarmonicStack.CHANNELS, PITCH_TAPS);
    convolution(all, "pitch2", pitchWidth, pitchWidth, PITCH_TAPS);
    convolution(all, "pitch3", 1, pitchWidth, HarmonicStack.PER_SEMITONE);
    return all;
  }

  /** The questions that the second network answers, in the order of its outputs. */
  public static List<Question> timbreQuestions() {
    return List.of(Question.FAMILY, Question.SOURCE, Question.VELOCITY, Question.QUALITIES);
  }

  /** Outputs of the second network, those of all its questions. */
  public static int timbreAnswers() {
    return timbreQuestions().stream().mapToInt(Question::answers).sum();
  }

  /** Layers of the network that judges the rest. */
  public List<TensorShape> timbreTensors() {
    List<TensorShape> all = new ArrayList<>();
    for (int i = 1; i <= HALVINGS; i++) {
      convolution(all, "timbre" + i, channels(i), channels(i - 1), TAPS, TAPS);
    }
    dense(all, "hidden", joined(), hidden);
    dense(all, "answers", hidden, timbreAnswers());
    return all;
  }

  /** A kernel is [out, in, taps...], as PyTorch has it. */
  private static void convolution(List<TensorShape> to, String name, int... kernel) {
    to.add(new TensorShape(name + "/biases", kernel[0]));
    to.add(new TensorShape(name + "/W", kernel));
  }

  /** Deeplearning4j's kernels of these lie in Fortran order: [out, in] in C order. */
  private static void dense(List<TensorShape> to, String name, int in, int out) {
    to.add(new TensorShape(name + "/W", out, in));
    to.add(new TensorShape(name + "/biases", out));
  }

  /** Multiply-adds for a note. */
  public long multiplyAdds() {
    long sum = 0;
    for (TensorShape shape : pitchTensors()) {
      boolean isLast = shape.name().startsWith("pitch3");
      sum += shape.isBias() ? 0 : (long) shape.length() * (isLast ? Question.PITCHES : PLACES);
    }
    int height = frames;
    int width = melBands;
    for (TensorShape shape : timbreTensors()) {
      if (shape.dimensions().length == 4) {
        height = (height + 1) / 2;
        width /= 2;
        sum += (long) shape.length() * height * width;
      } else if (shape.dimensions().length == 2) {
        sum += shape.length();
      }
    }
    return sum;
  }

  @Override
  public List<TensorShape> tensors() {
    List<TensorShape> all = new ArrayList<>(pitchTensors());
    all.addAll(timbreTensors());
    all.add(new TensorShape(TEMPERATURES, Question.values().length));
    return all;
  }
}
