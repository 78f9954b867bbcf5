package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.audio.MuLaw;
import dev.synth.dataset.Note;
import dev.synth.dsp.EncodingGain;
import dev.synth.dsp.OffsetFilter;
import dev.synth.eval.baseline.MarkovModel;
import dev.synth.eval.metric.Features;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSeed;
import dev.synth.generate.OutputLevel;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.Precision;
import dev.synth.io.BadDataException;
import dev.synth.io.WorkFailedException;
import dev.synth.io.Workers;
import dev.synth.latent.Embedding;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Encoder;
import dev.synth.model.LikelihoodScorer;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Measures a model on notes. Sounds are held a batch at a time, so memory does not grow with the
 * notes; what stays of each is a few hundred numbers.
 */
public final class Evaluation implements AutoCloseable {
  /** Notes of a batch, a thread. */
  private static final int BATCH_NOTES = 16;

  /** Work on a note, in units: to score it, to play it, to measure it. */
  private static final int UNITS = 3;

  private final SavedModel model;
  private final LatentFormat format;
  private final EvaluationPlan plan;
  private final Consumer<String> problems;
  private final EvaluationProgress progress;
  private final Encoder encoder;
  private final LikelihoodScorer scorer;
  private final Synthesizer synthesizer;
  private final MarkovModel markov = new MarkovModel();
  private final Map<Note, Ends> ends = new HashMap<>();
  private final Examples examples = new Examples();
  private long done;
  private long total;

  /** A note on its way through a batch. */
  private record Loaded(
      Note note,
      float[] samples,
      double raisedDb,
      byte[] codes,
      Embedding embedding,
      double nats) {}

  /** What a line of interpolation needs of a note at its end. */
  private record Ends(float[] samples, double raisedDb, Embedding embedding) {}

  /** A note as the encoder hears it, and its codes. */
  private record Heard(float[] samples, byte[] codes) {}

  /**
   * An evaluation.
   *
   * @param problems receives a sentence on each note that cannot be read
   */
  public Evaluation(
      SavedModel model, EvaluationPlan plan, Consumer<String> problems, EvaluationProgress progress)
      throws BadDataException {
    this.model = model;
    this.format = model.latent();
    this.plan = plan;
    this.problems = problems;
    this.progress = progress;
    this.encoder = model.encoder(plan.threads());
    this.scorer = model.likelihoodScorer(plan.threads());
    this.synthesizer = model.synthesizer(Precision.FLOAT);
  }

  /**
   * Measures.
   *
   * @param notes to measure on; those that cannot be read are left out and reported
   * @param reference notes to fit the Markov models on; empty to fit them, for each note, on all
   *     the others of {@code notes}
   * @throws BadDataException if no note can be read
   */
  public EvaluationResult run(List<Note> notes, List<Note> reference) throws IOException {
    List<Note> readable = new ArrayList<>();
    boolean leaveOneOut = reference.isEmpty();
    total = (long) UNITS * notes.size() + (long) plan.pairs() * EvaluationPlan.LINE_SOUNDS;
    for (Note note : leaveOneOut ? notes : reference) {
      report(0, "reading notes");
      float[] samples = load(note);
      if (samples != null) {
        readable.add(note);
        markov.add(heard(samples, raisedDb(samples)).codes());
      }
    }
    List<Note> measured = leaveOneOut ? readable : notes;
    List<Pairs.Pair> pairs = Pairs.choose(measured, plan.pairs(), plan.seed());
    pairs.forEach(
        pair -> {
          ends.put(pair.first(), null);
          ends.put(pair.last(), null);
        });
    total = (long) UNITS * measured.size() + (long) pairs.size() * EvaluationPlan.LINE_SOUNDS;
    List<NoteScores> scores = new ArrayList<>();
    int batch = batchNotes(plan);
    for (int from = 0; from < measured.size(); from += batch) {
      int to = Math.min(measured.size(), from + batch);
      scores.addAll(batch(measured.subList(from, to), leaveOneOut));
    }
    checkAny(scores);
    List<LineScores> lines = new ArrayList<>();
    for (Pairs.Pair pair : pairs) {
      if (ends.get(pair.first()) != null && ends.get(pair.last()) != null) {
        lines.add(line(pair));
      }
    }
    return new EvaluationResult(
        model, plan, scores, leaveOneOut ? 0 : markov.notes(), lines, examples);
  }

