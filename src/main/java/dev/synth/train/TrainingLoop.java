package dev.synth.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.train.data.CropPrefetcher;
import dev.synth.train.optim.Schedule;
import dev.synth.train.run.RunFolder;
import dev.synth.train.run.RunLog;
import dev.synth.train.run.RunState;
import dev.synth.train.run.TrainingSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Step after step of a session that has begun, with what is measured, written and saved on the way.
 */
final class TrainingLoop<B> implements AutoCloseable {
  private final TrainingPlan plan;
  private final RunPolicy policy;
  private final RunFolder folder;
  private final Task<B> task;
  private final boolean heldOut;
  private final AudioPreview preview;
  private final TrainingSession session;
  private final Throughput pace;
  private final TrainingProgress progress;
  private final DivergenceMonitor monitor;
  private final List<String> warnings = new ArrayList<>(); // not yet in the log
  private CropPrefetcher<B> feed;
  private long lastMeasurement; // in nanoseconds
  private long measuredStep;

  /**
   * A loop that resumes from the session's state.
   *
   * @param heldOut whether notes are held out to measure on
   * @param preview a note to generate now and then, or null
   */
  TrainingLoop(
      TrainingPlan plan,
      RunPolicy policy,
      RunFolder folder,
      Task<B> task,
      boolean heldOut,
      AudioPreview preview,
      TrainingSession session,
      Throughput pace,
      TrainingProgress progress) {
    this.plan = plan;
    this.policy = policy;
    this.folder = folder;
    this.task = task;
    this.heldOut = heldOut;
    this.preview = preview;
    this.session = session;
    this.pace = pace;
    this.progress = progress;
    this.measuredStep = session.state().step;
    this.monitor =
        new DivergenceMonitor(
            plan,
            task.unit(),
            task.baselines(),
            sentence -> {
              progress.warned(sentence);
              warnings.add(sentence);
            });
    startFeed();
  }

