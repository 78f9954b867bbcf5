package dev.synth.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.io.path.Spool;
import dev.synth.io.text.Counted;
import dev.synth.render.RenderJob;
import dev.synth.render.Renderer;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells of many notes as they are made: a bar with the speed, a result each, a summary. */
final class GenerationReport implements Renderer.Listener, AutoCloseable {
  /** More notes of one kind say nothing new. */
  private static final int FADED_MAX = 3;

  private final InputLoop loop;
  private final PrintWriter err;
  private final boolean quiet;
  private final Progress bar;
  private final int rateHz;
  private final long startNanos = System.nanoTime();
  private long roundNanos = startNanos;
  private int notes;
  private int faded;
  private long samplesBefore;
  private long samplesDone;
  private long samplesTotal;

  GenerationReport(InputLoop loop, PrintWriter err, boolean quiet, int rateHz) {
    this.loop = loop;
    this.err = err;
    this.quiet = quiet;
    this.bar = new Progress(err, "generating", quiet);
    this.rateHz = rateHz;
  }

  @Override
  public void begins(int notes, long samples) {
    this.notes = notes;
    samplesBefore += samplesDone;
    samplesDone = 0;
    samplesTotal = samples;
    roundNanos = System.nanoTime();
  }

  @Override
  public void generated(long done, long total) {
    samplesDone = done;
    double speed = done / ((System.nanoTime() - roundNanos) / 1e9);
    bar.update(
        done,
        total,
        String.format(
            Locale.ROOT,
            "%s, %,.0f notes/h, %.2f x real time",
            Counted.of(notes, "note"),
            speed * 3600 * notes / samplesTotal,
            speed / rateHz));
  }

  private static ObjectNode result(RenderJob job) {
    ObjectNode result = InputLoop.result(job.source());
    String seed = job.made().get("seed");
    return seed == null ? result : result.put("noteSeed", seed);
  }

  @Override
  public void done(RenderJob job) {
    bar.clear();
    loop.done(result(job), job.target());
  }

  @Override
  public void doneMeanwhile(RenderJob job) {
    bar.clear();
    loop.doneMeanwhile(result(job), job.target());
  }

  @Override
  public void abandoned(int jobs) {
    bar.clear();
    loop.abandoned(jobs);
  }

  @Override
  public void made(RenderJob job, AudioClip clip) {
    bar.clear();
    ObjectNode result = result(job);
    result.put("samples", clip.samples().length).put("sampleRateHz", clip.sampleRateHz());
    loop.made(result, job.target());
  }

  @Override
  public void faded(RenderJob job, double dbfs) {
    if (quiet || faded++ >= FADED_MAX) {
      return;
    }
    bar.clear();
    double longer = (double) job.samples() / job.heldFrom();
    double stretch = longer * Double.parseDouble(job.made().getOrDefault("stretch", "1"));
    err.printf(
        Locale.ROOT,
        "synth: %s: the last %.2f s are silent (%s): the note has faded where --length holds its"
            + " last frame; --stretch %s makes the note itself that long.%n",
        Spool.inWords(job.target().toString()),
        (double) (job.samples() - job.heldFrom()) / rateHz,
        dbfs == Double.NEGATIVE_INFINITY
            ? "all zeros"
            : String.format(Locale.ROOT, "%.0f dBFS", dbfs),
        String.format(Locale.ROOT, "%.3f", stretch).replaceFirst("\\.?0+$", ""));
  }

  @Override
  public void failed(RenderJob job, Exception failure) {
    bar.clear();
    loop.failed(result(job), failure);
  }

  /** Prints how it went, of {@code command}. */
  void summarize(String command) {
    if (faded > FADED_MAX) {
      String more = Counted.of(faded - FADED_MAX, "more sound");
      err.println("synth: " + more + " ended in silence for the same reason.");
    }
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    long samples = samplesBefore + samplesDone;
    loop.summarize(
        command,
        seconds,
        samples == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %,.0f notes/h, %.2f x real time",
                loop.made() / seconds * 3600,
                samples / seconds / rateHz));
  }

  @Override
  public void close() {
    bar.close();
  }
}
