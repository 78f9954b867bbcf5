package dev.synth.app.estimate;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.eval.Evaluation;
import dev.synth.eval.EvaluationPlan;
import dev.synth.eval.EvaluationProgress;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.NamedModel;
import dev.synth.eval.Pairs;
import dev.synth.eval.Speed;
import dev.synth.eval.classes.ClassJudge;
import dev.synth.eval.report.EvaluationReport;
import dev.synth.generate.Precision;
import dev.synth.model.Synthesizer;
import dev.synth.render.SpeedTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an evaluation would take: all notes are read, then a few of them are evaluated, cut short
 * where the models are slow. Playing is measured by itself, as its speed depends on how many notes
 * are played at once; what is evaluated is {@link RehearsedSynthesizer no model's}.
 */
public final class EvaluationEstimate {
  /** The trial is not to take much longer. */
  private static final double TRIAL_SECONDS = 8;

  /** By how much its notes grow at a time. */
  private static final int TRIAL_GROWTH = 4;

  /** There is no map of the embeddings of fewer notes. */
  private static final int TRIAL_NOTES_MIN = 3;

  private static final int TRIAL_FRAMES_MIN = 4;
  private static final double TRIAL_NOTE_SECONDS_MIN = 0.1;

  private final List<NamedModel> models;
  private final EvaluationPlan plan;
  private final Path output;
  private final List<Synthesizer> synthesizers = new ArrayList<>();

  /** Samples a second of each model, by how many notes it plays at the same time. */
  private final List<TreeMap<Integer, Double>> speeds = new ArrayList<>();

  /** Of an evaluation whose report would be written to {@code output}. */
  public EvaluationEstimate(List<NamedModel> models, EvaluationPlan plan, Path output)
      throws IOException {
    this.models = models;
    this.plan = plan;
    this.output = output;
    for (NamedModel named : models) {
      synthesizers.add(named.model().synthesizer(Precision.FLOAT));
      speeds.add(new TreeMap<>());
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
    int batch = Math.min(notes.size(), plan.batchNotes());
    int atOnce = 0;
    for (Synthesizer synthesizer : synthesizers) {
      atOnce = Math.max(atOnce, synthesizer.notesAtOnce(batch, threads, 0));
    }
    if (isDone) {
      return tally.estimate(output, atOnce, threads, rateHz, Double.NaN, 0);
    }
    List<Pairs.Pair> lines = Pairs.choose(notes, plan.pairs(), plan.seed());
    double meanSamples = (double) samples / notes.size();
    double meanSeconds = meanSamples / rateHz;
    double seconds = readSeconds + playSeconds(notes.size(), meanSeconds, batch);
    if (!lines.isEmpty()) {
      int sounds = EvaluationPlan.LINE_SOUNDS;
      seconds += lines.size() * playSeconds(sounds, meanSeconds, sounds);
    }
    Trial trial = trial(notes, lines, evaluation.format().frameSeconds());
    double longer = meanSamples / trial.meanSamples();
    seconds += trial.noteSeconds() * notes.size() / trial.notes() * longer;
    seconds += lines.size() * trial.lineSeconds() * longer;
    for (int m = 0; m < models.size(); m++) {
      double encoding = trial.result().speed(models.get(m).method()).orElseThrow().encoding();
      double playing = synthesizers.get(m).format().sampleRateHz() * threads / slowest(m);
      seconds += new Speed(encoding, playing).seconds(meanSeconds);
    }
    long reportStart = System.nanoTime();
    int families = (int) notes.stream().map(note -> note.labels().family()).distinct().count();
    EvaluationReport report = new EvaluationReport(trial.result(), List.of());
    tally.addBytes(report.bytes(notes.size(), families, longer, sound(notes.get(0), rateHz)));
    seconds += secondsSince(reportStart);
    return tally.estimate(output, atOnce, threads, rateHz, samples / seconds, seconds);
  }

  /** A note as it is compared. */
  private AudioClip sound(Note note, int rateHz) throws IOException {
    float[] samples = note.load(rateHz).samples();
    int most = (int) (plan.seconds() * rateHz);
    return new AudioClip(Arrays.copyOf(samples, Math.min(samples.length, most)), rateHz);
  }

  /** How long all models play so many notes. */
  private double playSeconds(int notes, double noteSeconds, int batch) throws IOException {
    double seconds = 0;
    for (int m = 0; m < synthesizers.size(); m++) {
      Synthesizer synthesizer = synthesizers.get(m);
      int rateHz = synthesizer.format().sampleRateHz();
      int atOnce = synthesizer.notesAtOnce(batch, plan.threads(), 0);
      long all = notes * (Math.round(noteSeconds * rateHz) + synthesizer.leadSamples());
      Double known = speeds.get(m).get(atOnce);
      if (known == null) {
        known = SpeedTest.samplesPerSecond(synthesizer, plan.threads(), atOnce, notes, all);
        speeds.get(m).put(atOnce, known);
      }
      seconds += all / known;
    }
    return seconds;
  }

  /** Samples a second that a model plays with the fewest notes at the same time. */
  private double slowest(int model) {
    return speeds.get(model).firstEntry().getValue();
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

  /** Evaluates a few notes, the ends of a line among them, longer ones as long as that is quick. */
  private Trial trial(List<Note> notes, List<Pairs.Pair> lines, double frameSeconds)
      throws IOException {
    Set<Note> chosen = new LinkedHashSet<>();
    if (!lines.isEmpty()) {
      chosen.addAll(List.of(lines.get(0).first(), lines.get(0).last()));
    }
    int threads = plan.threads();
    int wanted = threads * ((TRIAL_NOTES_MIN + threads - 1) / threads); // so that none is idle
    for (int i = 0; i < notes.size() && chosen.size() < wanted; i++) {
      chosen.add(notes.get(i));
    }
    List<Note> tried = List.copyOf(chosen);
    double shortest = Math.max(TRIAL_NOTE_SECONDS_MIN, TRIAL_FRAMES_MIN * frameSeconds);
    trial(tried, shorter(shortest, lines)); // slow, while the JVM compiles
    for (double length = shortest; ; length *= TRIAL_GROWTH) {
      long start = System.nanoTime();
      Trial trial = trial(tried, shorter(length, lines));
      if (length >= plan.seconds() || secondsSince(start) > TRIAL_SECONDS / TRIAL_GROWTH) {
        return trial;
      }
    }
  }

  private EvaluationPlan shorter(double seconds, List<Pairs.Pair> lines) {
    return new EvaluationPlan(
        Math.min(plan.seconds(), seconds),
        plan.temperature(),
        plan.seed(),
        Math.min(1, lines.size()),
        plan.threads());
  }

  private Trial trial(List<Note> notes, EvaluationPlan shorter) throws IOException {
    Phases phases = new Phases();
    try (Evaluation evaluation =
        new Evaluation(
            models, shorter, problem -> {}, phases, RehearsedSynthesizer::new, ClassJudge.NONE)) {
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
