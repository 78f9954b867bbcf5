package dev.synth.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioClip;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NoteAudio;
import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.WorkFailedException;
import dev.synth.kernel.ProductPrecision;
import dev.synth.model.Datasheet;
import dev.synth.model.ModelFile;
import dev.synth.model.ModelSpec;
import dev.synth.model.Safetensors;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.train.data.NoteSplit;
import dev.synth.train.optim.Schedule;
import dev.synth.train.run.Origin;
import dev.synth.train.run.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a kind that is no WaveNet: two networks, two optimisers, a loss without a unit. */
class TrainerTest {
  private static final PairKind.Spec SPEC = new PairKind.Spec(16_000, 3, 0, 0);

  @TempDir private Path dir;

  /** What a person was shown. */
  private static final class Watched implements TrainingProgress {
    private final List<String> shown = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private long step;
    private int measurements;

    @Override
    public void stepped(Report report) {
      step = report.step();
      shown.add(
          String.join(
              " ",
              report.step() + "",
              report.trainLoss() + "",
              report.heldOutLoss() + "",
              report.measured() + ""));
    }

    @Override
    public void measured(Report report) {
      step = report.step();
      measurements++;
    }

    @Override
    public void warned(String sentence) {
      warnings.add(sentence);
    }
  }

  /** Stops a run that begins at {@code first} when it has taken {@code steps}: asked at each. */
  private static BooleanSupplier after(long first, long steps) {
    AtomicLong asked = new AtomicLong(first);
    return () -> asked.getAndIncrement() >= steps;
  }

  /** A sound that lies in memory. */
  private record Samples(Path source, float[] samples) implements NoteAudio {
    @Override
    public AudioClip read() {
      return new AudioClip(samples, 16_000);
    }

    @Override
    public long sizeBytes() {
      return samples.length;
    }

    @Override
    public boolean isShared() {
      return false;
    }
  }

