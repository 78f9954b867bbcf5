package dev.synth.models.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.SoundSource;
import dev.synth.model.classes.Question;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LikelihoodsTest {
  private static double[] logits(int count) {
    return new Random(3).doubles(count, -4, 4).toArray();
  }

  private static NoteLabels labels() {
    NoteLabels labels = new NoteLabels(2);
    labels.put(
        1,
        Labels.of(Family.REED, SoundSource.ACOUSTIC, 1, 61, 80)
            .withQualities(List.of("bright", "reverb")),
        true);
    return labels;
  }

  @Test
  void lossIsTheNegativeLogarithmOfTheProbability() {
    NoteLabels labels = labels();
    for (double temperature : new double[] {0.5, 1, 3}) {
      double[] family = logits(22);
      double[] probabilities = Likelihoods.of(Question.FAMILY, family, 11, temperature);
      double loss = Likelihoods.loss(Question.FAMILY, family, 11, temperature, labels, 1, 1, null);
      assertEquals(-Math.log(probabilities[Family.REED.ordinal()]), loss, 1e-12);
      double[] qualities = logits(20);
      double[] each = Likelihoods.of(Question.QUALITIES, qualities, 10, temperature);
      double sum = 0;
      for (int i = 0; i < 10; i++) {
        boolean has = i == 0 || i == 8;
        sum -= Math.log(has ? each[i] : 1 - each[i]) / 10;
      }
      assertEquals(
          sum,
          Likelihoods.loss(Question.QUALITIES, qualities, 10, temperature, labels, 1, 1, null),
          1e-12);
    }
  }

  @Test
  void slopesAreThoseOfTheLoss() {
    NoteLabels labels = labels();
    labels.share(0, Question.PITCH, 60, 0.25);
    labels.share(0, Question.PITCH, 64, 0.75);
    check(labels, Question.PITCH, 0);
    check(labels, Question.FAMILY, 1);
    check(labels, Question.QUALITIES, 1);
  }

  private static void check(NoteLabels labels, Question question, int note) {
    double[] logits = logits(question.answers());
    double[] slopes = new double[logits.length];
    Likelihoods.loss(question, logits, 0, 1.7, labels, note, 2, slopes);
    for (int i = 0; i < logits.length; i++) {
      double step = 1e-5;
      double before = logits[i];
      logits[i] = before + step;
      double up = Likelihoods.loss(question, logits, 0, 1.7, labels, note, 1, null);
      logits[i] = before - step;
      double down = Likelihoods.loss(question, logits, 0, 1.7, labels, note, 1, null);
      logits[i] = before;
      assertEquals(2 * (up - down) / (2 * step), slopes[i], 1e-8, question + " " + i);
    }
  }

  @Test
  void largeOutputsStayNumbers() {
    double[] logits = new double[11];
    logits[2] = 2000;
    logits[3] = -2000;
    double[] probabilities = Likelihoods.of(Question.FAMILY, logits, 0, 1);
    assertEquals(1, probabilities[2], 0);
    NoteLabels labels = new NoteLabels(1);
    labels.put(0, Question.FAMILY, 3);
    assertEquals(4000, Likelihoods.loss(Question.FAMILY, logits, 0, 1, labels, 0, 1, null), 1e-9);
  }

  @Test
  void velocitiesGoToTheNearestOfNsynths() {
    int[] velocities = {0, 25, 37, 38, 50, 87, 100, 114, 127};
    int[] steps = {0, 0, 0, 1, 1, 2, 3, 4, 4};
    for (int i = 0; i < steps.length; i++) {
      assertEquals(steps[i], Question.velocityStep(velocities[i]), "" + velocities[i]);
    }
  }
}