  private void startFeed() {
    close();
    feed = new CropPrefetcher<>(task.batches(session.state().position), plan.batches().parts());
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.close();
    }
  }

  /** Trains to the end; returns why it ended. */
  Trainer.End run(BooleanSupplier stop) throws IOException {
    Schedule rates = plan.learning().schedule();
    long lastSave = System.nanoTime();
    lastMeasurement = lastSave;
    Trainer.End end = end(stop);
    while (end == null) {
      RunState state = session.state();
      double rate = state.rateScale * rates.at(state.step);
      Step step = step(state, rate);
      if (monitor.exploded(state, step)) {
        rollBack(step.loss());
        continue;
      }
      boolean last = state.step == plan.steps();
      if (last || state.step % policy.logEvery() == 0) {
        writeLine(state, rate, step);
      }
      boolean best = false;
      if (last || state.step % plan.measuring().evaluateEvery() == 0) {
        best = measure(state, true);
        monitor.measured(state);
      } else if (secondsSince(lastMeasurement) >= policy.measureSeconds()) {
        best = measure(state, false);
      }
      if (preview != null && state.step % policy.sampleEvery() == 0) {
        sample(state);
      }
      writeWarnings();
      end = end(stop);
      boolean due =
          state.step % policy.saveEvery() == 0 || secondsSince(lastSave) >= policy.saveSeconds();
      if (best || due || end != null) {
        if (!task.isFinite()) {
          rollBack(Double.NaN);
          end = null;
          continue;
        }
        session.save();
        lastSave = System.nanoTime();
      }
      progress.stepped(report(state, state.shownLoss));
    }
    measureAtStop(session.state(), end);
    return end;
  }

  /** Measures a run that ends before its end; it is saved already. */
  private void measureAtStop(RunState state, Trainer.End end) throws IOException {
    boolean early = end == Trainer.End.TIME || end == Trainer.End.STOPPED;
    if (early && state.step > measuredStep && Double.isFinite(policy.measureSeconds())) {
      if (measure(state, false)) {
        session.save();
      }
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private Step step(RunState state, double rate) throws IOException {
    long start = System.nanoTime();
    CropPrefetcher.Item<B> item = feed.next();
    long fed = System.nanoTime();
    Step step = task.step(item.parts(), rate, state.step);
    pace.stepped(fed - start, System.nanoTime() - fed);
    state.step++;
    state.position = item.after();
    state.seconds = pace.seconds();
    state.stepped(step.loss());
    return step;
  }

  /** Why the run is over; null if it is not. */
  private Trainer.End end(BooleanSupplier stop) {
    RunState state = session.state();
    if (state.step >= plan.steps()) {
      return Trainer.End.STEPS;
    }
    int patience = plan.measuring().patience();
    if (patience > 0 && state.sinceBest >= patience) {
      return Trainer.End.PATIENCE;
    }
    if (stop.getAsBoolean()) {
      return Trainer.End.STOPPED;
    }
    return state.seconds >= policy.secondsLimit() ? Trainer.End.TIME : null;
  }

  private TrainingProgress.Report report(RunState state, double trainLoss) {
    return pace.report(state, trainLoss, task.unit(), policy.secondsLimit());
  }

  private void rollBack(double loss) throws IOException {
    long step = session.state().step;
    monitor.rollBack(session.state(), loss, folder.path());
    session.rollBack();
    ObjectNode line = RunLog.line("rollback", session.state().step).put("from", step);
    RunLog.put(line, task.unit().key("train"), loss);
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
  private void writeLine(RunState state, double rate, Step step) throws IOException {
    ObjectNode line = RunLog.line("train", state.step);
    RunLog.put(line, task.unit().key("train"), state.sinceLine.take());
    RunLog.put(line, "learningRate", rate);
    RunLog.put(line, "gradientNorm", step.gradientNorm());
    put(line, step.more());
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

  private static void put(ObjectNode line, Map<String, Double> more) {
    more.forEach((name, value) -> RunLog.put(line, name, value));
  }

  /** Returns whether this is the best measurement so far. */
  private boolean measure(RunState state, boolean scheduled) throws IOException {
    Measurement measurement = task.measure();
    if (heldOut) {
      state.measured(measurement, scheduled);
    }
    double mean = state.sinceMeasurement.mean();
    if (scheduled) {
      mean = state.sinceMeasurement.take();
      state.lowestLoss = Math.min(state.lowestLoss, mean);
    }
    ObjectNode line = RunLog.line("measured", state.step);
    RunLog.put(line, task.unit().key("train"), mean);
    RunLog.put(line, task.unit().key("heldOut"), state.heldOutLoss);
    if (task.unit() == LossUnit.NATS) {
      RunLog.put(line, "heldOutBits", state.heldOutLoss / Math.log(2));
    }
    put(line, measurement.more());
    if (!scheduled) {
      line.put("unscheduled", true);
    }
    RunLog.put(line, "seconds", state.seconds);
    session.log().write(line);
    lastMeasurement = System.nanoTime();
    measuredStep = state.step;
    progress.measured(report(state, mean));
    return state.bestStep == state.step;
  }

  private void sample(RunState state) throws IOException {
    AudioPreview.Sample sample =
        preview.make(session.model(), policy.threads(), state.step, plan.seed());
    session
        .log()
        .events()
        .audio(
            state.step,
            preview.noteName(),
            sample.wav(),
            sample.clip().sampleRateHz(),
            sample.clip().samples().length);
    session
        .log()
        .events()
        .image(state.step, preview.noteName(), sample.png(), sample.width(), sample.height());
    ObjectNode line = RunLog.line("sample", state.step);
    line.put("note", preview.noteName()).put("file", folder.path().relativize(sample.wav()) + "");
    RunLog.put(line, "rmsDbfs", sample.rmsDbfs());
    session.log().write(line);
    monitor.sampled(state, sample);
  }
}
