package dev.synth.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.io.WorkFailedException;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Ops;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.WaveNetGraph.Score;
import dev.synth.train.data.CropPrefetcher;
import dev.synth.train.data.Crops;
import dev.synth.train.data.NoteSplit;
import dev.synth.train.data.StreamPosition;
import dev.synth.train.optim.Optimizer;
import dev.synth.train.optim.Schedule;
import dev.synth.train.run.RunFolder;
import dev.synth.train.run.RunLog;
import dev.synth.train.run.RunState;
import dev.synth.train.run.TrainingSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A training run: Adam on random crops, measured on crops of held-out notes, saved every so often.
 * A run that is there already goes on from its last checkpoint, to the bit as if it had never
 * stopped.
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

  private final TrainingPlan plan;
  private final RunPolicy upkeep;
  private final RunFolder folder;
  private final NoteSplit notes;
  private final SavedModel initial;
  private final TrainingSession.Facts facts;
  private final Consumer<String> problems;
  private final Ops ops;

  private TrainingSession session;
  private DivergenceMonitor watch;
  private CropPrefetcher feed;
  private Throughput pace;
  private double accuracy = Double.NaN;
  private final List<String> warnings = new ArrayList<>(); // not yet in the log

  /**
   * Prepares a run; nothing is written yet.
   *
   * @param notes what to learn, and what to measure on
   * @param run folder of the run
   * @param initial model to go on from, or null to start afresh
   * @param inputs which data and which initial model, by the argument that names them: more of what
   *     decides the run
   * @param environment {@code version} and the like, for the record
   * @param problems hears of notes that cannot be read and are passed over
   * @throws dev.synth.io.CannotCreateException if the folder holds a run of other settings
   */
  public Trainer(
      TrainingPlan plan,
      RunPolicy upkeep,
      NoteSplit notes,
      Path run,
      SavedModel initial,
      Map<String, String> inputs,
      Map<String, String> environment,
      Consumer<String> problems)
      throws IOException {
    this.plan = plan;
    this.upkeep = upkeep;
    this.notes = notes;
    this.folder = new RunFolder(run);
    this.initial = initial;
    this.problems = problems;
    Map<String, String> settings = new LinkedHashMap<>(inputs);
    String fingerprint = NoteSplit.fingerprint(notes.training());
    settings.put("DATA", notes.training().size() + " notes " + fingerprint);
    settings.put(
        "held-out notes",
        notes.heldOut().size() + " notes " + NoteSplit.fingerprint(notes.heldOut()));
    settings.putAll(plan.settings());
    if (!upkeep.overwrite()) {
      folder.check(settings);
    }
    this.ops = Kernels.choose(upkeep.threads());
    Map<String, String> made = new LinkedHashMap<>(environment);
    made.put("kernels", ops.description());
    made.put("threads", upkeep.threads() + "");
    this.facts =
        new TrainingSession.Facts(
            settings, made, fingerprint, notes.training().size(), notes.heldOut().size());
  }

  /** What computes, for {@code -v}. */
  public String description() {
    return ops.description();
  }

  /** The step the run goes on from; 0 for a new one. */
  public long firstStep() throws IOException {
    return upkeep.overwrite() || !folder.isRun() ? 0 : Math.max(0, folder.lastStep());
  }

  /**
   * Trains to the end, saving on the way.
   *
   * @param stop whether to stop after the step at hand
   * @return why it ended
   * @throws WorkFailedException if the loss explodes for a second time
   */
  public End run(TrainingProgress progress, BooleanSupplier stop) throws IOException {
    // Read before anything is made: data of which nothing can be read leaves no folder behind.
    boolean measured = !notes.heldOut().isEmpty();
    HeldOut heldOut =
        new HeldOut(
            plan.spec(),
            crops(
                measured ? notes.heldOut() : notes.training(),
                0,
                plan.seed() + 1,
                StreamPosition.START),
            plan.partCrops(),
            measured);
    AudioPreview samples = samples();
    watch =
        new DivergenceMonitor(
            plan,
            heldOut.entropyNats(),
            sentence -> {
              progress.warned(sentence);
              warnings.add(sentence);
            });
    try (TrainingSession begun = new TrainingSession(plan, upkeep, folder, facts, problems)) {
      session = begun;
      session.begin(initial, upkeep.overwrite());
      startFeed();
      pace = new Throughput(plan, ops, session.state().seconds);
      End end = train(heldOut, samples, progress, stop);
      ObjectNode line = RunLog.line("end", session.state().step);
      session
          .log()
          .write(
              line.put("why", end.name().toLowerCase(Locale.ROOT))
                  .put("time", TrainingSession.now()));
      return end;
    } finally {
      if (feed != null) {
        feed.close();
      }
      ops.close();
    }
  }

  private Crops crops(List<Note> from, double inputNoise, long seed, StreamPosition position) {
    return new Crops(
        plan.spec(),
        from,
        problems,
        plan.partCrops(),
        plan.cropSamples(),
        inputNoise,
        seed,
        position);
  }

  private void startFeed() {
    if (feed != null) {
      feed.close();
    }
    long seed = new SplittableRandom(plan.seed()).split().nextLong();
    StreamPosition from = session.state().position;
    feed = new CropPrefetcher(crops(notes.training(), plan.inputNoise(), seed, from), plan.parts());
  }

  /**
   * Of the first note that is measured on, or learned where none is, and that can be read; null
   * where none is wanted.
   */
  private AudioPreview samples() {
    if (upkeep.sampleEvery() == 0) {
      return null;
    }
    for (Note note : notes.heldOut().isEmpty() ? notes.training() : notes.heldOut()) {
      try {
        AudioClip clip = note.load(plan.spec().sampleRateHz());
        if (clip.samples().length > 0) {
          int pitch = note.labels().pitch().orElse(WaveNetSpec.UNKNOWN_PITCH);
          return new AudioPreview(folder.file(RunFolder.SAMPLES), note.name(), clip, pitch);
        }
      } catch (IOException | WorkFailedException e) {
        // The crops tell of it.
      }
    }
    return null;
  }

  private End train(
      HeldOut heldOut, AudioPreview samples, TrainingProgress progress, BooleanSupplier stop)
      throws IOException {
    Schedule rates = plan.rates();
    long lastSave = System.nanoTime();
    End end = end(stop);
    while (end == null) {
      RunState state = session.state();
      double rate = state.rateScale * rates.at(state.step);
      Optimizer.Step step = step(state, rate);
      if (watch.exploded(state, step)) {
        rollBack(step.nats());
        continue;
      }
      boolean last = state.step == plan.steps();
      if (last || state.step % upkeep.logEvery() == 0) {
        writeLine(state, rate, step.gradientNorm());
      }
      boolean best = false;
      if (last || state.step % plan.evaluateEvery() == 0) {
        best = measure(heldOut, state);
        progress.measured(pace.report(state, accuracy, upkeep.secondsLimit()));
        watch.measured(state);
      }
      if (samples != null && state.step % upkeep.sampleEvery() == 0) {
        sample(samples, state);
      }
      writeWarnings();
      end = end(stop);
      boolean due =
          state.step % upkeep.saveEvery() == 0
              || (System.nanoTime() - lastSave) / 1e9 >= upkeep.saveSeconds();
      if (best || due || end != null) {
        if (!session.optimizer().isFinite()) {
          rollBack(Double.NaN);
          end = null;
          continue;
        }
        session.save();
        lastSave = System.nanoTime();
      }
      progress.stepped(pace.report(state, accuracy, upkeep.secondsLimit()));
    }
    return end;
  }

  private Optimizer.Step step(RunState state, double rate) throws IOException {
    long start = System.nanoTime();
    CropPrefetcher.Item item = feed.next();
    long fed = System.nanoTime();
    Optimizer.Step step =
        session.optimizer().step(item.parts(), rate, plan.clipNorm(), Math.toIntExact(state.step));
    pace.stepped(fed - start, System.nanoTime() - fed, step.nats());
    state.step++;
    state.position = item.after();
    state.seconds = pace.seconds();
    state.sinceLine.add(step.nats());
    state.sinceMeasurement.add(step.nats());
    session.optimizer().average(plan.averageDecay(), state.step);
    return step;
  }

  /** Why the run is over; null if it is not. */
  private End end(BooleanSupplier stop) {
    RunState state = session.state();
    if (state.step >= plan.steps()) {
      return End.STEPS;
    }
    if (plan.patience() > 0 && state.sinceBest >= plan.patience()) {
      return End.PATIENCE;
    }
    if (stop.getAsBoolean()) {
      return End.STOPPED;
    }
    return state.seconds >= upkeep.secondsLimit() ? End.TIME : null;
  }

  private void rollBack(double nats) throws IOException {
    long step = session.state().step;
    watch.rollBack(session.state(), nats, folder.path());
    session.rollBack();
    ObjectNode line = RunLog.line("rollback", session.state().step).put("from", step);
    RunLog.put(line, "trainNats", nats);
    RunLog.put(line, "rateScale", session.state().rateScale);
    session.log().write(line);
    session.log().events().restart(session.state().step);
    writeWarnings();
    startFeed();
  }

  private void writeWarnings() throws IOException {
    for (String warning : warnings) {
      session.log().write(RunLog.line("warning", session.state().step).put("text", warning));
    }
    warnings.clear();
  }

  /** What does not depend on the machine's speed comes first in a line. */
  private void writeLine(RunState state, double rate, double gradientNorm) throws IOException {
    ObjectNode line = RunLog.line("train", state.step);
    RunLog.put(line, "trainNats", state.sinceLine.take());
    RunLog.put(line, "learningRate", rate);
    RunLog.put(line, "gradientNorm", gradientNorm);
    double speed = pace.lineSamplesPerSecond();
    RunLog.put(line, "seconds", state.seconds);
    RunLog.put(line, "samplesPerSecond", Math.rint(speed));
    RunLog.put(line, "gflops", pace.gflops(speed));
    RunLog.put(line, "peakShare", pace.gflops(speed) / pace.peakGflops());
    RunLog.put(line, "loadShare", pace.loadShare());
    RunLog.put(line, "memoryMb", Math.rint(ProcessMemory.memoryBytes() / 1e6));
    session.log().write(line);
    pace.newLine();
  }

  /** Returns whether this is the best measurement so far. */
  private boolean measure(HeldOut heldOut, RunState state) throws IOException {
    if (heldOut.isMeasured()) {
      Score score = session.optimizer().averaged(heldOut::measure);
      accuracy = score.accuracy();
      state.measured(score.nats());
    }
    double mean = state.sinceMeasurement.take();
    state.lowestNats = Math.min(state.lowestNats, mean);
    ObjectNode line = RunLog.line("measured", state.step);
    RunLog.put(line, "trainNats", mean);
    RunLog.put(line, "heldOutNats", state.heldOutNats);
    RunLog.put(line, "heldOutBits", state.heldOutNats / Math.log(2));
    RunLog.put(line, "accuracy", accuracy);
    RunLog.put(line, "seconds", state.seconds);
    session.log().write(line);
    return state.bestStep == state.step;
  }

  private void sample(AudioPreview samples, RunState state) throws IOException {
    float[] values =
        session.optimizer().averaged(network -> network.encode(samples.codes(plan.spec()))[0]);
    AudioPreview.Sample sample = samples.make(session.model(), values, state.step, plan.seed());
    session
        .log()
        .events()
        .audio(
            state.step,
            samples.noteName(),
            sample.wav(),
            sample.clip().sampleRateHz(),
            sample.clip().samples().length);
    session
        .log()
        .events()
        .image(state.step, samples.noteName(), sample.png(), sample.width(), sample.height());
    ObjectNode line = RunLog.line("sample", state.step);
    line.put("note", samples.noteName()).put("file", folder.path().relativize(sample.wav()) + "");
    RunLog.put(line, "rmsDbfs", sample.rmsDbfs());
    session.log().write(line);
    watch.sampled(state, sample);
  }
}
