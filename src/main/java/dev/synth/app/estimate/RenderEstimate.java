package dev.synth.app.estimate;

import dev.synth.app.Workers;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.model.Synthesizer;
import dev.synth.render.PostProcessing;
import dev.synth.render.RenderJob;
import dev.synth.render.SpeedTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What the playing of notes would take. */
public final class RenderEstimate {
  private final Synthesizer synthesizer;
  private final PostProcessing processing;
  private final Workers workers;
  private final WorkTally tally = new WorkTally();
  private long samplesToDo;

  /** Of notes that {@code synthesizer} plays. */
  public RenderEstimate(Synthesizer synthesizer, PostProcessing processing, Workers workers) {
    this.synthesizer = synthesizer;
    this.processing = processing;
    this.workers = workers;
  }

  /**
   * Counts {@code jobs}.
   *
   * @param force whether to make anew what is done
   * @param failed receives each that cannot be made
   * @return those that are to do
   */
  public List<RenderJob> count(
      List<RenderJob> jobs,
      WorkFolder folder,
      boolean force,
      BiConsumer<RenderJob, Exception> failed) {
    int rateHz = synthesizer.format().sampleRateHz();
    List<RenderJob> toDo = new ArrayList<>();
    for (RenderJob job : jobs) {
      try {
        boolean done = folder.look(job, force) == WorkFolder.State.DONE;
        tally.add(done, (double) job.samples() / rateHz, processing.bytes(job.samples(), rateHz));
        if (!done) {
          toDo.add(job);
          samplesToDo += synthesizer.leadSamples() + job.samples();
        }
      } catch (IOException | WorkFailedException e) {
        failed.accept(job, e);
      }
    }
    return toDo;
  }

  /** Counts bytes of files that are no note's. */
  public void addBytes(long bytes) {
    tally.addBytes(bytes);
  }

  /**
   * Measures the speed for a few seconds, if anything is to do.
   *
   * @param secondsBefore what else than playing takes time
   */
  public WorkEstimate measure(Path output, double secondsBefore) throws IOException {
    int threads = workers.threads();
    int atOnce = synthesizer.notesAtOnce(Math.max(1, tally.toDo()), threads, workers.notesAtOnce());
    int notes = tally.toDo();
    double speed =
        notes == 0
            ? Double.NaN
            : SpeedTest.samplesPerSecond(synthesizer, threads, atOnce, notes, samplesToDo);
    return tally.estimate(
        output,
        atOnce,
        Math.min(atOnce, threads),
        synthesizer.format().sampleRateHz(),
        speed,
        notes == 0 ? 0 : secondsBefore + samplesToDo / speed);
  }
}
