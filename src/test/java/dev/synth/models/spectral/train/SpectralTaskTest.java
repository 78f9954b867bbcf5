package dev.synth.models.spectral.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.SoundSource;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.io.BadDataException;
import dev.synth.kernel.ProductPrecision;
import dev.synth.model.TensorShape;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.models.spectral.SpectrogramBatch;
import dev.synth.testing.Notes;
import dev.synth.testing.SpectralModels;
import dev.synth.testing.Tones;
import dev.synth.train.BatchPlan;
import dev.synth.train.LearningPlan;
import dev.synth.train.MeasuringPlan;
import dev.synth.train.RunPolicy;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.Batches;
import dev.synth.train.data.NoteSplit;
import dev.synth.train.data.StreamPosition;
import dev.synth.train.optim.Schedule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectralTaskTest {
  private static final SpectralSpec SPEC = SpectralModels.SPEC;
  private static final double RATE = 5e-3;

  private static RunPolicy policy(int replicas) {
    return new RunPolicy(1e9, 1, 1e9, 1e9, 1, replicas, 0, 1, 1, false, false);
  }

  private static TrainingPlan plan(int batch, int parts, double averageDecay, int crop) {
    return new TrainingPlan(
        "tiny",
        SPEC,
        3,
        new BatchPlan(batch, parts, crop),
        new LearningPlan(
            new Schedule(Schedule.Shape.CONSTANT, RATE, 100, 0),
            1,
            averageDecay,
            0,
            0,
            ProductPrecision.FLOAT),
        new MeasuringPlan(0.2, false, 100, 0));
  }

  private static TrainingPlan plan() {
    return plan(4, 1, 0.9, SPEC.noteSamples());
  }

  private static Note note(int i, Labels labels, float[] sound) {
    Note made = Notes.of("n" + i, () -> new AudioClip(sound, Tones.RATE_HZ));
    return new Note(made.name(), made.id(), made.audio(), labels);
  }

  /** Sines of several pitches, some longer than an image. */
  private static List<Note> notes(int count) {
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int pitch = 70 + 5 * (i % 8);
      int samples = SPEC.noteSamples() * (1 + i % 3);
      float[] sound = Tones.sine(Pitch.hzOfMidi(pitch), 0.4, samples);
      notes.add(note(i, Labels.of(Family.ORGAN, SoundSource.ACOUSTIC, i, pitch, 100), sound));
    }
    return notes;
  }

  private static NoteSplit split() {
    return new NoteSplit(notes(12), notes(5));
  }

  private static SpectralTask task(TrainingPlan plan, int replicas) throws IOException {
    return SpectralTask.of(plan, policy(replicas), split(), problem -> {});
  }

  private static void train(SpectralTask task, StreamPosition from, int first, int steps)
      throws IOException {
    Batches<SpectrogramBatch> batches = task.batches(from);
    for (int i = 0; i < steps; i++) {
      task.step(List.of(batches.next()), RATE, first + i);
    }
  }

  @Test
  void itLearns() throws IOException {
    try (SpectralTask task = task(plan(), 1)) {
      double before = task.measure().loss();
      train(task, StreamPosition.START, 0, 100);
      double after = task.measure().loss();
      assertTrue(after < 0.3 * before, before + " and then " + after);
      assertTrue(task.isFinite());
      // What a model has, and no more.
      assertEquals(
          SPEC.tensors().stream().map(TensorShape::name).collect(Collectors.toSet()),
          task.model().keySet());
      for (float variance : task.model().get("encoder/0/variance")) {
        assertTrue(variance > 0 && variance != 1, "it is the batches'");
      }
      for (float gamma : task.vectors().get("weights/encoder/0/gamma")) {
        assertEquals(1, gamma);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9})
  void aResumedRunIsTheSameToTheBit(double averageDecay) throws IOException {
    TrainingPlan plan = plan(4, 1, averageDecay, SPEC.noteSamples());
    Map<String, float[]> whole;
    Map<String, float[]> vectors = new HashMap<>();
    Map<String, float[]> model;
    StreamPosition position;
    try (SpectralTask task = task(plan, 1)) {
      Batches<SpectrogramBatch> batches = task.batches(StreamPosition.START);
      for (int i = 0; i < 3; i++) {
        task.step(List.of(batches.next()), RATE, i);
      }
      position = batches.position();
      task.vectors().shapes().keySet().forEach(key -> vectors.put(key, task.vectors().get(key)));
      model = task.model();
      for (int i = 3; i < 6; i++) {
        task.step(List.of(batches.next()), RATE, i);
      }
      whole = task.model();
    }
    try (SpectralTask task = task(plan, 1)) {
      task.restore(vectors, model);
      train(task, position, 3, 3);
      Map<String, float[]> resumed = task.model();
      whole.forEach((name, values) -> assertArrayEquals(values, resumed.get(name), name));
    }
  }

  /** Running means are of all parts of a step, whichever replica computed them. */
  @Test
  void theNumberOfReplicasChangesNoBit() throws IOException {
    List<Map<String, float[]>> models = new ArrayList<>();
    for (int replicas = 1; replicas <= 2; replicas++) {
      try (SpectralTask task = task(plan(6, 3, 0, SPEC.noteSamples()), replicas)) {
        Batches<SpectrogramBatch> batches = task.batches(StreamPosition.START);
        for (int i = 0; i < 3; i++) {
          task.step(List.of(batches.next(), batches.next(), batches.next()), RATE, i);
        }
        models.add(task.model());
      }
    }
    models
        .get(0)
        .forEach((name, values) -> assertArrayEquals(values, models.get(1).get(name), name));
  }

  @Test
  void itStartsFromAModel() throws IOException {
    Map<String, float[]> start = SpectralModels.model(9).tensors();
    try (SpectralTask task = task(plan(), 1)) {
      task.start(start);
      task.model().forEach((name, values) -> assertArrayEquals(start.get(name), values, name));
      train(task, StreamPosition.START, 0, 1);
      assertFalse(
          java.util.Arrays.equals(start.get("encoder/0/W"), task.model().get("encoder/0/W")));
    }
  }

  @Test
  void notesThatCannotBeLearnedAreLeftOut() throws IOException {
    List<Note> notes = new ArrayList<>(notes(3));
    notes.add(note(7, Labels.of(Family.ORGAN, SoundSource.ACOUSTIC, 7, 60, 100), new float[500]));
    notes.add(note(8, Labels.NONE, Tones.noise(0.1, 2_000, 1)));
    List<String> problems = new ArrayList<>();
    try (SpectralTask task =
        SpectralTask.of(plan(), policy(1), new NoteSplit(notes, List.of()), problems::add)) {
      train(task, StreamPosition.START, 0, 5);
      assertTrue(Double.isNaN(task.measure().loss()));
    }
    assertEquals(2, problems.size(), problems.toString());
    assertTrue(problems.stream().anyMatch(p -> p.contains("is silent")), problems.toString());
    assertTrue(problems.stream().anyMatch(p -> p.contains("no single pitch")), problems.toString());
    assertThrows(
        BadDataException.class,
        () ->
            SpectralTask.of(
                plan(), policy(1), new NoteSplit(notes, notes.subList(3, 4)), problem -> {}));
  }

  @Test
  void settingsWithoutAMeaningAreRefused() {
    assertEquals(
        "The setting 'crop' must be 224, the samples of this model's images, got 448",
        assertThrows(
                IllegalArgumentException.class,
                () -> SpectralTask.check(plan(4, 1, 0, 2 * SPEC.noteSamples())))
            .getMessage());
  }

  @Test
  void moreNotesTakeMoreMemory() {
    long four = SpectralTask.memory(plan(), policy(1)).totalBytes();
    long eight = SpectralTask.memory(plan(8, 1, 0.9, SPEC.noteSamples()), policy(1)).totalBytes();
    long parts = SpectralTask.memory(plan(8, 2, 0.9, SPEC.noteSamples()), policy(1)).totalBytes();
    assertTrue(four < parts && parts < eight);
  }
}
