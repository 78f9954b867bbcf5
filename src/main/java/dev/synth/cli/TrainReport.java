package dev.synth.cli;

import dev.synth.train.TrainingProgress;
import java.io.PrintWriter;
import java.util.Locale;

/** What a person sees of a training run: a bar where they watch, and a line a measurement. */
final class TrainReport implements TrainingProgress {
  private static final int PARTS = 1_000_000;

  private final Progress bar;
  private final PrintWriter err;
  private final boolean quiet;
  private final int steps;

  TrainReport(Progress bar, PrintWriter err, boolean quiet, int steps) {
    this.bar = bar;
    this.err = err;
    this.quiet = quiet;
    this.steps = steps;
  }

  @Override
  public void stepped(Report report) {
    bar.update(Math.round(report.doneShare() * PARTS), PARTS, line(report));
  }

  @Override
  public void measured(Report report) {
    if (!quiet) {
      bar.clear();
      err.println(line(report));
    }
  }

  @Override
  public void warned(String sentence) {
    if (!quiet) {
      bar.clear();
      err.println("synth: " + ExitCodes.withFlags(sentence));
    }
  }

  private String line(Report report) {
    String heldOut =
        Double.isNaN(report.heldOutNats())
            ? ""
            : String.format(
                Locale.ROOT,
                ", held out %.3f nats (%.3f bits) a sample",
                report.heldOutNats(),
                report.heldOutNats() / Math.log(2));
    String accuracy =
        Double.isNaN(report.accuracy())
            ? ""
            : String.format(Locale.ROOT, ", %.1f %% right", 100 * report.accuracy());
    String loading =
        report.loadShare() < 0.05
            ? ""
            : String.format(Locale.ROOT, ", %.0f %% waiting for data", 100 * report.loadShare());
    return String.format(
        Locale.ROOT,
        "step %d/%d: train %.3f nats%s%s, %,.0f samples/s (%.0f %% of peak)%s, %.1f GB",
        report.step(),
        steps,
        report.trainNats(),
        heldOut,
        accuracy,
        report.samplesPerSecond(),
        100 * report.peakShare(),
        loading,
        report.memoryBytes() / 1e9);
  }
}
