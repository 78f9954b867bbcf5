package dev.synth.eval.classes;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.dataset.Labels;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Classifier;
import dev.synth.model.classes.Question;
import java.util.List;
import java.util.Optional;

/**
 * Asks a classifier what is still to be heard of a note's labels, as Engel et al. 2017 judge
 * reconstructions. Safe for use by several threads.
 */
public final class ClassJudge {
  /** One that knows nothing. */
  public static final ClassJudge NONE = new ClassJudge(null);

  private final Classifier classifier;

  /** A judge who asks {@code classifier}. */
  public ClassJudge(Classifier classifier) {
    this.classifier = classifier;
  }

  /**
   * What is heard of {@code labels} in a sound.
   *
   * @param samples amplitudes, [samples]
   */
  public KeptClasses of(Labels labels, float[] samples, int sampleRateHz) {
    if (classifier == null) {
      return KeptClasses.UNKNOWN;
    }
    AudioClip clip = new AudioClip(samples, sampleRateHz);
    float[] sound = Resampler.resample(clip, classifier.sampleRateHz()).samples();
    Optional<ClassProbabilities> heard;
    synchronized (this) {
      heard = classifier.classify(List.of(sound)).get(0);
    }
    return new KeptClasses(
        kept(heard, Question.PITCH, labels.pitch().orElse(-1)),
        kept(heard, Question.FAMILY, labels.family().map(Enum::ordinal).orElse(-1)),
        qualities(heard, labels));
  }

  private static double kept(Optional<ClassProbabilities> heard, Question question, int label) {
    if (label < 0) {
      return Double.NaN;
    }
    int likeliest = heard.map(all -> all.likeliest(question)).orElse(-1);
    return likeliest == label ? 1 : 0;
  }

  private static double qualities(Optional<ClassProbabilities> heard, Labels labels) {
    if (labels.qualities().isEmpty()) {
      return Double.NaN;
    }
    double[] probabilities = heard.map(all -> all.of(Question.QUALITIES)).orElse(new double[0]);
    double right = 0;
    for (int i = 0; i < probabilities.length; i++) {
      boolean has = labels.qualities().contains(Labels.QUALITIES.get(i));
      right += has == probabilities[i] > 0.5 ? 1 : 0;
    }
    return right / Labels.QUALITIES.size();
  }
}
