package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.eval.classes.ClassJudge;
import dev.synth.eval.metric.Features;
import dev.synth.generate.NoteSeed;
import dev.synth.io.Workers;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares notes with what the models play of them.
 *
 * @param seed of Griffin-Lim's first phases
 * @param format of the first model's embeddings, at the rate that sounds are compared at
 * @param judge hears the labels
 */
record NoteComparison(
    List<MeasuredModel> models, long seed, LatentFormat format, ClassJudge judge) {
  /** A note, and how each model encodes it. */
  record Loaded(Note note, Recording recording, List<MeasuredModel.Encoded> encoded) {}

  /**
   * What was measured of notes, in their order, whatever the number of threads.
   *
   * @param played what each model plays of each note, at its own rate
   * @param markovNats of each note by rate, [order][weight]
   * @param done is called after each note
   */
  List<NoteScores> scores(
      Map<Loaded, List<AudioClip>> played,
      List<Map<Integer, double[][]>> markovNats,
      int threads,
      Runnable done) {
    ExecutorService executor = Executors.newFixedThreadPool(threads, NoteComparison::daemon);
    ThreadLocal<NoteMetrics> measuring = ThreadLocal.withInitial(() -> new NoteMetrics(format));
    try {
      List<Future<NoteScores>> running = new ArrayList<>();
      for (Map.Entry<Loaded, List<AudioClip>> each : played.entrySet()) {
        Map<Integer, double[][]> nats = markovNats.get(running.size());
        running.add(
            executor.submit(() -> scores(measuring.get(), each.getKey(), each.getValue(), nats)));
      }
      List<NoteScores> scores = new ArrayList<>();
      for (Future<NoteScores> each : running) {
        scores.add(each.get());
        done.run();
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
      NoteMetrics measuring,
      Loaded loaded,
      List<AudioClip> clips,
      Map<Integer, double[][]> markovNats) {
    Note note = loaded.note();
    Recording recording = loaded.recording();
    int commonHz = format.sampleRateHz();
    float[] original = recording.at(commonHz);
    List<ModelScores> ofModels = new ArrayList<>();
    Map<ReconstructionMethod, float[]> sounds = new LinkedHashMap<>();
    Map<ReconstructionMethod, Double> ownRateLogMelDb = new HashMap<>();
    for (int m = 0; m < clips.size(); m++) {
      AudioClip clip = clips.get(m);
      int rateHz = clip.sampleRateHz();
      float[] atOwnRate = recording.at(rateHz);
      NamedModel named = models.get(m).named();
      ReconstructionMethod way = named.method();
      float[] sound = Arrays.copyOf(Recording.samples(clip, commonHz), original.length);
      ofModels.add(
          new ModelScores(
              atOwnRate.length,
              loaded.encoded().get(m).nats(),
              models.get(m).canScore() ? markovNats.get(rateHz) : null,
              Features.of(rows(loaded.encoded().get(m).embedding())),
              named.toTraining(original, commonHz),
              named.toTraining(sound, commonHz)));
      sounds.put(way, sound);
      if (rateHz > commonHz && recording.reaches(rateHz)) {
        float[] played = Arrays.copyOf(clip.samples(), atOwnRate.length);
        ownRateLogMelDb.put(way, measuring.logMelDb(atOwnRate, played, rateHz));
      }
    }
    double pitch =
        note.labels().pitch().isPresent() ? note.labels().pitch().getAsInt() : Double.NaN;
    long ofNote = NoteSeed.of(seed, note.name());
    return new NoteScores(
        note,
        original.length,
        measuring.ways(
            original,
            sounds,
            ownRateLogMelDb,
            pitch,
            ofNote,
            sound -> judge.of(note.labels(), sound, commonHz)),
        ofModels,
        Features.of(measuring.classical().bandLevels(original)));
  }

  private static float[][] rows(Embedding embedding) {
    int channels = embedding.channels();
    float[][] rows = new float[embedding.frames()][];
    for (int f = 0; f < rows.length; f++) {
      rows[f] = Arrays.copyOfRange(embedding.values(), f * channels, (f + 1) * channels);
    }
    return rows;
  }
}
