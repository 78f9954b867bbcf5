package dev.synth.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.SoundSource;
import dev.synth.eval.classes.ClassTally;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Question;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassTallyTest {
  private static ClassProbabilities family(Family likeliest, double probability) {
    double[] all = new double[11];
    Arrays.fill(all, (1 - probability) / 10);
    all[likeliest.ordinal()] = probability;
    return new ClassProbabilities(Map.of(Question.FAMILY, all));
  }

  private static Labels labels(Family family, int velocity) {
    return Labels.of(family, SoundSource.ACOUSTIC, 0, 60, velocity);
  }

  @Test
  void answersAreCountedWhereThereAreLabels() {
    ClassTally tally = new ClassTally();
    tally.add(labels(Family.REED, 100), family(Family.REED, 0.9));
    tally.add(labels(Family.REED, 100), family(Family.BRASS, 0.5));
    tally.add(Labels.NONE, family(Family.BRASS, 0.5));
    ClassTally.Figures figures = tally.figures(Question.FAMILY);
    assertEquals(2, figures.answers());
    assertEquals(0.5, figures.accuracy(), 0);
    // 0.9 and right, 0.5 and wrong, in two bins of one answer each.
    assertEquals((0.1 + 0.5) / 2, figures.calibrationError(), 1e-12);
    assertEquals(1, tally.families()[Family.REED.ordinal()][Family.BRASS.ordinal()]);
    assertEquals(0, tally.figures(Question.PITCH).answers(), "the model does not answer it");
    assertTrue(Double.isNaN(tally.figures(Question.PITCH).accuracy()));
  }

  @Test
  void velocitiesMayBeAStepAway() {
    ClassTally tally = new ClassTally();
    double[] velocity = {0, 0.1, 0.8, 0.1, 0};
    ClassProbabilities heard = new ClassProbabilities(Map.of(Question.VELOCITY, velocity));
    tally.add(labels(Family.REED, 75), heard);
    tally.add(labels(Family.REED, 100), heard);
    tally.add(labels(Family.REED, 127), heard);
    assertEquals(1 / 3.0, tally.figures(Question.VELOCITY).accuracy(), 1e-12);
    assertEquals(2 / 3.0, tally.figures(Question.VELOCITY).near(), 1e-12);
  }

  /** Answers that are as often right as they say: what is left is chance. */
  @Test
  void trueProbabilitiesHaveNoCalibrationError() {
    Random random = new Random(1);
    ClassTally honest = new ClassTally();
    ClassTally boastful = new ClassTally();
    for (int i = 0; i < 20_000; i++) {
      double probability = 0.3 + 0.7 * random.nextDouble();
      Family said = Family.of(random.nextInt(11)).orElseThrow();
      boolean right = random.nextDouble() < probability;
      Family is = right ? said : Family.of((said.ordinal() + 1) % 11).orElseThrow();
      honest.add(labels(is, 100), family(said, probability));
      boastful.add(labels(is, 100), family(said, Math.sqrt(probability)));
    }
    assertTrue(honest.figures(Question.FAMILY).calibrationError() < 0.015);
    // The mean of sqrt(p) - p over p from 0.3 to 1.
    double excess = ((1 - Math.pow(0.3, 1.5)) / 1.5 - (1 - 0.09) / 2) / 0.7;
    assertEquals(excess, boastful.figures(Question.FAMILY).calibrationError(), 0.01);
  }

  @Test
  void qualitiesOfNotesWithoutAnyAreNotCounted() {
    ClassTally tally = new ClassTally();
    double[] qualities = {0.9, 0, 0, 0, 0, 0, 0, 0, 0.2, 0};
    ClassProbabilities heard = new ClassProbabilities(Map.of(Question.QUALITIES, qualities));
    tally.add(labels(Family.REED, 75), heard);
    assertEquals(0, tally.figures(Question.QUALITIES).answers());
    tally.add(labels(Family.REED, 75).withQualities(List.of("bright", "reverb")), heard);
    assertEquals(10, tally.figures(Question.QUALITIES).answers());
    assertEquals(0.9, tally.figures(Question.QUALITIES).accuracy(), 1e-12);
  }
}
