package dev.synth.app;

import dev.synth.app.estimate.WorkEstimate;
import dev.synth.app.estimate.WorkTally;
import dev.synth.audio.OpenSound;
import dev.synth.dataset.Note;
import dev.synth.generate.Precision;
import dev.synth.io.JobLoop;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.latent.LatentFormat;
import dev.synth.provenance.Ingredient;
import dev.synth.provenance.Marking;
import dev.synth.provenance.Origin;
import dev.synth.render.SpeedTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Encodes sounds into a folder, one embedding a file. What was made of the same sounds with the
 * same model is not made again, and what another process is making is waited for. One sound is open
 * at a time.
 */
public final class EncodeSounds {
  private final LoadedModel model;
  private final WorkFolder folder;
  private final boolean force;
  private final Marking marking;

  /** Learns what becomes of each sound. */
  public interface Listener extends JobLoop.Listener<Job> {
    /** Encoding of a sound begins, after {@code before} of {@code total}. */
    void begins(Job job, int before, int total);

    /** A sound was analysed; it will be encoded next. */
    default void analysed(SoundFacts facts) {}

    /** The embedding was made. */
    void made(Job job, Embedding embedding, EmbeddingInfo info);
  }

  /** A sound that is to be encoded. */
  public static final class Job implements WorkFolder.Job {
    private final Note note;
    private final Path target;
    private final LoadedModel model;
    private String hash;
    private OpenSound sound;

    private Job(Note note, Path target, LoadedModel model, String hash) {
      this.note = note;
      this.target = target;
      this.model = model;
      this.hash = hash;
    }

    /** The note whose sound is encoded. */
    public Note note() {
      return note;
    }

    @Override
    public Path target() {
      return target;
    }

    /** The model and the sound; a sound that others are at is read once only. */
    @Override
    public Map<String, String> made() throws IOException {
      if (hash == null) {
        hash = sound().sha256();
      }
      Map<String, String> made =
          new HashMap<>(Map.of("command", "encode", "model", model.sha256(), "sound", hash));
      Precision precision = model.inputs().precision();
      if (precision != Precision.FLOAT) { // embeddings of before had none
        made.put("precision", precision.toString());
      }
      return made;
    }

    private OpenSound sound() throws IOException {
      if (sound == null) {
        sound = model.inputs().open(note);
      }
      return sound;
    }

