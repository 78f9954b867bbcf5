package dev.synth.cli;

import dev.synth.app.Clock;
import dev.synth.cli.process.Interruption;
import dev.synth.cli.process.StandardWriter;
import dev.synth.io.text.Printable;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * A progress bar on standard error, redrawn in place a few times a second. Where standard error is
 * no terminal, as {@code bin/synth} says, a line every half minute takes its place, so that a log
 * shows that a long work goes on. With {@code -q} nothing is shown.
 */
public final class Progress implements AutoCloseable {
  private static final int BAR_WIDTH = 24;
  private static final long REDRAW_NANOS = 200_000_000L;

  /** Between the lines where there is no terminal; a property shortens it for tests. */
  private static final double LINE_SECONDS = 30;

  private final PrintWriter err;
  private final String title;
  private final boolean quiet;
  private final boolean terminal = Boolean.getBoolean("synth.terminal");
  private final double lineSeconds =
      Double.parseDouble(System.getProperty("synth.progress.seconds", "" + LINE_SECONDS));
  private final Interruption.Ending ending;
  private long startNanos = System.nanoTime();
  private long drawnNanos = System.nanoTime();
  private int drawnWidth;
  private double startShare = -1; // of the first update: an earlier run may have done it

  /** A bar titled {@code title}; shows nothing where {@code quiet} is true. */
  public Progress(PrintWriter err, String title, boolean quiet) {
    this.err = err;
    this.title = title;
    this.quiet = quiet;
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
    boolean due =
        terminal
            ? done >= total || now - drawnNanos >= REDRAW_NANOS
            : now - drawnNanos >= lineSeconds * 1e9;
    if (quiet || !due) {
      return;
    }
    drawnNanos = now;
    String shown = Printable.name(detail);
    share = Math.min(1, share);
    double elapsed = (now - startNanos) / 1e9;
    String eta =
        share <= startShare
            ? ""
            : "  " + clock(elapsed * (1 - share) / (share - startShare)) + " left";
    if (terminal) {
      int filled = (int) Math.round(share * BAR_WIDTH);
      String bar = "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled);
      draw(
          String.format(Locale.ROOT, "%s [%s] %3.0f%%%s  %s", title, bar, share * 100, eta, shown));
    } else {
      err.println(String.format(Locale.ROOT, "%s %.0f%%%s  %s", title, share * 100, eta, shown));
    }
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
