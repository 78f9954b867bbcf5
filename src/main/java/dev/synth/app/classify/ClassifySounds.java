package dev.synth.app.classify;

import dev.synth.app.EncodeProgress;
import dev.synth.app.LoadedModel;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.app.estimate.WorkTally;
import dev.synth.audio.OpenSound;
import dev.synth.audio.SampleReader;
import dev.synth.dataset.Note;
import dev.synth.io.JobLoop;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.render.SpeedTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/**
 * Says of many sounds what they are, some dozens at a time. Of a long sound only the beginning is
 * read, and of a short one all.
 */
public final class ClassifySounds {
  /** Sounds that are asked about together. */
  private static final int BATCH = 32;

  /** So much silence before a sound is passed over. */
  private static final int SILENCE_SECONDS = 30;

  private final LoadedModel model;
  private final int threads;
  private final int mostSamples;

  /** Learns what becomes of each sound. */
  public interface Listener extends JobLoop.Listener<Note> {
    /** The next sounds are read, after {@code before} of {@code total}. */
    void begins(int before, int total, Note first);

    /** What a sound is; empty for silence. */
    default void heard(Note note, Optional<ClassProbabilities> heard) {}

    /** What a sound is, in words. */
    void classified(SoundClasses classes);

    /** Why a sound could not be classified, as its row in a table says it. */
    default String sentence(Exception failure) {
      return failure.getMessage();
    }
  }

  /**
   * Classification.
   *
   * @param threads that read and measure
   * @throws dev.synth.io.BadDataException if models of its kind cannot classify
   */
  public ClassifySounds(LoadedModel model, int threads) throws IOException {
    this.model = model;
    this.threads = threads;
    this.mostSamples = SILENCE_SECONDS * model.saved().spec().sampleRateHz() + model.heardSamples();
  }

  /**
   * Classifies all sounds; the results are the listener's.
   *
   * @throws IOException if the listener ends the work: see {@link JobLoop#stop}
   */
  public void run(List<Note> notes, Listener listener) throws IOException {
    JobLoop<Note> loop = new JobLoop<>(notes, note -> WorkFolder.State.TO_DO, listener);
    run(loop, notes.size(), listener, new Keeper() {});
  }

  /**
   * Classifies all sounds into a table, {@code .csv} or {@code .json}: what an earlier run of the
   * same work knows is not asked again, and a table of the same that is whole is left as it is.
   *
   * @param force whether a table that is of something else is replaced
   * @return whether the table was made; false if it was there
   */
  public boolean run(List<Note> notes, Path file, boolean force, Listener listener)
      throws IOException {
    Map<String, String> made = made(notes);
    if (!force && ClassTable.isDone(file, made)) {
      return false;
    }
    try (ClassTable table = ClassTable.begin(file, made, force)) {
      JobLoop<Note> loop =
          new JobLoop<>(
              notes,
              note ->
                  table.has(note.audio().toString())
                      ? WorkFolder.State.DONE
                      : WorkFolder.State.TO_DO,
              listener);
      run(loop, notes.size(), listener, keeper(table, listener));
      table.write(notes);
      return true;
    }
  }

  /**
   * What classifying the sounds would take, after a trial of a few seconds. Makes nothing.
   *
   * @param output the table, or null where there is none
   * @param progress learns how far the reading is
   * @param failed receives each that cannot be read
   * @throws IOException if something else is in the table's way
   */
  public WorkEstimate estimate(
      List<Note> notes,
      Path output,
      boolean force,
      EncodeProgress progress,
      BiConsumer<Note, Exception> failed)
      throws IOException {
    int rateHz = model.saved().spec().sampleRateHz();
    Set<String> known =
        output == null ? Set.of() : ClassTable.known(output, made(notes), force, notes);
    WorkTally tally = new WorkTally();
    List<Note> toDo = new ArrayList<>();
    int looked = 0;
    for (Note note : notes) {
      progress.encodes(looked++, notes.size(), note.audio().toString());
      try (OpenSound sound = note.open(rateHz)) {
        boolean isDone = known.contains(note.audio().toString());
        tally.add(
            isDone,
            (double) sound.count() / rateHz,
            output == null ? 0 : ClassTable.rowBytes(output, note));
        if (!isDone) {
          toDo.add(note);
        }
      } catch (IOException | WorkFailedException e) {
        failed.accept(note, e);
      }
    }
    Path folder = output == null ? Path.of("") : output;
    int heard = model.heardSamples();
    if (toDo.isEmpty()) {
      return tally.estimate(folder, BATCH, threads, rateHz, Double.NaN, 0);
    }
    long samplesToDo = (long) toDo.size() * heard;
    double speed = SpeedTest.samplesPerSecond(new Trial(toDo), samplesToDo);
    return tally.estimate(
        folder, Math.min(BATCH, toDo.size()), threads, rateHz, speed, samplesToDo / speed);
  }