    private void release() {
      OpenSound open = sound;
      sound = null;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /**
   * How fast this machine encodes now.
   *
   * @param samplesPerSecond at the encoder's rate, with the reading and the analysis of the sounds
   * @param fileBytesMore bytes of an embedding's file besides its values
   */
  record Trial(double samplesPerSecond, long fileBytesMore) {
    /** So much of a sound is encoded, more than the encoder takes at once. */
    private static final int SECONDS_MAX = 10;

    /**
     * Encodes one of {@code notes} after the other for a few seconds; nothing is written.
     *
     * @param samplesToDo of all of them; the trial is not longer than the work
     */
    static Trial of(LoadedModel model, List<Note> notes, long samplesToDo) throws IOException {
      LatentInputs inputs = model.inputs();
      int[] tried = new int[1];
      long[] bytesMore = new long[1];
      double speed =
          SpeedTest.samplesPerSecond(
              () -> {
                Note note = notes.get(tried[0]++ % notes.size());
                try (OpenSound open = inputs.open(note)) {
                  OpenSound sound = open.head(SECONDS_MAX * open.sampleRateHz());
                  sound.sha256(); // by which it is known whether it was encoded before
                  SoundFacts facts = SoundFacts.of(note, sound);
                  Embedding embedding = inputs.encode(sound, facts);
                  bytesMore[0] =
                      EmbeddingFile.bytes(embedding, inputs.info(facts))
                          - (long) embedding.values().length * Float.BYTES;
                  return facts.samples();
                }
              },
              samplesToDo);
      return new Trial(speed, bytesMore[0]);
    }
  }

  /**
   * Encoding into {@code folder}.
   *
   * @param force whether to make anew what is done
   * @param marking how files beside embeddings say that they were generated
   */
  public EncodeSounds(LoadedModel model, WorkFolder folder, boolean force, Marking marking) {
    this.model = model;
    this.folder = folder;
    this.force = force;
    this.marking = marking;
  }

  /**
   * Reads the sound of {@code note} to know that it can be encoded.
   *
   * @throws IOException if it cannot
   */
  public void check(Note note) throws IOException {
    model.inputs().open(note).close();
  }

  /** The job of making {@code target}, a file in the folder, of a note's sound. */
  public Job job(Note note, Path target) {
    return job(note, target, null);
  }

  /**
   * As above.
   *
   * @param sha256 of the note's samples, or null where it is not known yet
   */
  Job job(Note note, Path target, String sha256) {
    return new Job(note, target, model, sha256);
  }

  /**
   * Reads every sound, encodes some for a few seconds, and says what it would take to {@link #run};
   * makes nothing.
   *
   * @param output where the folder is
   * @param progress learns how far the reading is
   * @param failed receives each that cannot be encoded
   */
  public WorkEstimate estimate(
      List<Job> jobs, Path output, EncodeProgress progress, BiConsumer<Job, Exception> failed)
      throws IOException {
    LatentFormat format = model.saved().encoderLatent();
    WorkTally tally = new WorkTally();
    List<Note> toDo = new ArrayList<>();
    long samplesToDo = 0;
    int read = 0;
    for (Job job : jobs) {
      progress.encodes(read++, jobs.size(), job.note().audio().toString());
      try {
        int samples = Math.toIntExact(job.sound().count());
        boolean done = folder.look(job, force) == WorkFolder.State.DONE;
        long bytes = (long) format.frames(samples) * format.channels() * Float.BYTES;
        tally.add(done, (double) samples / format.sampleRateHz(), bytes);
        if (!done) {
          toDo.add(job.note());
          samplesToDo += samples;
        }
      } catch (IOException | WorkFailedException e) {
        failed.accept(job, e);
      } finally {
        job.release();
      }
    }
    if (toDo.isEmpty()) {
      return tally.estimate(output, 1, model.threads(), format.sampleRateHz(), Double.NaN, 0);
    }
    Trial trial = Trial.of(model, toDo, samplesToDo);
    tally.addBytes(toDo.size() * trial.fileBytesMore());
    double speed = trial.samplesPerSecond();
    return tally.estimate(
        output, 1, model.threads(), format.sampleRateHz(), speed, samplesToDo / speed);
  }

  /**
   * Encodes every sound.
   *
   * @throws IOException if the listener ends the work: see {@link JobLoop#stop}
   */
  public void run(List<Job> jobs, Listener listener) throws IOException {
    Marking signed = marking.by(model.madeBy());
    JobLoop.Memory<Job> memory = folder.memory(force);
    int[] begun = new int[1];
    JobLoop<Job> loop =
        new JobLoop<>(
            jobs,
            new JobLoop.Memory<>() {
              @Override
              public WorkFolder.State begin(Job job) throws IOException {
                listener.begins(job, Math.min(begun[0]++, jobs.size()), jobs.size());
                WorkFolder.State state = null;
                try {
                  state = memory.begin(job);
                } finally {
                  if (state != WorkFolder.State.TO_DO) {
                    job.release();
                  }
                }
                return state;
              }

              @Override
              public void end(Job job) {
                job.release();
                memory.end(job);
              }
            },
            listener);
    loop.run(
        job -> {
          SoundFacts facts = SoundFacts.of(job.note(), job.sound());
          listener.analysed(facts);
          EmbeddingInfo info = model.inputs().info(facts);
          Embedding embedding = model.inputs().encode(job.sound(), facts);
          Ingredient sound =
              LatentInputs.ingredient(
                  job.note().audio().source(), job.hash, "the sound's samples as encoded");
          folder.write(
              job.target(),
              job.made(),
              to -> {
                EmbeddingFile.write(to, embedding, info, true);
                signed.besideEmbedding(job.target(), to, new Origin(job.made(), List.of(sound)));
              });
          listener.made(job, embedding, info);
        });
  }
}
