package dev.synth.render;

import dev.synth.audio.AudioClip;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Makes notes into a folder: passes over what is done, generates the rest in full batches, the
 * longest first, and writes each as soon as it is finished. What another process is making is
 * waited for, and made if that one dies. In memory are the notes at work, and a few words about
 * each other.
 */
public final class Renderer {
  private static final long POLL_MILLIS = 500;

  private final Synthesizer synthesizer;
  private final WorkFolder folder;
  private final PostProcessing processing;
  private final boolean force;

  /** Hears what becomes of each note; never called by two threads at once. */
  public interface Listener extends ProgressListener {
    /** Generation begins, of this many notes. */
    void begins(int notes, long samples);

    /** The note is there from an earlier run, or from another process. */
    void done(RenderJob job);

    /** The note was made. */
    void made(RenderJob job, AudioClip clip);

    /** The note could not be made; the others go on. */
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

  /**
   * Makes every note.
   *
   * @param threads at least 1
   * @param notesAtOnce how many are generated at the same time, or 0 for as many as is best
   */
  public void run(List<RenderJob> jobs, int threads, int notesAtOnce, Listener told) {
    Listener listener = new OneAtATime(told);
    List<RenderJob> toDo = new ArrayList<>();
    for (RenderJob job : jobs) {
      if (!isDone(job, listener)) {
        toDo.add(job);
      }
    }
    toDo.sort(Comparator.comparingInt(job -> -job.samples()));
    while (!toDo.isEmpty()) {
      long samples = toDo.stream().mapToLong(RenderJob::samples).sum();
      listener.begins(toDo.size(), samples);
      Supply supply = new Supply(toDo, listener);
      int atOnce = synthesizer.notesAtOnce(toDo.size(), threads, notesAtOnce);
      synthesizer.synthesize(supply, samples, threads, atOnce, listener);
      pauseIf(supply.elsewhere.size() == toDo.size());
      toDo = supply.elsewhere;
    }
  }

  private boolean isDone(RenderJob job, Listener listener) {
    try {
      boolean done = !force && folder.isDone(job.target(), job.made());
      if (done) {
        listener.done(job);
      }
      return done;
    } catch (IOException e) {
      listener.failed(job, e);
      return true;
    }
  }

  /** Waits a moment for other processes where there is nothing to do but what they are at. */
  public static void pauseIf(boolean idle) {
    try {
      Thread.sleep(idle ? POLL_MILLIS : 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailedException("Interrupted while another process was at work.");
    }
  }

  /** Notes end on several threads; what is told of them comes one after the other. */
  private static final class OneAtATime implements Listener {
    private final Listener told;

    OneAtATime(Listener told) {
      this.told = told;
    }

    @Override
    public synchronized void begins(int notes, long samples) {
      told.begins(notes, samples);
    }

    @Override
    public synchronized void generated(long done, long total) {
      told.generated(done, total);
    }

    @Override
    public synchronized void done(RenderJob job) {
      told.done(job);
    }

    @Override
    public synchronized void made(RenderJob job, AudioClip clip) {
      told.made(job, clip);
    }

    @Override
    public synchronized void failed(RenderJob job, Exception failure) {
      told.failed(job, failure);
    }
  }

  /** Gives out the jobs that nobody has done or is at. */
  private final class Supply implements NoteSupply {
    private final Deque<RenderJob> waiting;
    private final Listener listener;
    private final List<RenderJob> elsewhere = new ArrayList<>();

    Supply(List<RenderJob> jobs, Listener listener) {
      this.waiting = new ArrayDeque<>(jobs);
      this.listener = listener;
    }

    @Override
    public Order next() {
      for (RenderJob job = waiting.poll(); job != null; job = waiting.poll()) {
        try {
          switch (folder.begin(job.target(), job.made(), force)) {
            case DONE -> listener.done(job);
            case ELSEWHERE -> elsewhere.add(job);
            case TO_DO -> {
              return new JobOrder(job, job.loader().load(), listener);
            }
          }
        } catch (IOException | WorkFailedException e) {
          folder.end(job.target());
          listener.failed(job, e);
        }
      }
      return null;
    }
  }

  private final class JobOrder implements NoteSupply.Order {
    private final RenderJob job;
    private final GenerationRequest request;
    private final Listener listener;

    JobOrder(RenderJob job, GenerationRequest request, Listener listener) {
      this.job = job;
      this.request = request;
      this.listener = listener;
    }

    @Override
    public GenerationRequest request() {
      return request;
    }

    @Override
    public void finished(float[] samples) {
      try {
        LatentFormat format = synthesizer.format();
        AudioClip clip =
            processing.apply(new AudioClip(samples, format.sampleRateHz()), format.hopSamples());
        folder.write(job.target(), job.made(), file -> processing.write(file, clip, true));
        listener.made(job, clip);
      } catch (IOException | WorkFailedException e) {
        listener.failed(job, e);
      } finally {
        folder.end(job.target());
      }
    }

    @Override
    public void failed(WorkFailedException failure) {
      folder.end(job.target());
      listener.failed(job, new WorkFailedException(job.source() + ": " + failure.getMessage()));
    }
  }
}