  /** How many notes are played at the same time, at most. */
  public static int batchNotes(EvaluationPlan plan) {
    return BATCH_NOTES * plan.threads();
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

  /** How many samples of a note are measured; 0 if it cannot be read, which is reported. */
  public int samples(Note note) {
    float[] samples = load(note);
    return samples == null ? 0 : samples.length;
  }

  private void report(long units, String what) {
    done += units;
    progress.reached(done, total, what);
  }

  /** The samples of a note, cut; null if it cannot be read. */
  private float[] load(Note note) {
    try {
      float[] samples = note.load(format.sampleRateHz()).samples();
      if (samples.length < format.hopSamples()) {
        problems.accept(note.name() + ": is shorter than a frame of the model. It is left out.");
        return null;
      }
      int most = (int) (plan.seconds() * format.sampleRateHz());
      return samples.length > most ? Arrays.copyOf(samples, most) : samples;
    } catch (IOException | WorkFailedException e) {
      problems.accept(e.getMessage() + " The note is left out.");
      return null;
    }
  }

  private static int pitch(Note note) {
    return note.labels().pitch().orElse(GenerationRequest.UNKNOWN_PITCH);
  }

  private List<NoteScores> batch(List<Note> notes, boolean leaveOneOut) {
    List<Loaded> loaded = new ArrayList<>();
    for (Note note : notes) {
      float[] samples = load(note);
      if (samples != null) {
        double raisedDb = raisedDb(samples);
        Heard heard = heard(samples, raisedDb);
        Embedding embedding =
            encoder.encode(
                new AudioClip(heard.samples(), format.sampleRateHz()), note.labels().pitch());
        double nats = scorer.nats(heard.samples(), embedding, pitch(note));
        loaded.add(new Loaded(note, samples, raisedDb, heard.codes(), embedding, nats));
        if (ends.containsKey(note)) {
          ends.put(note, new Ends(samples, raisedDb, embedding));
        }
      }
      report(1, "scoring");
    }
    List<float[]> sounds =
        play(
            loaded.stream()
                .map(
                    note ->
                        request(
                            note.embedding(),
                            pitch(note.note()),
                            note.note().name(),
                            note.raisedDb()))
                .toList(),
            notes.size());
    List<double[][]> markovNats = new ArrayList<>();
    for (Loaded note : loaded) {
      if (leaveOneOut) {
        markov.remove(note.codes());
      }
      markovNats.add(markov.nats(note.codes()));
      if (leaveOneOut) {
        markov.add(note.codes());
      }
    }
    for (int i = 0; i < loaded.size(); i++) {
      examples.offer(loaded.get(i).note(), loaded.get(i).samples(), sounds.get(i));
    }
    return measure(loaded, sounds, markovNats);
  }

  /** By how much a note is raised before it is encoded. */
  private double raisedDb(float[] samples) {
    return EncodingGain.decibels(samples, format.sampleRateHz());
  }

  private Heard heard(float[] samples, double raisedDb) {
    float[] raised = EncodingGain.raised(samples, raisedDb);
    return new Heard(raised, MuLaw.encode(OffsetFilter.filter(raised, format.sampleRateHz())));
  }

  private GenerationRequest request(Embedding embedding, int pitch, String name, double raisedDb) {
    return new GenerationRequest(
        embedding,
        PlayedPitch.of(pitch),
        format.samples(embedding.frames()),
        plan.temperature(),
        NoteSeed.of(plan.seed(), name),
        new OutputLevel(-raisedDb, Double.POSITIVE_INFINITY));
  }

  private List<float[]> play(List<GenerationRequest> requests, int units) {
    long before = done;
    List<float[]> sounds =
        synthesizer.synthesize(
            requests,
            plan.threads(),
            (samples, all) ->
                progress.reached(
                    before + units * samples / all, total, EvaluationProgress.PLAYING));
    done = before + units;
    return sounds;
  }

  private List<NoteScores> measure(
      List<Loaded> loaded, List<float[]> sounds, List<double[][]> markovNats) {
    ExecutorService executor = Executors.newFixedThreadPool(plan.threads(), Evaluation::daemon);
    ThreadLocal<NoteMetrics> measuring = ThreadLocal.withInitial(() -> new NoteMetrics(format));
    try {
      List<Future<NoteScores>> running = new ArrayList<>();
      for (int i = 0; i < loaded.size(); i++) {
        Loaded note = loaded.get(i);
        float[] sound = Arrays.copyOf(sounds.get(i), note.samples().length);
        double[][] nats = markovNats.get(i);
        running.add(executor.submit(() -> scores(measuring.get(), note, sound, nats)));
      }
      List<NoteScores> scores = new ArrayList<>();
      for (Future<NoteScores> each : running) {
        scores.add(each.get());
        report(1, "measuring");
      }
      return scores;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("evaluation was interrupted", e);
    } catch (ExecutionException e) {
      throw Workers.failure(e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "synth-eval");
    thread.setDaemon(true);
    return thread;
  }

  private NoteScores scores(
      NoteMetrics measuring, Loaded loaded, float[] sound, double[][] markovNats) {
    Note note = loaded.note();
    double pitch = note.labels().pitch().isPresent() ? pitch(note) : Double.NaN;
    return new NoteScores(
        note,
        loaded.samples().length,
        loaded.nats(),
        markovNats,
        measuring.ways(loaded.samples(), sound, pitch, NoteSeed.of(plan.seed(), note.name())),
        Features.of(rows(loaded.embedding())),
        Features.of(measuring.classical().bandLevels(loaded.samples())));
  }

  private static float[][] rows(Embedding embedding) {
    int channels = embedding.channels();
    float[][] rows = new float[embedding.frames()][];
    for (int f = 0; f < rows.length; f++) {
      rows[f] = Arrays.copyOfRange(embedding.values(), f * channels, (f + 1) * channels);
    }
    return rows;
  }

  private LineScores line(Pairs.Pair pair) {
    Ends first = ends.get(pair.first());
    Ends last = ends.get(pair.last());
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
      requests.add(request(line.get(i), pair.pitch(), pair.first().name(), raisedDb));
    }
    List<float[]> sounds = play(requests, EvaluationPlan.LINE_SOUNDS);
    examples.offerLine(pair, sounds);
    return LineScores.of(
        pair,
        first.samples(),
        last.samples(),
        sounds,
        format,
        plan.seed(),
        new NoteMetrics(format));
  }

  /** What computes, for {@code -v}. */
  public String description() {
    return scorer.description() + "; playing with " + synthesizer.description();
  }

  /** Frees the encoder and the scorer. */
  @Override
  public void close() {
    encoder.close();
    scorer.close();
  }
}
