package dev.synth.cli;

import dev.synth.train.LossUnit;
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
    boolean nats = report.unit() == LossUnit.NATS;
    String heldOut = "";
    if (!Double.isNaN(report.heldOutLoss())) {
      heldOut =
          nats
              ? String.format(
                  Locale.ROOT,
                  ", held out %.3f nats (%.3f bits) per sample",
                  report.heldOutLoss(),
                  report.heldOutLoss() / Math.log(2))
              : String.format(Locale.ROOT, ", held out %.4g", report.heldOutLoss());
    }
    double share = report.measured().getOrDefault("accuracy", Double.NaN);
    String accuracy =
        Double.isNaN(share) ? "" : String.format(Locale.ROOT, ", %.1f %% accuracy", 100 * share);
    String loading =
        report.loadShare() < 0.05
            ? ""
            : String.format(Locale.ROOT, ", %.0f %% waiting for data", 100 * report.loadShare());
    return String.format(
        Locale.ROOT,
        "%s: train %s%s%s, %,.0f samples/s (%.0f %% of peak)%s, %.1f GB",
        place(report),
        String.format(Locale.ROOT, nats ? "%.3f nats" : "%.4g", report.trainLoss()),
        heldOut,
        accuracy,
        report.samplesPerSecond(),
        100 * report.peakShare(),
        loading,
        report.memoryBytes() / 1e9);
  }

  /** How far the run is: in what the bar counts, time where that ends it first. */
  private String place(Report report) {
    boolean byTime = report.seconds() / report.secondsLimit() > (double) report.step() / steps;
    return byTime
        ? "step "
            + report.step()
            + ", "
            + Progress.clock(Math.min(report.seconds(), report.secondsLimit()))
            + " of "
            + Progress.clock(report.secondsLimit())
        : "step " + report.step() + "/" + steps;
  }
}