  /** Batches of some sounds, again and again. */
  private final class Trial implements SpeedTest.Work {
    private final List<Note> notes;
    private int next;

    Trial(List<Note> notes) {
      this.notes = notes;
    }

    @Override
    public long run() throws IOException {
      List<Note> batch = new ArrayList<>();
      for (int i = 0; i < Math.min(BATCH, notes.size()); i++) {
        batch.add(notes.get(next++ % notes.size()));
      }
      ClassifySounds.this.run(
          new JobLoop<>(batch, note -> WorkFolder.State.TO_DO, SILENT),
          batch.size(),
          SILENT,
          new Keeper() {});
      return (long) batch.size() * model.heardSamples();
    }
  }

  private static final Listener SILENT =
      new Listener() {
        @Override
        public void begins(int before, int total, Note first) {}

        @Override
        public void classified(SoundClasses classes) {}

        @Override
        public void done(Note note) {}

        @Override
        public void failed(Note note, Exception failure) {}
      };

  private static Keeper keeper(ClassTable table, Listener listener) {
    return new Keeper() {
      @Override
      public void keep(SoundClasses classes) throws IOException {
        table.add(classes);
      }

      @Override
      public void failed(Note note, Exception failure) {
        table.fail(note.audio().toString(), listener.sentence(failure));
      }
    };
  }

  /** The model, and of each sound the place, the size and the time of its last change. */
  private Map<String, String> made(List<Note> notes) throws IOException {
    StringBuilder sounds = new StringBuilder();
    for (Note note : notes) {
      Path source = note.audio().source();
      sounds.append(note.audio()).append(' ').append(note.audio().sizeBytes());
      if (Files.exists(source)) {
        sounds.append(' ').append(Files.getLastModifiedTime(source).toMillis());
      }
      sounds.append('\n');
    }
    Map<String, String> made = new LinkedHashMap<>();
    made.put("command", "classify");
    made.put("model", model.sha256());
    made.put("sounds", Sha256.of(sounds.toString()));
    return made;
  }

  /** Keeps what is known; this one nothing. */
  private interface Keeper {
    default void keep(SoundClasses classes) throws IOException {}

    default void failed(Note note, Exception failure) {}
  }

  private void run(JobLoop<Note> loop, int total, Listener listener, Keeper keeper)
      throws IOException {
    ExecutorService readers = Executors.newFixedThreadPool(threads);
    try {
      int begun = 0;
      List<Note> batch = next(loop);
      while (!batch.isEmpty()) {
        listener.begins(begun, total, batch.get(0));
        classify(batch, loop, listener, keeper, readers);
        batch.forEach(loop::end);
        begun = total - loop.waiting().size();
        batch = next(loop);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      readers.shutdownNow();
    }
  }

  private static List<Note> next(JobLoop<Note> loop) {
    List<Note> batch = new ArrayList<>();
    Note note = loop.next();
    while (note != null) {
      batch.add(note);
      note = batch.size() < BATCH ? loop.next() : null;
    }
    return batch;
  }

  private void classify(
      List<Note> batch,
      JobLoop<Note> loop,
      Listener listener,
      Keeper keeper,
      ExecutorService readers)
      throws IOException {
    List<Future<float[]>> reading = new ArrayList<>();
    for (Note note : batch) {
      reading.add(readers.submit(() -> read(note)));
    }
    Map<Note, Exception> failures = new IdentityHashMap<>();
    List<float[]> sounds = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      try {
        sounds.add(sound(reading.get(i)));
      } catch (IOException | WorkFailedException e) {
        failures.put(batch.get(i), e);
      }
    }
    Iterator<Optional<ClassProbabilities>> all = model.classify(sounds).iterator();
    for (Note note : batch) {
      Exception failure = failures.get(note);
      if (failure != null) {
        keeper.failed(note, failure);
        loop.failed(note, failure);
        continue;
      }
      Optional<ClassProbabilities> heard = all.next();
      SoundClasses classes = SoundClasses.of(note.audio().toString(), note.name(), heard);
      keeper.keep(classes);
      listener.heard(note, heard);
      listener.classified(classes);
    }
  }

  private static float[] sound(Future<float[]> reading) throws IOException {
    try {
      return reading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailedException("Interrupted while a sound was read.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw (Error) e.getCause();
    }
  }

  private float[] read(Note note) throws IOException {
    int rateHz = model.saved().spec().sampleRateHz();
    try (OpenSound sound = note.open(rateHz)) {
      SampleReader reader = sound.head(mostSamples).samples();
      float[] samples = new float[1 << 16];
      float[] block = new float[1 << 14];
      int length = 0;
      for (int count = reader.read(block); count > 0; count = reader.read(block)) {
        if (length + count > samples.length) {
          samples = Arrays.copyOf(samples, 2 * samples.length);
        }
        System.arraycopy(block, 0, samples, length, count);
        length += count;
      }
      return Arrays.copyOf(samples, length);
    }
  }
}
