package dev.synth.render;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.Levels;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.ProgressListener;
import dev.synth.io.BadDataException;
import dev.synth.io.FileSystemFullException;
import dev.synth.io.JobLoop;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import dev.synth.provenance.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Makes notes into a folder: passes over what is done, generates the rest in full batches, the
 * longest first, and writes each as soon as it is finished. What another process is making is
 * waited for, and made if that one dies. In memory are the notes at work, and a few words about
 * each other.
 */
public final class Renderer {
  /** Below this nothing is heard beside a note: 33 steps of 16 bits. */
  private static final double SILENT_DBFS = -60;

  private final Synthesizer synthesizer;
  private final WorkFolder folder;
  private final PostProcessing processing;
  private final boolean force;
  private int processes = 1;
  private volatile boolean full;

  /** Ends a generation that has no room to be written to. */
  private static final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Learns what becomes of each note; never called by two threads at once. */
  public interface Listener extends ProgressListener, JobLoop.Listener<RenderJob> {
    /** Generation begins, of this many notes. */
    void begins(int notes, long samples);

    /** The note is there from an earlier run. */
    @Override
    void done(RenderJob job);

    /** The note was made. */
    void made(RenderJob job, AudioClip clip);

    /**
     * The note was made, but what its last frame was held for is silent.
     *
     * @param dbfs level of that, before any processing; may be negative infinity
     */
    default void faded(RenderJob job, double dbfs) {}

    /** The note could not be made; the others continue. */
    @Override
    void failed(RenderJob job, Exception failure);
  }

  /**
   * A renderer into {@code folder}.
   *
   * @param force whether to make anew what is done
   */
  public Renderer(
      Synthesizer synthesizer, WorkFolder folder, PostProcessing processing, boolean force) {
    this.synthesizer = synthesizer;
    this.folder = folder;
    this.processing = processing;
    this.force = force;
  }

  /** The same, as one of so many processes that make the same notes: it begins with its part. */
  public Renderer sharedBy(int count) {
    processes = count;
    return this;
  }

  /**
   * Makes every note.
   *
   * @param threads at least 1
   * @param notesAtOnce how many are generated at the same time, or 0 for as many as is best
   * @return how many could not be made
   */
  public int run(List<RenderJob> jobs, int threads, int notesAtOnce, Listener listener) {
    Counting counting = new Counting(listener);
    List<RenderJob> toDo = new ArrayList<>();
    for (RenderJob job : jobs) {
      if (!isDone(job, counting)) {
        toDo.add(job);
      }
    }
    if (!toDo.isEmpty()) {
      toDo.sort(Comparator.comparingInt(job -> -job.samples()));
      int before = counting.ended;
      try {
        render(toDo, threads, notesAtOnce, counting);
      } catch (NoRoomException e) {
        counting.abandoned(toDo.size() - (counting.ended - before));
      }
    }
    return counting.failures;
  }

  private void render(List<RenderJob> toDo, int threads, int notesAtOnce, Counting listener) {
    JobLoop<RenderJob> loop = new JobLoop<>(toDo, folder.memory(force), listener);
    do {
      Collection<RenderJob> round = loop.waiting();
      long samples = round.stream().mapToLong(RenderJob::samples).sum();
      listener.begins(round.size(), samples);
      int atOnce = synthesizer.notesAtOnce(part(round.size()), threads, notesAtOnce);
      synthesizer.synthesize(new Supply(loop, listener), samples, threads, atOnce, listener);
    } while (loop.again());
  }

  private int part(int notes) {
    return (notes + processes - 1) / processes;
  }

  private boolean isDone(RenderJob job, Counting listener) {
    try {
      if (force || !folder.isDone(job.target(), job.made())) {
        return false;
      }
      if (folder.isNew(job.target())) {
        listener.doneMeanwhile(job);
      } else {
        listener.done(job);
      }
      return true;
    } catch (IOException e) {
      listener.failed(job, e);
      return true;
    }
  }

  /** Tells another listener, one call at a time, and counts failures. */
  private static final class Counting implements Listener {
    private final Listener listener;
    private int failures;
    private int ended;
    private boolean abandoned;

    Counting(Listener listener) {
      this.listener = listener;
    }

    @Override
    public synchronized void begins(int notes, long samples) {
      listener.begins(notes, samples);
    }

    @Override
    public synchronized void generated(long done, long total) {
      listener.generated(done, total);
    }

    @Override
    public synchronized void done(RenderJob job) {
      ended++;
      listener.done(job);
    }

    @Override
    public synchronized void doneMeanwhile(RenderJob job) {
      ended++;
      listener.doneMeanwhile(job);
    }

    @Override
    public synchronized void made(RenderJob job, AudioClip clip) {
      ended++;
      listener.made(job, clip);
    }

    @Override
    public synchronized void faded(RenderJob job, double dbfs) {
      listener.faded(job, dbfs);
    }

    @Override
    public synchronized void failed(RenderJob job, Exception failure) {
      ended++;
      failures++;
      listener.failed(job, failure);
    }

    @Override
    public synchronized void abandoned(int jobs) {
      if (jobs > 0 && !abandoned) {
        abandoned = true;
        failures += jobs;
        listener.abandoned(jobs);
      }
    }
  }

  /** Gives out the jobs that nobody has done or is at. */
  private final class Supply implements NoteSupply {
    private final JobLoop<RenderJob> loop;
    private final Listener listener;

    Supply(JobLoop<RenderJob> loop, Listener listener) {
      this.loop = loop;
      this.listener = listener;
    }

    @Override
    public Order next() {
      for (RenderJob job = loop.next(); job != null; job = loop.next()) {
        try {
          return new JobOrder(job, job.loader().load(), loop, listener);
        } catch (IOException | WorkFailedException e) {
          loop.end(job);
          listener.failed(job, e);
        }
      }
      return null;
    }
  }

  private final class JobOrder implements NoteSupply.Order {
    private final RenderJob job;
    private final GenerationRequest request;
    private final JobLoop<RenderJob> loop;
    private final Listener listener;

    JobOrder(RenderJob job, GenerationRequest request, JobLoop<RenderJob> loop, Listener listener) {
      this.job = job;
      this.request = request;
      this.loop = loop;
      this.listener = listener;
    }

    @Override
    public GenerationRequest request() {
      return request;
    }

    @Override
    public void finished(float[] samples) {
      if (full) {
        loop.end(job);
        return; // the reason was told
      }
      try {
        LatentFormat format = synthesizer.format();
        AudioClip clip =
            processing.apply(
                new AudioClip(samples, format.sampleRateHz()), format.hopSamples(), job.made());
        Origin origin = new Origin(job.made(), job.inputs());
        folder.write(
            job.target(),
            job.made(),
            file -> processing.write(file, job.target(), clip, request.pitch(), origin, true));
        listener.made(job, clip);
        double held = Levels.dbfs(Levels.rms(samples, job.heldFrom(), samples.length));
        if (job.heldFrom() < samples.length && held < SILENT_DBFS) {
          listener.faded(job, held);
        }
      } catch (FileSystemFullException e) {
        full = true;
        listener.failed(job, e);
        throw new NoRoomException(); // and no time is lost over the notes that are at work
      } catch (IOException | WorkFailedException e) {
        listener.failed(job, e);
      } finally {
        loop.end(job);
      }
    }

    @Override
    public void failed(WorkFailedException failure) {
      loop.end(job);
      listener.failed(job, new BadDataException(job.source() + ": " + failure.getMessage()));
    }
  }
}
