package dev.synth.app.estimate;

import dev.synth.dataset.Note;
import dev.synth.eval.Evaluation;
import dev.synth.eval.EvaluationPlan;
import dev.synth.eval.EvaluationProgress;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Examples;
import dev.synth.eval.NamedModel;
import dev.synth.eval.Pairs;
import dev.synth.eval.Speed;
import dev.synth.eval.report.EvaluationReport;
import dev.synth.generate.Precision;
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

  private final List<NamedModel> models;
  private final EvaluationPlan plan;
  private final Path output;
  private final List<Synthesizer> synthesizers = new ArrayList<>();

  /** Of an evaluation whose report would be written to {@code output}. */
  public EvaluationEstimate(List<NamedModel> models, EvaluationPlan plan, Path output)
      throws IOException {
    this.models = models;
    this.plan = plan;
    this.output = output;
    for (NamedModel named : models) {
      synthesizers.add(named.model().synthesizer(Precision.FLOAT));
    }
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
    int rateHz = evaluation.format().sampleRateHz();
    List<Note> notes = new ArrayList<>();
    long samples = 0;
    long start = System.nanoTime();
    for (Note note : all) {
      int length = evaluation.samples(note);
      if (length > 0) {
        notes.add(note);
        samples += length;
        tally.add(isDone, (double) length / rateHz, 0);
      }
    }
    double readSeconds = secondsSince(start) * (2 + (double) references / all.size());
    Evaluation.checkAny(notes);
    int threads = plan.threads();
    int batch = Math.min(notes.size(), Evaluation.batchNotes(plan));
    int atOnce = 0;
    for (Synthesizer synthesizer : synthesizers) {
      atOnce = Math.max(atOnce, synthesizer.notesAtOnce(batch, threads, 0));
    }
    if (isDone) {
      return tally.estimate(output, atOnce, threads, rateHz, Double.NaN, 0);
    }
    List<Pairs.Pair> lines = Pairs.choose(notes, plan.pairs(), plan.seed());
    double meanSamples = (double) samples / notes.size();
    double soundSeconds = (double) samples / rateHz;
    double seconds = readSeconds + playSeconds(notes.size(), soundSeconds, batch);
    if (!lines.isEmpty()) {
      int sounds = EvaluationPlan.LINE_SOUNDS;
      double lineSeconds = sounds * meanSamples / rateHz;
      seconds += lines.size() * playSeconds(sounds, lineSeconds, sounds);
    }
    Trial trial = trial(notes, lines, evaluation.format().frameSeconds());
    seconds += trial.noteSeconds() * samples / trial.samples();
    seconds += lines.size() * trial.lineSeconds() * meanSamples / trial.meanSamples();
    for (NamedModel named : models) {
      Speed speed = trial.result().speed(named.method()).orElseThrow();
      seconds += speed.seconds(Math.min(plan.seconds(), meanSamples / rateHz));
    }
    long reportStart = System.nanoTime();
    EvaluationReport report = new EvaluationReport(trial.result(), List.of());
    long triedBytes = report.noteBytes();
    long triedSound = report.soundBytes();
    tally.addBytes(report.bytes() - triedBytes - triedSound);
    tally.addBytes(triedBytes * notes.size() / trial.notes());
    tally.addBytes(soundBytes(notes, meanSamples / rateHz));
    seconds += secondsSince(reportStart);
    return tally.estimate(output, atOnce, threads, rateHz, samples / seconds, seconds);
  }

  /** The sounds to listen to: a note of each family, as the original and as each model plays it. */
  private long soundBytes(List<Note> notes, double noteSeconds) {
    long families = notes.stream().map(note -> note.labels().family()).distinct().count();
    long bytes = 0;
    int highestHz = Evaluation.COMMON_RATE_HZ;
    for (NamedModel named : models) {
      int rateHz = named.model().spec().sampleRateHz();
      highestHz = Math.max(highestHz, rateHz);
      bytes += Math.round(2 * noteSeconds * rateHz);
    }
    bytes += Math.round(2 * noteSeconds * highestHz);
    return Math.min(families, Examples.NOTES_MAX) * bytes;
  }

  /** How long all models play so many notes, of so many seconds of sound together. */
  private double playSeconds(int notes, double soundSeconds, int batch) throws IOException {
    double seconds = 0;
    for (Synthesizer synthesizer : synthesizers) {
      int rateHz = synthesizer.format().sampleRateHz();
      int atOnce = synthesizer.notesAtOnce(batch, plan.threads(), 0);
      long all = Math.round(soundSeconds * rateHz) + (long) notes * synthesizer.leadSamples();
      seconds += all / SpeedTest.samplesPerSecond(synthesizer, plan.threads(), atOnce, notes, all);
    }
    return seconds;
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
  private Trial trial(List<Note> notes, List<Pairs.Pair> lines, double frameSeconds)
      throws IOException {
    Set<Note> chosen = new LinkedHashSet<>();
    if (!lines.isEmpty()) {
      chosen.addAll(List.of(lines.get(0).first(), lines.get(0).last()));
    }
    for (int i = 0; i < notes.size() && chosen.size() < plan.threads(); i++) {
      chosen.add(notes.get(i));
    }
    List<Note> tried = List.copyOf(chosen);
    double shortest = Math.max(TRIAL_NOTE_SECONDS_MIN, TRIAL_FRAMES_MIN * frameSeconds);
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
    try (Evaluation evaluation = new Evaluation(models, shorter, problem -> {}, phases)) {
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

  /** Times an evaluation but for its playing and what times that. */
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
      if (!what.equals(PLAYING) && !what.equals(TIMED)) {
        otherSeconds += sinceLast();
      }
      begin();
    }
  }
}
