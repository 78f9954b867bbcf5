package dev.synth.cli;

import dev.synth.app.Clock;
import dev.synth.cli.process.Interruption;
import dev.synth.cli.process.StandardWriter;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * A progress bar on standard error, redrawn in place a few times a second. On a pipe, or with
 * {@code -q}, it draws nothing. {@code bin/synth} says whether standard error is a terminal.
 */
public final class Progress implements AutoCloseable {
  private static final int BAR_WIDTH = 24;
  private static final long REDRAW_NANOS = 200_000_000L;

  private final PrintWriter err;
  private final String title;
  private final boolean shown;
  private final Interruption.Ending ending;
  private long startNanos = System.nanoTime();
  private long drawnNanos;
  private int drawnWidth;
  private double startShare = -1; // of the first update: an earlier run may have done it

  /** A bar titled {@code title}; draws only where {@code quiet} is false and someone watches. */
  public Progress(PrintWriter err, String title, boolean quiet) {
    this.err = err;
    this.title = title;
    this.shown = !quiet && Boolean.getBoolean("synth.terminal");
    this.ending = Interruption.add(this::clear);
  }

  /**
   * Shows that {@code done} of {@code total} units are finished.
   *
   * @param detail what else to say on the line, such as a loss or a speed
   */
  public synchronized void update(long done, long total, String detail) {
    long now = System.nanoTime();
    double share = total == 0 ? 1 : (double) done / total;
    if (startShare < 0) {
      startShare = share;
      startNanos = now;
    }
    if (!shown || (done < total && now - drawnNanos < REDRAW_NANOS)) {
      return;
    }
    drawnNanos = now;
    int filled = (int) Math.round(share * BAR_WIDTH);
    double elapsed = (now - startNanos) / 1e9;
    String eta =
        share <= startShare
            ? ""
            : "  " + clock(elapsed * (1 - share) / (share - startShare)) + " left";
    draw(
        String.format(
            Locale.ROOT,
            "%s [%s%s] %3.0f%%%s  %s",
            title,
            "#".repeat(filled),
            "-".repeat(BAR_WIDTH - filled),
            share * 100,
            eta,
            detail));
  }

  private void draw(String line) {
    StandardWriter.printRaw(err, "\r");
    err.print(line + " ".repeat(Math.max(0, drawnWidth - line.length())));
    err.flush();
    drawnWidth = line.length();
  }

  /** Hours, minutes and seconds as {@code 1:02:03} or {@code 2:03}. */
  public static String clock(double seconds) {
    return Clock.text(seconds);
  }

  /** Wipes the bar, so that what is printed next starts on a clean line. */
  public synchronized void clear() {
    if (drawnWidth > 0) {
      StandardWriter.printRaw(err, "\r" + " ".repeat(drawnWidth) + "\r");
      err.flush();
      drawnWidth = 0;
    }
  }

  @Override
  public void close() {
    ending.close();
    clear();
  }
}
