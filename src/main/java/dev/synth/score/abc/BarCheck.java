package dev.synth.score.abc;

import dev.synth.score.Meter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Compares the bars of a voice, as it is heard, with the meter. A bar may be cut in two by a
 * repeat, and the last one lacks what the pickup has.
 */
final class BarCheck {
  private final Tune tune;
  private final boolean reports;
  private final Set<Integer> told = new HashSet<>();
  private Meter meter;
  private long barStart;
  private long pickup;
  private long cut;
  private boolean any;
  private int line;

  /**
   * @param reports whether bars that do not fit are told of
   */
  BarCheck(Tune tune, boolean reports) {
    this.tune = tune;
    this.reports = reports && !tune.isFree();
    this.meter = tune.firstMeter();
  }

  void meter(Meter next) {
    meter = next;
    cut = 0;
  }

  /** A bar line. */
  void line(long at, Element.BarLine bar) {
    line = bar.line();
    if (at == barStart) {
      return;
    }
    long bars = meter.barTicks(Element.PARTS_PER_QUARTER);
    long parts = at - barStart;
    if (!any && parts < bars && !tune.isFree()) {
      pickup = parts;
    } else if (cut > 0) {
      if (cut + parts != bars) {
        tell(parts == bars ? cut : parts);
      }
      cut = 0; // else it was the other half of a bar that a repeat cuts
    } else if (bar.heavy() && parts < bars) {
      cut = parts;
    } else if (parts % bars != 0) {
      tell(parts);
    }
    any = true;
    barStart = at;
  }

  /** The end of the voice. */
  void end(long at) {
    if (at > barStart) {
      line(at, new Element.BarLine(false, false, true, Set.of(), line));
    }
    long bars = meter.barTicks(Element.PARTS_PER_QUARTER);
    if (cut > 0 && cut + pickup != bars) {
      tell(cut);
    }
  }

  private void tell(long parts) {
    if (reports && told.add(line)) {
      tune.mend(
          line,
          String.format(
              Locale.ROOT,
              "a bar has %s quarters where the meter %s has %s",
              quarters(parts),
              meter,
              quarters(meter.barTicks(Element.PARTS_PER_QUARTER))));
    }
  }

  private static String quarters(long parts) {
    double quarters = Math.rint(100.0 * parts / Element.PARTS_PER_QUARTER) / 100;
    return quarters % 1 == 0 ? String.valueOf((long) quarters) : String.valueOf(quarters);
  }

  /** How long the incomplete first bar is; 0 where it is complete. */
  long pickupParts() {
    return pickup;
  }
}
