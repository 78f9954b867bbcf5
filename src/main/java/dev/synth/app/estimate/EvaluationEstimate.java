package dev.synth.app.estimate;

import dev.synth.dataset.Note;
import dev.synth.eval.Evaluation;
import dev.synth.eval.EvaluationPlan;
import dev.synth.eval.EvaluationProgress;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Pairs;
import dev.synth.eval.report.EvaluationReport;
import dev.synth.generate.Precision;
import dev.synth.latent.LatentFormat;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.render.SpeedTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an evaluation would take: all notes are read, then a few of them, cut short, are evaluated.
 * Playing is measured by itself, as its speed depends on how many notes are played at once.
 */
public final class EvaluationEstimate {
  private static final double TRIAL_SECONDS = 4;
  private static final int TRIAL_FRAMES_MIN = 4;
  private static final double TRIAL_NOTE_SECONDS_MIN = 0.1;

  private final SavedModel model;
  private final EvaluationPlan plan;
  private final Path output;
  private final LatentFormat format;
  private final Synthesizer synthesizer;

  /** Of an evaluation whose report would be written to {@code output}. */
  public EvaluationEstimate(SavedModel model, EvaluationPlan plan, Path output) throws IOException {
    this.model = model;
    this.plan = plan;
    this.output = output;
    this.format = model.latent();
    this.synthesizer = model.synthesizer(Precision.FLOAT);
  }

  /**
   * Measures.
   *
   * @param all notes to measure on
   * @param references how many notes the Markov models are fitted on besides
   * @param isDone whether the report is there
   * @param evaluation of the plan; notes that cannot be read are reported to its listener
   * @throws dev.synth.io.BadDataException if no note can be read
   */
  public WorkEstimate measure(List<Note> all, int references, boolean isDone, Evaluation evaluation)
      throws IOException {
    WorkTally tally = new WorkTally();
    List<Note> notes = new ArrayList<>();
    long samples = 0;
    long start = System.nanoTime();
    for (Note note : all) {
      int length = evaluation.samples(note);
      if (length > 0) {
        notes.add(note);
        samples += length;
        tally.add(isDone, (double) length / format.sampleRateHz(), 0);
      }
    }
    double readSeconds = secondsSince(start) * (2 + (double) references / all.size());
    Evaluation.checkAny(notes);
    int threads = plan.threads();
    int rateHz = format.sampleRateHz();
    int atOnce =
        synthesizer.notesAtOnce(Math.min(notes.size(), Evaluation.batchNotes(plan)), threads, 0);
    if (isDone) {
      return tally.estimate(output, atOnce, threads, rateHz, Double.NaN, 0);
    }
    List<Pairs.Pair> lines = Pairs.choose(notes, plan.pairs(), plan.seed());
    double seconds = readSeconds + playSeconds(notes.size(), samples, atOnce);
    double meanSamples = (double) samples / notes.size();
    if (!lines.isEmpty()) {
      int sounds = EvaluationPlan.LINE_SOUNDS;
      seconds += lines.size() * playSeconds(sounds, Math.round(sounds * meanSamples), sounds);
    }
    Trial trial = trial(notes, lines);
    seconds += trial.noteSeconds() * samples / trial.samples();
    seconds += lines.size() * trial.lineSeconds() * meanSamples / trial.meanSamples();
    long reportStart = System.nanoTime();
    EvaluationReport report = new EvaluationReport(trial.result(), "", List.of());
    long triedBytes = report.noteBytes();
    tally.addBytes(report.bytes() - triedBytes + triedBytes * notes.size() / trial.notes());
    seconds += secondsSince(reportStart);
    return tally.estimate(output, atOnce, threads, rateHz, samples / seconds, seconds);
  }

  private double playSeconds(int notes, long samples, int atOnce) throws IOException {
    long all = samples + (long) notes * synthesizer.leadSamples();
    return all / SpeedTest.samplesPerSecond(synthesizer, plan.threads(), atOnce, all);
  }

  /**
   * What was measured.
   *
   * @param notes measured
   * @param samples of all of them
   * @param noteSeconds for all of them, but for the playing
   * @param lineSeconds for a line of interpolation, but for the playing
   */
  private record Trial(
      int notes, long samples, double noteSeconds, double lineSeconds, EvaluationResult result) {
    double meanSamples() {
      return (double) samples / notes;
    }
  }

  /** Evaluates a few notes, the ends of a line among them, until some seconds are over. */
  private Trial trial(List<Note> notes, List<Pairs.Pair> lines) throws IOException {
    Set<Note> chosen = new LinkedHashSet<>();
    if (!lines.isEmpty()) {
      chosen.addAll(List.of(lines.get(0).first(), lines.get(0).last()));
    }
    for (int i = 0; i < notes.size() && chosen.size() < plan.threads(); i++) {
      chosen.add(notes.get(i));
    }
    List<Note> tried = List.copyOf(chosen);
    double shortest = Math.max(TRIAL_NOTE_SECONDS_MIN, TRIAL_FRAMES_MIN * format.frameSeconds());
    double length = shortest;
    long begin = 0;
    while (true) {
      EvaluationPlan shorter =
          new EvaluationPlan(
              Math.min(plan.seconds(), length),
              plan.temperature(),
              plan.seed(),
              Math.min(1, lines.size()),
              plan.threads());
      long start = System.nanoTime();
      Trial trial = trial(tried, shorter);
      if (begin == 0) { // the first is slow, while the JVM compiles
        begin = System.nanoTime();
        continue;
      }
      double left = TRIAL_SECONDS - secondsSince(begin);
      double next = Math.min(plan.seconds(), length * left / secondsSince(start));
      if (left <= 0 || next <= length) {
        return trial;
      }
      length = next;
    }
  }

  private Trial trial(List<Note> notes, EvaluationPlan shorter) throws IOException {
    Phases phases = new Phases();
    try (Evaluation evaluation = new Evaluation(model, shorter, problem -> {}, phases)) {
      long samples = 0;
      for (Note note : notes) {
        samples += evaluation.samples(note);
      }
      phases.begin();
      EvaluationResult result = evaluation.run(notes, List.of());
      return new Trial(notes.size(), samples, phases.otherSeconds, phases.sinceLast(), result);
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  /** Times an evaluation but for its playing. */
  private static final class Phases implements EvaluationProgress {
    private long last;
    private double otherSeconds;

    void begin() {
      last = System.nanoTime();
    }

    double sinceLast() {
      return secondsSince(last);
    }

    @Override
    public void reached(long done, long total, String what) {
      if (!what.equals(PLAYING)) {
        otherSeconds += sinceLast();
      }
      begin();
    }
  }
}
