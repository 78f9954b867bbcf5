package dev.synth.eval;

import static java.util.stream.Collectors.joining;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.eval.MeasuredModel.Encoded;
import dev.synth.eval.NoteComparison.Loaded;
import dev.synth.eval.classes.ClassJudge;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.PlayedPitch;
import dev.synth.io.BadDataException;
import dev.synth.io.WorkFailedException;
import dev.synth.latent.Embedding;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Measures models on notes, all on the same. Sounds are held a batch at a time, so memory does not
 * grow with the notes; what stays of each is a few hundred numbers.
 *
 * <p>Each model encodes a note at its encoder's rate and plays it at its own; what it plays is
 * compared with the original at one rate, {@link #COMMON_RATE_HZ}, or that of the model with the
 * lowest if that is lower.
 */
public final class Evaluation implements AutoCloseable {
  /** The rate that sounds are compared at: NSynth's. */
  public static final int COMMON_RATE_HZ = 16_000;

  private final List<MeasuredModel> models = new ArrayList<>();
  private final LatentFormat format; // of the first model's embeddings, at the common rate
  private final Set<Integer> ratesHz = new TreeSet<>();
  private final EvaluationPlan plan;
  private final Consumer<String> problems;
  private final EvaluationProgress progress;
  private final MarkovScores markov;
  private final NoteComparison compared;
  private final Map<Note, Loaded> ends = new HashMap<>();
  private final Examples examples = new Examples();
  private Loaded first;
  private long done;
  private long total;

  /**
   * An evaluation.
   *
   * @param problems receives a sentence on each note that cannot be measured
   * @throws BadDataException if a model cannot encode or synthesize
   */
  public Evaluation(
      List<NamedModel> named,
      EvaluationPlan plan,
      Consumer<String> problems,
      EvaluationProgress progress)
      throws BadDataException {
    this(named, plan, problems, progress, UnaryOperator.identity(), ClassJudge.NONE);
  }

  /** As above; {@code playing} makes the synthesizers that play, {@code judge} hears labels. */
  public Evaluation(
      List<NamedModel> named,
      EvaluationPlan plan,
      Consumer<String> problems,
      EvaluationProgress progress,
      UnaryOperator<Synthesizer> playing,
      ClassJudge judge)
      throws BadDataException {
    this.plan = plan;
    this.problems = problems;
    this.progress = progress;
    int commonHz = COMMON_RATE_HZ;
    try {
      for (NamedModel each : named) {
        MeasuredModel model = new MeasuredModel(each, plan.threads(), playing);
        models.add(model);
        ratesHz.addAll(model.ratesHz());
        commonHz = Math.min(commonHz, model.format().sampleRateHz());
      }
    } catch (BadDataException | RuntimeException e) {
      close();
      throw e;
    }
    ratesHz.add(commonHz);
    markov = new MarkovScores(models);
    LatentFormat encoded = models.get(0).encoderFormat();
    int hopSamples = (int) Math.max(1, Math.round(encoded.frameSeconds() * commonHz));
    format = new LatentFormat(encoded.channels(), hopSamples, commonHz);
    compared = new NoteComparison(models, plan.seed(), format, judge);
  }

  /** The first model's embeddings, beside sound of the rate that sounds are compared at. */
  public LatentFormat format() {
    return format;
  }

  /**
   * Measures.
   *
   * @param notes to measure on; those that cannot be read, or that one of the models cannot do, are
   *     left out and reported
   * @param reference notes to fit the Markov models on; empty to fit them, for each note, on all
   *     the others of {@code notes}
   * @throws BadDataException if no note can be measured
   */
  public EvaluationResult run(List<Note> notes, List<Note> reference) throws IOException {
    List<Note> readable = new ArrayList<>();
    boolean leaveOneOut = reference.isEmpty();
    total = total(notes.size(), plan.pairs());
    for (Note note : leaveOneOut ? notes : reference) {
      report(0, "reading notes");
      Recording recording = load(note);
      if (recording != null) {
        readable.add(note);
        markov.add(recording);
      }
    }
    List<Note> measured = leaveOneOut ? readable : notes;
    List<Pairs.Pair> pairs = Pairs.choose(measured, plan.pairs(), plan.seed());
    pairs.forEach(
        pair -> {
          ends.put(pair.first(), null);
          ends.put(pair.last(), null);
        });
    total = total(measured.size(), pairs.size());
    List<NoteScores> scores = new ArrayList<>();
    int batch = plan.batchNotes();
    for (int from = 0; from < measured.size(); from += batch) {
      int to = Math.min(measured.size(), from + batch);
      scores.addAll(batch(measured.subList(from, to), leaveOneOut));
    }
    checkAny(scores);
    List<Speed> speeds = speeds();
    List<LineScores> lines = new ArrayList<>();
    for (Pairs.Pair pair : pairs) {
      if (ends.get(pair.first()) != null && ends.get(pair.last()) != null) {
        line(pair).ifPresent(lines::add);
      }
    }
    return new EvaluationResult(
        models.stream().map(MeasuredModel::named).toList(),
        format,
        plan,
        scores,
        leaveOneOut ? 0 : markov.notes(),
        lines,
        speeds,
        examples);
  }

  /**
   * Fails where no note is left.
   *
   * @param measured those that are
   */
  public static void checkAny(List<?> measured) throws BadDataException {
    if (measured.isEmpty()) {
      throw new BadDataException("None of the notes can be measured; name others.");
    }
  }

  /**
   * How many samples of a note are measured, at the common rate; 0 if it cannot be read, or not be
   * played at its pitch, which is reported.
   */
  public int samples(Note note) {
    Recording recording = load(note);
    boolean isMeasured = recording != null && isPlayable(note);
    return isMeasured ? recording.at(format.sampleRateHz()).length : 0;
  }

  private boolean isPlayable(Note note) {
    for (MeasuredModel model : models) {
      Optional<String> refusal = model.synthesizer().refusal(PlayedPitch.of(pitch(note)));
      if (refusal.isPresent()) {
        unplayable(model, note, PlayedNotes.sentence(refusal.get()));
        return false;
      }
    }
    return true;
  }

  private void unplayable(MeasuredModel model, Note note, String why) {
    problems.accept(
        note.name() + ": " + of(model) + " cannot play it: " + why + " It is left out.");
  }

  /** Work, in units: a model encodes a note, or plays it; a note is measured. */
  private long total(int notes, int pairs) {
    return (2L * models.size() + 1) * notes
        + (long) models.size() * pairs * EvaluationPlan.LINE_SOUNDS;
  }

  private void report(long units, String what) {
    done += units;
    progress.reached(done, total, what);
  }

  /** The sound of a note, cut; null if it cannot be read. */
  private Recording load(Note note) {
    try {
      Recording recording = Recording.of(note, ratesHz, plan.seconds());
      for (MeasuredModel model : models) {
        if (recording.isTooShort(model.encoderFormat())) {
          problems.accept(
              note.name() + ": is shorter than a frame of " + of(model) + ". It is left out.");
          return null;
        }
      }
      return recording;
    } catch (IOException | WorkFailedException e) {
      problems.accept(e.getMessage() + " The note is left out.");
      return null;
    }
  }

  /** A model, in a sentence. */
  private String of(MeasuredModel model) {
    return models.size() == 1 ? "the model" : "the model " + model.named().name();
  }

  private static int pitch(Note note) {
    return note.labels().pitch().orElse(GenerationRequest.UNKNOWN_PITCH);
  }

  private List<NoteScores> batch(List<Note> notes, boolean leaveOneOut) {
    List<Loaded> loaded = new ArrayList<>();
    for (Note note : notes) {
      Recording recording = load(note);
      List<Encoded> encoded = new ArrayList<>();
      for (MeasuredModel model : models) {
        if (recording != null) {
          encoded.add(model.encode(note, recording));
        }
        report(1, "scoring");
      }
      if (recording != null) {
        loaded.add(new Loaded(note, recording, encoded));
      }
    }
    Map<Loaded, List<AudioClip>> played = new LinkedHashMap<>();
    loaded.forEach(note -> played.put(note, new ArrayList<>()));
    for (int m = 0; m < models.size(); m++) {
      play(m, loaded, notes.size(), played);
    }
    List<Map<Integer, double[][]>> markovNats = new ArrayList<>();
    for (Map.Entry<Loaded, List<AudioClip>> each : played.entrySet()) {
      Loaded note = each.getKey();
      markovNats.add(markov.nats(note.recording(), leaveOneOut));
      first = first == null ? note : first;
      if (ends.containsKey(note.note())) {
        ends.put(note.note(), note);
      }
      examples.offer(new Examples.Example(note.note(), example(note.recording()), each.getValue()));
    }
    return compared.scores(played, markovNats, plan.threads(), () -> report(1, "measuring"));
  }

  /** Of the rates at hand, the highest that the note was recorded at. */
  private AudioClip example(Recording recording) {
    int rateHz =
        ratesHz.stream()
            .filter(each -> recording.reaches(each) || each == format.sampleRateHz())
            .max(Integer::compare)
            .orElseThrow();
    return new AudioClip(recording.at(rateHz), rateHz);
  }

  /** Adds a model's sounds to those of the others; notes it cannot play are left out of all. */
  private void play(int m, List<Loaded> loaded, int units, Map<Loaded, List<AudioClip>> played) {
    MeasuredModel model = models.get(m);
    List<Loaded> left = loaded.stream().filter(played::containsKey).toList();
    List<GenerationRequest> requests = new ArrayList<>();
    for (Loaded note : left) {
      Encoded encoded = note.encoded().get(m);
      requests.add(
          model.request(
              plan,
              encoded.embedding(),
              pitch(note.note()),
              note.note().name(),
              encoded.raisedDb()));
    }
    PlayedNotes notes = play(model, requests, units);
    for (int i = 0; i < requests.size(); i++) {
      WorkFailedException failure = notes.failure(requests.get(i));
      if (failure == null) {
        played.get(left.get(i)).add(model.clip(notes.sounds().get(i)));
      } else {
        played.remove(left.get(i));
        unplayable(model, left.get(i).note(), failure.getMessage());
      }
    }
  }

  private PlayedNotes play(MeasuredModel model, List<GenerationRequest> requests, int units) {
    long before = done;
    PlayedNotes notes =
        model.play(
            requests,
            plan.threads(),
            (samples, all) ->
                progress.reached(
                    before + units * samples / all, total, EvaluationProgress.PLAYING));
    done = before + units;
    return notes;
  }

  /** How fast each model is, on the first note. */
  private List<Speed> speeds() throws BadDataException {
    List<Speed> speeds = new ArrayList<>();
    for (int m = 0; m < models.size(); m++) {
      MeasuredModel model = models.get(m);
      Embedding start =
          Speed.start(first.encoded().get(m).embedding(), model.format().frameSeconds());
      GenerationRequest request =
          model.request(plan, start, pitch(first.note()), first.note().name(), 0);
      speeds.add(
          Speed.of(model, model.heard(first.recording()), first.note().labels().pitch(), request));
      report(0, EvaluationProgress.TIMED);
    }
    return speeds;
  }

  /** A line of each model; nothing if one of them cannot play it, which is reported. */
  private Optional<LineScores> line(Pairs.Pair pair) {
    Loaded from = ends.get(pair.first());
    Loaded to = ends.get(pair.last());
    List<List<AudioClip>> clips = new ArrayList<>();
    Map<ReconstructionMethod, List<float[]>> lines = new LinkedHashMap<>();
    for (int m = 0; m < models.size(); m++) {
      MeasuredModel model = models.get(m);
      Encoded first = from.encoded().get(m);
      Encoded last = to.encoded().get(m);
      List<Embedding> line =
          Interpolation.line(
              first.embedding(),
              last.embedding(),
              EvaluationPlan.LINE_SOUNDS,
              Interpolation.Mode.LINEAR);
      List<GenerationRequest> requests = new ArrayList<>();
      for (int i = 0; i < line.size(); i++) {
        double share = (double) i / (line.size() - 1);
        double raisedDb = (1 - share) * first.raisedDb() + share * last.raisedDb();
        requests.add(model.request(plan, line.get(i), pair.pitch(), pair.first().name(), raisedDb));
      }
      PlayedNotes notes = play(model, requests, EvaluationPlan.LINE_SOUNDS);
      for (GenerationRequest request : requests) {
        if (notes.failure(request) != null) {
          problems.accept(
              "The line from "
                  + pair.first().name()
                  + " to "
                  + pair.last().name()
                  + " is left out: "
                  + notes.failure(request).getMessage());
          return Optional.empty();
        }
      }
      List<AudioClip> sounds = notes.sounds().stream().map(model::clip).toList();
      clips.add(sounds);
      lines.put(
          model.named().method(),
          sounds.stream().map(each -> Recording.samples(each, format.sampleRateHz())).toList());
    }
    examples.offerLines(pair, clips);
    return Optional.of(
        LineScores.of(
            pair,
            from.recording().at(format.sampleRateHz()),
            to.recording().at(format.sampleRateHz()),
            lines,
            format,
            plan.seed(),
            new NoteMetrics(format)));
  }

  /** What computes, for {@code -v}. */
  public String description() {
    return models.stream().map(MeasuredModel::description).distinct().collect(joining("; "));
  }

  /** Frees the encoders and the scorers. */
  @Override
  public void close() {
    models.forEach(MeasuredModel::close);
  }
}
