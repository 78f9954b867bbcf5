package dev.synth.train.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.model.Datasheet;
import dev.synth.model.ModelFile;
import dev.synth.model.Provenance;
import dev.synth.model.Safetensors;
import dev.synth.model.SavedModel;
import dev.synth.train.RunPolicy;
import dev.synth.train.Task;
import dev.synth.train.TrainingPlan;
import dev.synth.train.optim.NamedVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One process's work on a run: what it remembers, and the folder that remembers it for the next
 * one.
 */
public final class TrainingSession implements AutoCloseable {
  /**
   * What a run is, for the record.
   *
   * @param settings what decides it
   * @param environment versions and the like
   * @param fingerprint of the training notes
   * @param trainingNotes their number
   * @param datasheet where they are from
   */
  public record Facts(
      RunSettings settings,
      Map<String, String> environment,
      String fingerprint,
      int trainingNotes,
      Datasheet datasheet) {}

  private final TrainingPlan plan;
  private final RunFolder folder;
  private final Facts facts;
  private final Checkpoints checkpoints;
  private final Consumer<String> problems;
  private final RunFolder.Lock lock;
  private final Task<?> task;
  private RunState state;
  private RunLog log;

  /**
   * A session that keeps others out of the folder until it is closed.
   *
   * @throws dev.synth.io.CannotCreateException if another one does
   */
  public TrainingSession(
      TrainingPlan plan,
      RunPolicy policy,
      Task<?> task,
      RunFolder folder,
      Facts facts,
      Consumer<String> problems)
      throws IOException {
    this.plan = plan;
    this.task = task;
    this.folder = folder;
    this.facts = facts;
    this.problems = problems;
    this.checkpoints = new Checkpoints(folder.checkpoints(), policy.keep());
    this.lock = folder.lock();
  }

  public RunState state() {
    return state;
  }

  public RunLog log() {
    return log;
  }

  /**
   * Resumes from the last checkpoint, or begins with one of step 0: then it is known at once
   * whether the disk has room for them.
   *
   * @param origin what a new run begins with
   */
  public void begin(Origin origin, boolean startOver) throws IOException {
    if (startOver) {
      folder.clear();
    }
    checkpoints.tidy();
    Checkpoint last = folder.isRun() ? checkpoints.lastIntact(problems) : null;
    if (last == null) {
      folder.clear(); // of what a run left that died before its first checkpoint
      state = new RunState();
      if (origin.checkpoint() != null) {
        load(origin.checkpoint());
        state.fork(origin.hasNotesOf(facts.settings()));
      } else if (origin.model() != null) {
        task.start(origin.model().tensors());
      }
      folder.writeConfiguration(configuration());
      checkpoints.save(state, this::write);
    } else {
      load(last);
      checkpoints.prune(state.bestStep); // fewer to keep make room on a full disk
      publish();
    }
    folder.cutLog(state.step, problems);
    log = new RunLog(folder, state.step);
    ObjectNode line = RunLog.line(last == null ? "start" : "resume", state.step);
    facts.environment().forEach(line::put);
    log.write(line.put("time", now()));
    log.sync();
  }

  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private ObjectNode configuration() {
    ObjectNode json = Checkpoint.JSON.createObjectNode().put("started", now());
    ObjectNode resolved = json.putObject("settings");
    resolved.setAll(facts.settings().values());
    ObjectNode made = json.putObject("environment");
    facts.environment().forEach(made::put);
    return json.put("steps", plan.steps())
        .put("trainingNotes", facts.trainingNotes())
        .put("heldOutNotes", facts.datasheet().heldOutNotes());
  }

  /**
   * Saves a checkpoint, and the run's model where this changes it.
   *
   * @throws IOException with a sentence on what is intact
   */
  public void save() throws IOException {
    try {
      log.sync();
      checkpoints.save(state, this::write);
      publish();
    } catch (IOException e) {
      throw RunLog.failed(folder.path(), "the checkpoint of step " + state.step, e);
    }
  }

  private void write(Checkpoint unfinished) throws IOException {
    ModelFile.write(unfinished.file(Checkpoint.MODEL), model(), true);
    NamedVectors vectors = task.vectors();
    Safetensors.write(
        unfinished.file(Checkpoint.TRAINING), Map.of(), vectors.shapes(), vectors::get, true);
  }

  /** The model as it would be saved now. */
  public SavedModel model() {
    Provenance provenance =
        new Provenance(
            facts.fingerprint(),
            facts.trainingNotes(),
            state.step,
            plan.batches().batch(),
            plan.batches().cropSamples(),
            plan.learning().schedule().initial(),
            plan.seed(),
            state.heldOutLoss,
            facts.environment().get("version"));
    return new SavedModel(plan.spec(), plan.preset(), provenance, facts.datasheet(), task.model());
  }

  private void load(Checkpoint checkpoint) throws IOException {
    state = checkpoint.state();
    Path file = checkpoint.file(Checkpoint.TRAINING);
    Map<String, Safetensors.Tensor> saved = Safetensors.read(file).tensors();
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (Map.Entry<String, int[]> wanted : task.vectors().shapes().entrySet()) {
      Safetensors.Tensor tensor = saved.get(wanted.getKey());
      if (tensor == null || !Arrays.equals(tensor.shape(), wanted.getValue())) {
        throw new BadDataException(
            file
                + ": has no "
                + wanted.getKey()
                + " of shape "
                + Arrays.toString(wanted.getValue())
                + ", so this version of synth cannot resume from it; start over with the setting"
                + " 'force'.");
      }
      vectors.put(wanted.getKey(), tensor.values());
    }
    task.restore(vectors, ModelFile.read(checkpoint.file(Checkpoint.MODEL)).tensors());
  }

  /** Takes the run back to its last checkpoint, at half the step size. */
  public void rollBack() throws IOException {
    double scale = state.rateScale;
    int rollbacks = state.rollbacks;
    load(checkpoints.lastIntact(problems));
    state.rateScale = scale / 2;
    state.rollbacks = rollbacks + 1;
    folder.cutLog(state.step, problems);
  }

  /** Makes the best checkpoint's model, or the last one's, the run's. */
  private void publish() throws IOException {
    Checkpoint best = checkpoints.of(state.bestStep);
    Path from = (best == null ? checkpoints.all().get(0) : best).file(Checkpoint.MODEL);
    Path to = folder.file(RunFolder.MODEL);
    if (!Files.exists(to) || Files.mismatch(from, to) >= 0) {
      Outputs.write(
          to,
          true,
          temporary -> {
            Files.copy(from, temporary, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Outputs.sync(temporary);
          });
    }
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      if (log != null) {
        log.close();
      }
    }
  }
}
