package dev.synth.models.classifier.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.SoundSource;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.kernel.ElementType;
import dev.synth.kernel.ProductPrecision;
import dev.synth.model.Preset;
import dev.synth.model.classes.Question;
import dev.synth.models.classifier.ClassifierPresets;
import dev.synth.models.classifier.ClassifierSpec;
import dev.synth.models.classifier.NoteBatch;
import dev.synth.models.classifier.graph.ClassifierNetwork;
import dev.synth.testing.Notes;
import dev.synth.testing.Tones;
import dev.synth.train.BatchPlan;
import dev.synth.train.LearningPlan;
import dev.synth.train.Measurement;
import dev.synth.train.MeasuringPlan;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.Batches;
import dev.synth.train.data.NoteSplit;
import dev.synth.train.data.StreamPosition;
import dev.synth.train.optim.Schedule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ClassifierTaskTest {
  private static final ClassifierSpec SPEC = ClassifierPresets.tiny();
  private static final RunPolicy POLICY =
      new RunPolicy(1e9, 1, 1e9, 1e9, 1, 1, 0, 1, 1, false, false);

  private static TrainingPlan plan(int steps) {
    return new TrainingPlan(
        "classifier-tiny",
        SPEC,
        3,
        new BatchPlan(16, 1, SPEC.heardSamples()),
        new LearningPlan(
            new Schedule(Schedule.Shape.CONSTANT, 8e-3, steps, 0),
            1,
            0.9,
            0,
            0,
            ProductPrecision.FLOAT),
        new MeasuringPlan(0.2, false, 100, 0));
  }

  /** Plucked tones and steady ones, at many pitches; the labels are of another note's each. */
  private static List<Note> notes(int count, int from, boolean permuted) {
    Random random = new Random(from);
    List<Labels> labels = new ArrayList<>();
    List<float[]> sounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int pitch = 45 + random.nextInt(36);
      boolean steady = i % 2 == 0;
      double hz = Pitch.hzOfMidi(pitch);
      float[] sound = steady ? steady(hz) : Tones.pluck(hz, SPEC.heardSamples());
      Family family = steady ? Family.ORGAN : Family.MALLET;
      sounds.add(Tones.times(sound, 0.2 + 0.6 * random.nextDouble()));
      labels.add(Labels.of(family, SoundSource.ACOUSTIC, i, pitch, 100));
    }
    if (permuted) {
      Collections.shuffle(labels, random);
    }
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AudioClip clip = new AudioClip(sounds.get(i), Tones.RATE_HZ);
      Note made = Notes.of("n" + (from + i), () -> clip);
      notes.add(new Note(made.name(), made.id(), made.audio(), labels.get(i)));
    }
    return notes;
  }

  private static float[] steady(double hz) {
    float[] sum = Tones.sine(hz, 0.3, SPEC.heardSamples());
    for (int k = 2; k <= 5; k++) {
      sum = Tones.plus(sum, Tones.sine(k * hz, 0.3, SPEC.heardSamples()));
    }
    return sum;
  }

  private static void train(ClassifierTask task, StreamPosition from, int first, int steps)
      throws IOException {
    Batches<NoteBatch> batches = task.batches(from);
    for (int i = 0; i < steps; i++) {
      task.step(List.of(batches.next()), 8e-3, first + i);
    }
  }

  private static Measurement trained(boolean permuted, int steps) throws IOException {
    NoteSplit split = new NoteSplit(notes(96, 0, permuted), notes(80, 1000, permuted));
    try (ClassifierTask task = ClassifierTask.of(plan(steps), POLICY, split, problem -> {})) {
      train(task, StreamPosition.START, 0, steps);
      return task.measure();
    }
  }

  @Test
  void itLearnsWhatCanBeLearned() throws IOException {
    Measurement measured = trained(false, 120);
    assertTrue(measured.more().get("familyAccuracy") > 0.9, measured.toString());
    assertTrue(measured.more().get("pitchAccuracy") > 0.9, measured.toString());
    // Of the velocity there is one, and of the qualities nothing is known.
    assertEquals(1, measured.more().get("velocityAccuracy"), 0);
    assertTrue(!measured.more().containsKey("qualitiesAccuracy"));
  }

  /** Of 80 notes of two families, within four standard deviations of a half. */
  @Test
  void permutedLabelsTellNothing() throws IOException {
    Measurement measured = trained(true, 60);
    assertEquals(0.5, measured.more().get("familyAccuracy"), 4 * Math.sqrt(0.25 / 80));
    assertTrue(measured.more().get("pitchAccuracy") < 0.15, measured.toString());
  }

  @Test
  void aResumedRunIsTheSameToTheBit() throws IOException {
    NoteSplit split = new NoteSplit(notes(20, 0, false), notes(4, 1000, false));
    Map<String, float[]> whole;
    Map<String, float[]> vectors = new HashMap<>();
    Map<String, float[]> model;
    StreamPosition position;
    try (ClassifierTask task = ClassifierTask.of(plan(6), POLICY, split, problem -> {})) {
      Batches<NoteBatch> batches = task.batches(StreamPosition.START);
      for (int i = 0; i < 3; i++) {
        task.step(List.of(batches.next()), 8e-3, i);
      }
      task.measure();
      position = batches.position();
      task.vectors().shapes().keySet().forEach(key -> vectors.put(key, task.vectors().get(key)));
      model = task.model();
      for (int i = 3; i < 6; i++) {
        task.step(List.of(batches.next()), 8e-3, i);
      }
      whole = task.model();
    }
    try (ClassifierTask task = ClassifierTask.of(plan(6), POLICY, split, problem -> {})) {
      task.restore(vectors, model);
      train(task, position, 3, 3);
      Map<String, float[]> resumed = task.model();
      assertEquals(whole.keySet(), resumed.keySet());
      whole.forEach((name, values) -> assertArrayEquals(values, resumed.get(name), name));
      float[] temperatures = resumed.get(ClassifierSpec.TEMPERATURES);
      assertTrue(temperatures[Question.FAMILY.ordinal()] > 0);
      assertEquals(0, temperatures[Question.QUALITIES.ordinal()], 0, "no note has any");
    }
  }

  /** The classifier that comes with synth; half of the passes are there for Java's compiler. */
  @Test
  @Tag("slow")
  void trainingTakesNoMoreMemoryThanIsTold() {
    Preset preset = ClassifierPresets.CLASSIFIER;
    ClassifierSpec spec = (ClassifierSpec) preset.spec();
    TrainingPlan plan =
        new TrainingPlan(
            preset.name(),
            spec,
            1,
            new BatchPlan(32, 1, spec.heardSamples()),
            new LearningPlan(
                new Schedule(Schedule.Shape.CONSTANT, 1e-3, 60, 0),
                1,
                0,
                0,
                0,
                ProductPrecision.FLOAT),
            new MeasuringPlan(0, false, 100, 0));
    MemoryEstimate told = ClassifierTask.memory(plan, POLICY);
    NoteBatch batch = NoteBatch.of(spec, 32);
    for (int n = 0; n < 32; n++) {
      batch.labels().putUnsure(n);
    }
    System.gc();
    long before = Pointer.physicalBytes();
    long most = 0;
    try (ClassifierNetwork network = ClassifierNetwork.create(spec, ElementType.FLOAT, 1, 1)) {
      for (int i = 0; i < 60; i++) {
        network.computeGradients(batch);
        most = Math.max(most, Pointer.physicalBytes() - before);
      }
    }
    assertTrue(most < told.totalBytes() - told.baseBytes(), most + " bytes, told " + told);
  }
}
