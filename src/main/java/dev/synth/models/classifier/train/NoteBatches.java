package dev.synth.models.classifier.train;

import dev.synth.dataset.Labels;
import dev.synth.model.classes.Question;
import dev.synth.models.classifier.ClassifierSpec;
import dev.synth.models.classifier.HarmonicStack;
import dev.synth.models.classifier.HeardNote;
import dev.synth.models.classifier.NoteBatch;
import dev.synth.models.classifier.NoteLabels;
import dev.synth.train.data.Batches;
import dev.synth.train.data.NoteStream;
import dev.synth.train.data.StreamPosition;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Notes as a classifier is trained on: each is varied anew each time. Some are replaced by several
 * notes at once, and by noise, so that it learns to be unsure (Hendrycks et al. 2019, "Deep Anomaly
 * Detection with Outlier Exposure").
 */
final class NoteBatches implements Batches<NoteBatch> {
  /** The pitch network hears a note at another pitch, up to so many semitones away. */
  private static final int MOST_SEMITONES = 12;

  /** Notes are not all in tune: up to so many cents away. */
  private static final double MOST_CENTS = 35;

  /** Share of notes that the other network is told another octave of. */
  private static final double WRONG_OCTAVES = 0.03;

  /** Share of the hidden layer's inputs that are left out (Srivastava et al. 2014, dropout). */
  private static final double DROPPED = 0.15;

  private static final int OCTAVE = 12;

  /** Share of the batch that is several notes, and that is noise: nothing to be sure of. */
  private static final double CHORDS = 0.06;

  private static final double NOISES = 0.03;
  private static final int MOST_NOTES = 4;

  /** Notes of a chord are up to so much louder or softer than the first. */
  private static final double CHORD_DB = 6;

  private final ClassifierSpec spec;
  private final NoteStream<HeardNote> notes;
  private final boolean withQualities;
  private final int batch;
  private final Variation variation;
  private final Executor threads;

  /**
   * Batches.
   *
   * @param withQualities whether a note without qualities has none; else they are not known
   * @param threads that read and vary notes
   */
  NoteBatches(
      ClassifierSpec spec,
      NoteStream<HeardNote> notes,
      boolean withQualities,
      int batch,
      Executor threads) {
    this.spec = spec;
    this.notes = notes;
    this.withQualities = withQualities;
    this.batch = batch;
    this.variation = new Variation(spec);
    this.threads = threads;
  }

  @Override
  public StreamPosition position() {
    return notes.position();
  }

  @Override
  public NoteBatch next() throws IOException {
    List<NoteStream.Item<HeardNote>> items = notes.next(batch, threads);
    NoteBatch made = NoteBatch.of(spec, batch);
    CompletableFuture<?>[] puts = new CompletableFuture<?>[batch];
    for (int n = 0; n < batch; n++) {
      int place = n;
      puts[n] = CompletableFuture.runAsync(() -> put(items, place, made), threads);
    }
    CompletableFuture.allOf(puts).join();
    return made;
  }

  private void put(List<NoteStream.Item<HeardNote>> items, int n, NoteBatch into) {
    NoteStream.Item<HeardNote> item = items.get(n);
    SplittableRandom random = item.random();
    double kind = random.nextDouble();
    if (kind < NOISES) {
      into.labels().putUnsure(n);
      HeardNote noise = variation.noise(random);
      into.put(noise, n, 0);
      into.putPitch(noise, n, random.nextInt(Question.PITCHES));
    } else if (kind < NOISES + CHORDS && items.size() > 1) {
      chord(items, n, into, random);
    } else {
      note(item, n, into, random);
    }
    for (int i = n * spec.joined(); i < (n + 1) * spec.joined(); i++) {
      into.masks()[i] = random.nextDouble() < DROPPED ? 0 : (float) (1 / (1 - DROPPED));
    }
  }

  private void note(
      NoteStream.Item<HeardNote> item, int n, NoteBatch into, SplittableRandom random) {
    HeardNote heard = variation.vary(item.loaded(), random);
    into.labels().put(n, item.note().labels(), withQualities);
    OptionalInt pitch = item.note().labels().pitch();
    int moved = pitch.isPresent() ? moved(pitch.getAsInt(), random) : 0;
    double cents = MOST_CENTS * (2 * random.nextDouble() - 1);
    into.put(heard, n, HarmonicStack.PER_SEMITONE * (moved + cents / 100));
    if (pitch.isPresent()) {
      into.labels().put(n, Question.PITCH, pitch.getAsInt() + moved);
      into.putPitch(heard, n, told(pitch.getAsInt(), random));
    }
  }

  /** Several notes at once: each is right by its share. */
  private void chord(
      List<NoteStream.Item<HeardNote>> items, int n, NoteBatch into, SplittableRandom random) {
    int count = Math.min(items.size(), 2 + random.nextInt(MOST_NOTES - 1));
    HeardNote sum = items.get(n).loaded();
    for (int i = 0; i < count; i++) {
      NoteStream.Item<HeardNote> item = items.get((n + i) % items.size());
      if (i > 0) {
        double db = CHORD_DB * (2 * random.nextDouble() - 1);
        sum = Variation.sum(sum, item.loaded(), db);
      }
      Labels labels = item.note().labels();
      double share = 1.0 / count;
      NoteLabels all = into.labels();
      labels.pitch().ifPresent(pitch -> all.share(n, Question.PITCH, pitch, share));
      labels.family().ifPresent(of -> all.share(n, Question.FAMILY, of.ordinal(), share));
      labels.source().ifPresent(of -> all.share(n, Question.SOURCE, of.ordinal(), share));
    }
    HeardNote heard = variation.vary(sum, random);
    into.put(heard, n, 0);
    items
        .get(n)
        .note()
        .labels()
        .pitch()
        .ifPresent(pitch -> into.putPitch(heard, n, told(pitch, random)));
  }

  /** By how many semitones the pitch network hears the note moved. */
  private static int moved(int pitch, SplittableRandom random) {
    int moved = random.nextInt(-MOST_SEMITONES, MOST_SEMITONES + 1);
    return pitch + moved < 0 || pitch + moved >= Question.PITCHES ? 0 : moved;
  }

  private static int told(int pitch, SplittableRandom random) {
    if (random.nextDouble() >= WRONG_OCTAVES) {
      return pitch;
    }
    int other = pitch + (random.nextBoolean() ? OCTAVE : -OCTAVE);
    return other < 0 || other >= Question.PITCHES ? pitch : other;
  }
}