  private static NoteSplit notes() {
    List<Note> notes = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      float[] samples = new float[900];
      for (int t = 0; t < samples.length; t++) {
        samples[t] = (float) Math.sin(t * (n + 1));
      }
      String name = "note" + n;
      notes.add(
          new Note(name, OptionalLong.empty(), new Samples(Path.of(name), samples), Labels.NONE));
    }
    return new NoteSplit(notes.subList(0, 4), notes.subList(4, 5));
  }

  private static TrainingPlan plan(ModelSpec spec, int steps, double rate, int patience) {
    return new TrainingPlan(
        "pair",
        spec,
        3,
        new BatchPlan(2, 2, 64),
        new LearningPlan(
            new Schedule(Schedule.Shape.COSINE, rate, steps, 0),
            1,
            0.9,
            0,
            0,
            ProductPrecision.FLOAT),
        new MeasuringPlan(0.05, false, 5, patience));
  }

  private static RunPolicy policy(double seconds, int saveEvery) {
    return policy(seconds, saveEvery, Double.POSITIVE_INFINITY);
  }

  private static RunPolicy policy(double seconds, int saveEvery, double measureSeconds) {
    return new RunPolicy(seconds, saveEvery, 600, measureSeconds, 2, 3, 10, 1, 1, false, false);
  }

  private Trainer trainer(String run, TrainingPlan plan, RunPolicy policy) throws IOException {
    return trainer(run, plan, policy, Origin.NOTHING);
  }

  private Trainer trainer(String run, TrainingPlan plan, RunPolicy policy, Origin origin)
      throws IOException {
    Map<String, String> environment = Map.of("version", "test");
    return new Trainer(
        plan,
        policy,
        notes(),
        dir.resolve(run),
        origin,
        Map.of(),
        Datasheet.UNKNOWN,
        environment,
        Assertions::fail);
  }

  private Trainer trainer(String run, TrainingPlan plan) throws IOException {
    return trainer(run, plan, policy(Double.POSITIVE_INFINITY, 4));
  }

  private static final TrainingPlan PLAN = plan(SPEC, 40, 0.05, 0);

  /** All that the log says but what depends on the clock. */
  private List<String> lines(String run) throws IOException {
    return RunSummary.of(dir.resolve(run)).lines().stream()
        .filter(line -> Set.of("train", "measured").contains(line.path("kind").asText()))
        .map(line -> line.toString().replaceAll(",\"seconds\".*", ""))
        .toList();
  }

  private Path checkpoint(String run, int step) {
    return dir.resolve(run).resolve("checkpoints/step-%08d".formatted(step));
  }

  private void assertSameEnd(String expected, String actual, int step) throws IOException {
    assertEquals(lines(expected), lines(actual));
    for (String file : List.of("model.safetensors", "training.safetensors")) {
      assertEquals(
          -1,
          Files.mismatch(
              checkpoint(expected, step).resolve(file), checkpoint(actual, step).resolve(file)),
          file);
    }
  }

  @Test
  void bothNetworksAreTrainedAndSaved() throws IOException {
    Watched watched = new Watched();
    assertEquals(Trainer.End.STEPS, trainer("run", PLAN).run(watched, () -> false));
    assertEquals(List.of(), watched.warnings);
    assertEquals(40, watched.shown.size());
    RunSummary run = RunSummary.of(dir.resolve("run"));
    assertEquals("finished", run.status());
    assertEquals("pair", run.setting("preset"));
    assertEquals(LossUnit.NONE, run.unit());
    List<JsonNode> measured = run.lines("measured");
    assertEquals(8, measured.size());
    assertTrue(
        run.best().path("heldOutLoss").asDouble() < measured.get(0).path("heldOutLoss").asDouble());
    assertFalse(measured.get(0).has("heldOutBits"));
    assertTrue(run.lines("train").get(0).path("criticMean").isNumber());

    Map<String, Safetensors.Tensor> vectors =
        Safetensors.read(checkpoint("run", 40).resolve("training.safetensors")).tensors();
    assertEquals(
        List.of(
            "generator/weights/generated/W",
            "generator/adam_m/generated/W",
            "generator/adam_v/generated/W",
            "critic/weights/judged/W",
            "critic/adam_m/judged/W",
            "critic/adam_v/judged/W"),
        List.copyOf(vectors.keySet()));
    assertArrayEquals(new int[] {1, 2}, vectors.get("critic/adam_v/judged/W").shape());
    SavedModel model = ModelFile.read(dir.resolve("run/model.safetensors"));
    assertEquals(SPEC, model.spec());
    assertEquals(run.best().path("step").asLong(), model.provenance().steps());
  }

  @Test
  void aRunThatIsStoppedGoesOnToTheBitAndShowsTheSame() throws IOException {
    Watched whole = new Watched();
    trainer("whole", PLAN).run(whole, () -> false);
    List<String> shown = new ArrayList<>();
    for (long steps : new long[] {1, 7, 8, 23, 40}) {
      Watched piece = new Watched();
      Trainer trainer = trainer("pieces", PLAN);
      Trainer.End end = trainer.run(piece, after(trainer.firstStep(), steps));
      assertEquals(steps == 40 ? Trainer.End.STEPS : Trainer.End.STOPPED, end);
      assertEquals(steps, piece.step);
      shown.addAll(piece.shown);
    }
    assertEquals(whole.shown, shown);
    assertSameEnd("whole", "pieces", 40);
    assertEquals(4, RunSummary.of(dir.resolve("pieces")).lines("resume").size());
    assertEquals(40, trainer("pieces", PLAN).firstStep());
  }

  @Test
  void anExplosionTakesTheRunBackOnceAtHalfTheRate() throws IOException {
    Watched watched = new Watched();
    TrainingPlan plan = plan(new PairKind.Spec(16_000, 3, 10, 1), 40, 0.05, 0);
    assertEquals(Trainer.End.STEPS, trainer("run", plan).run(watched, () -> false));
    assertEquals(1, watched.warnings.size());
    assertTrue(watched.warnings.get(0).contains("At step 10"), watched.warnings.get(0));
    RunSummary run = RunSummary.of(dir.resolve("run"));
    JsonNode rollback = run.lines("rollback").get(0);
    assertEquals(10, rollback.path("from").asInt());
    assertEquals(8, rollback.path("step").asInt());
    assertEquals(0.5, rollback.path("rateScale").asDouble());
    List<Integer> steps =
        run.lines("train").stream().map(line -> line.path("step").asInt()).toList();
    assertEquals(List.of(3, 6, 9, 12), steps.subList(0, 4), "what came after step 8 comes anew");
    double rate = run.lines("train").get(2).path("learningRate").asDouble();
    assertEquals(0.5 * plan.learning().schedule().at(8), rate);
    JsonNode state =
        new ObjectMapper().readTree(checkpoint("run", 40).resolve("state.json").toFile());
    assertEquals(0.5, state.path("rateScale").asDouble(), "it stays so when the run goes on");
  }

  @Test
  void aSecondExplosionEndsTheRunAtItsLastCheckpoint() throws IOException {
    Watched watched = new Watched();
    Trainer trainer = trainer("run", plan(new PairKind.Spec(16_000, 3, 10, 2), 40, 0.05, 0));
    String message =
        assertThrows(WorkFailedException.class, () -> trainer.run(watched, () -> false))
            .getMessage();
    assertTrue(message.contains("training diverges") && message.contains("learning rate"), message);
    assertTrue(Files.exists(checkpoint("run", 8)));
    assertEquals("stopped", RunSummary.of(dir.resolve("run")).status());
  }

  @Test
  void patienceAndTimeEndARun() throws IOException {
    // At a step size of almost nothing every measurement is the same.
    TrainingPlan patient = plan(SPEC, 1_000, 1e-30, 2);
    Watched watched = new Watched();
    assertEquals(Trainer.End.PATIENCE, trainer("patience", patient).run(watched, () -> false));
    assertEquals(15, watched.step, "the first measurement, and two without a new best");

    TrainingPlan plan = plan(SPEC, 1_000_000, 0.05, 0);
    RunPolicy brief = policy(0.2, 1_000_000);
    assertEquals(Trainer.End.TIME, trainer("time", plan, brief).run(watched, () -> false));
    long step = watched.step;
    assertTrue(step > 0 && step < 1_000_000, "" + step);
    Watched again = new Watched();
    assertEquals(Trainer.End.TIME, trainer("time", plan, brief).run(again, () -> false));
    assertEquals(List.of(), again.shown, "time counts over all sessions");
  }

  @Test
  void aStoppedRunIsMeasuredAndPatienceDoesNotCountIt() throws IOException {
    Watched watched = new Watched();
    RunPolicy policy = policy(Double.POSITIVE_INFINITY, 4, 600);
    trainer("run", PLAN, policy).run(watched, after(0, 3));
    RunSummary run = RunSummary.of(dir.resolve("run"));
    JsonNode measured = run.lines("measured").get(0);
    assertEquals(3, measured.path("step").asInt());
    assertTrue(measured.path("unscheduled").asBoolean());
    assertEquals(3, run.best().path("step").asInt());
    assertEquals(3, ModelFile.read(dir.resolve("run/model.safetensors")).provenance().steps());
    assertEquals(1, watched.measurements);

    // At a step size of almost nothing every measurement is the same.
    TrainingPlan patient = plan(SPEC, 1_000, 1e-30, 2);
    RunPolicy often = policy(Double.POSITIVE_INFINITY, 100, 1e-9);
    assertEquals(Trainer.End.PATIENCE, trainer("often", patient, often).run(watched, () -> false));
    assertEquals(15, watched.step, "as without the others");
    assertEquals(15, RunSummary.of(dir.resolve("often")).lines("measured").size());
  }

  @Test
  void aForkGoesOnFromTheStateOfTheOther() throws IOException {
    trainer("whole", PLAN).run(new Watched(), () -> false);
    trainer("source", PLAN).run(new Watched(), after(0, 20));
    byte[] log = Files.readAllBytes(dir.resolve("source/log.jsonl"));
    RunPolicy policy = policy(Double.POSITIVE_INFINITY, 4);
    Origin fork = Origin.forkOf(dir.resolve("source"));
    assertEquals(20, fork.step());
    Trainer same = trainer("same", PLAN, policy, fork);
    assertEquals(20, same.firstStep());
    same.run(new Watched(), () -> false);
    for (String file : List.of("model.safetensors", "training.safetensors")) {
      assertEquals(
          -1,
          Files.mismatch(
              checkpoint("whole", 40).resolve(file), checkpoint("same", 40).resolve(file)),
          "with the same settings a fork is the same run: " + file);
    }
    TrainingPlan slower = plan(SPEC, 60, 0.01, 0);
    trainer("slower", slower, policy, fork).run(new Watched(), () -> false);
    RunSummary run = RunSummary.of(dir.resolve("slower"));
    JsonNode first = run.lines("train").get(0);
    assertEquals(21, first.path("step").asInt());
    assertEquals(slower.learning().schedule().at(20), first.path("learningRate").asDouble(), 1e-12);
    assertArrayEquals(log, Files.readAllBytes(dir.resolve("source/log.jsonl")), "left as it was");
  }

  @Test
  void anEstimateWritesNothing() throws IOException {
    TrainingEstimate estimate = trainer("none", PLAN).estimate();
    assertEquals(40, estimate.steps());
    assertEquals(8, estimate.measurements());
    assertTrue(estimate.stepSeconds() > 0 && estimate.seconds() > 0);
    assertTrue(estimate.diskBytes() > 0);
    assertFalse(Files.exists(dir.resolve("none")));
  }

  @Test
  void otherSettingsAreRefused() throws IOException {
    trainer("run", PLAN).run(new Watched(), () -> true);
    String message =
        assertThrows(CannotCreateException.class, () -> trainer("run", plan(SPEC, 40, 0.06, 0)))
            .getMessage();
    assertTrue(message.contains("the setting 'learning rate' 0.05, now 0.06"), message);
  }

  /** A spec whose kind is known and has no training. */
  private record Inert(int sampleRateHz, int size) implements ModelSpec {
    @Override
    public String kind() {
      return "inert";
    }

    @Override
    public List<TensorShape> tensors() {
      return List.of(new TensorShape("only", size));
    }
  }

  @Test
  void aKindThatCannotBeTrainedIsSaidToBeNone() {
    String message =
        assertThrows(BadDataException.class, () -> TrainableKind.of(new Inert(8_000, 1)))
            .getMessage();
    assertEquals(
        "A model of kind inert cannot be trained; models of these kinds can: pair, wavenet,"
            + " instant, classifier, spectral.",
        message);
  }
}
