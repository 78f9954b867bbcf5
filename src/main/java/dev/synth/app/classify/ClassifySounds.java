package dev.synth.app.classify;

import dev.synth.app.LoadedModel;
import dev.synth.audio.OpenSound;
import dev.synth.audio.SampleReader;
import dev.synth.dataset.Note;
import dev.synth.io.JobLoop;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.model.classes.ClassProbabilities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
    run(loop, notes.size(), listener, classes -> {});
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
      run(loop, notes.size(), listener, table::add);
      table.write(notes.stream().map(note -> note.audio().toString()).toList());
      return true;
    }
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

  /** Keeps what is known. */
  @FunctionalInterface
  private interface Keeper {
    void keep(SoundClasses classes) throws IOException;
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
    List<Note> read = new ArrayList<>();
    List<float[]> sounds = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      try {
        sounds.add(sound(reading.get(i)));
        read.add(batch.get(i));
      } catch (IOException | WorkFailedException e) {
        loop.failed(batch.get(i), e);
      }
    }
    List<Optional<ClassProbabilities>> heard = model.classify(sounds);
    for (int i = 0; i < read.size(); i++) {
      Note note = read.get(i);
      SoundClasses classes = SoundClasses.of(note.audio().toString(), note.name(), heard.get(i));
      keeper.keep(classes);
      listener.heard(note, heard.get(i));
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
