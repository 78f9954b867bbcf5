package dev.synth.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.io.WorkFailedException;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Ops;
import dev.synth.model.Capability;
import dev.synth.model.Datasheet;
import dev.synth.train.data.NoteSplit;
import dev.synth.train.run.Origin;
import dev.synth.train.run.RunFolder;
import dev.synth.train.run.RunLog;
import dev.synth.train.run.RunSettings;
import dev.synth.train.run.TrainingSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A training run of a model of any {@link TrainableKind}: steps on random crops, measured on crops
 * of held-out notes, saved every so often. An existing run is resumed from its last checkpoint, to
 * the bit as if it had never stopped.
 */
public final class Trainer {
  /** Why a run ended. */
  public enum End {
    /** All steps are taken. */
    STEPS,
    /** The time is up. */
    TIME,
    /** The held-out loss has not fallen for long. */
    PATIENCE,
    /** Somebody asked for it. */
    STOPPED
  }

  private static final Set<Capability> PREVIEW = Set.of(Capability.ENCODE, Capability.SYNTHESIZE);

  private final TrainingPlan plan;
  private final RunPolicy policy;
  private final RunFolder folder;
  private final NoteSplit notes;
  private final Origin origin;
  private final TrainingSession.Facts facts;
  private final Consumer<String> problems;
  private final Ops ops;

  /**
   * Prepares a run; nothing is written yet.
   *
   * @param notes what to learn, and what to measure on
   * @param run folder of the run
   * @param origin what a new run begins with
   * @param inputs which data and which initial model, by their names: more of what decides the run
   * @param datasheet where the notes are from, for the model's file
   * @param environment {@code version} and the like, for the record
   * @param problems receives a sentence on each note that cannot be read and is skipped
   * @throws dev.synth.io.CannotCreateException if the folder holds a run of other settings
   */
  public Trainer(
      TrainingPlan plan,
      RunPolicy policy,
      NoteSplit notes,
      Path run,
      Origin origin,
      Map<String, String> inputs,
      Datasheet datasheet,
      Map<String, String> environment,
      Consumer<String> problems)
      throws IOException {
    this.plan = plan;
    this.policy = policy;
    this.notes = notes;
    this.folder = new RunFolder(run);
    this.origin = origin;
    this.problems = problems;
    Map<String, Object> decisive = new LinkedHashMap<>(inputs);
    String fingerprint = NoteSplit.fingerprint(notes.training());
    decisive.put(RunSettings.DATA, notes.training().size() + " notes " + fingerprint);
    decisive.put(
        RunSettings.HELD_OUT_NOTES,
        notes.heldOut().size() + " notes " + NoteSplit.fingerprint(notes.heldOut()));
    decisive.putAll(plan.settings());
    RunSettings settings = RunSettings.of(decisive);
    if (!policy.overwrite()) {
      folder.check(settings);
    }
    this.ops = Kernels.choose(policy.threads(), plan.learning().precision());
    Map<String, String> made = new LinkedHashMap<>(environment);
    made.put("kernels", ops.description());
    made.put("threads", policy.threads() + "");
    this.facts =
        new TrainingSession.Facts(settings, made, fingerprint, notes.training().size(), datasheet);
  }

  /** What computes, for {@code -v}. */
  public String description() {
    return ops.description();
  }

  /** The step the run resumes from; 0 for a new one that is no fork. */
  public long firstStep() throws IOException {
    return policy.overwrite() || !folder.isRun() ? origin.step() : Math.max(0, folder.lastStep());
  }

  /** What the run would take, measured in a few steps; nothing is written. */
  public TrainingEstimate estimate() throws IOException {
    try (Task<?> task = TrainableKind.of(plan.spec()).task(plan, policy, notes, problems)) {
      return TrainingEstimate.measure(plan, policy, task, firstStep());
    } finally {
      ops.close();
    }
  }

  /**
   * Trains to the end, saving on the way.
   *
   * @param stop whether to stop after the step at hand
   * @return why it ended
   * @throws dev.synth.io.WorkFailedException if the loss explodes for a second time
   */
  public End run(TrainingProgress progress, BooleanSupplier stop) throws IOException {
    // Read before anything is made: data of which nothing can be read leaves no folder behind.
    try (Task<?> task = TrainableKind.of(plan.spec()).task(plan, policy, notes, problems)) {
      return run(task, progress, stop);
    }
  }

  private <B> End run(Task<B> task, TrainingProgress progress, BooleanSupplier stop)
      throws IOException {
    AudioPreview preview = preview();
    try (TrainingSession session =
        new TrainingSession(plan, policy, task, folder, facts, problems)) {
      session.begin(origin, policy.overwrite());
      Throughput pace = new Throughput(plan, task.flopsPerSample(), ops, session.state().seconds);
      boolean heldOut = !notes.heldOut().isEmpty();
      try (TrainingLoop<B> loop =
          new TrainingLoop<>(
              plan, policy, folder, task, heldOut, preview, session, pace, progress)) {
        End end = loop.run(stop);
        ObjectNode line = RunLog.line("end", session.state().step);
        line.put("why", end.name().toLowerCase(Locale.ROOT)).put("time", TrainingSession.now());
        session.log().write(line);
        return end;
      }
    } finally {
      ops.close();
    }
  }

  /**
   * Of the first note that is measured on, or learned where none is, and that can be read; null
   * where none is wanted, or the model cannot both encode and synthesize.
   */
  private AudioPreview preview() throws IOException {
    if (policy.sampleEvery() == 0
        || !TrainableKind.of(plan.spec()).capabilities().containsAll(PREVIEW)) {
      return null;
    }
    for (Note note : notes.heldOut().isEmpty() ? notes.training() : notes.heldOut()) {
      try {
        AudioClip clip = note.load(plan.spec().sampleRateHz());
        if (clip.samples().length > 0) {
          return new AudioPreview(
              folder.file(RunFolder.SAMPLES), note.name(), clip, note.labels().pitch());
        }
      } catch (IOException | WorkFailedException e) {
        // The crops tell of it.
      }
    }
    return null;
  }
}
