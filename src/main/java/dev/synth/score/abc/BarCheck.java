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
  private int groups;
  private int pickupLine;
  private Meter meter;
  private long barStart;
  private long pickup;
  private long cut;
  private boolean any;
  private int line;
  private int firstLine;

  BarCheck(Tune tune) {
    this.tune = tune;
    this.reports = !tune.isFree();
    this.meter = tune.firstMeter();
  }

  void meter(Meter next) {
    meter = next;
    cut = 0;
  }

  /** Notes, or a rest. */
  void notes() {
    groups++;
  }

  /** A bar line. */
  void line(long at, Element.BarLine bar) {
    line = bar.line();
    firstLine = firstLine == 0 ? line : firstLine;
    if (at == barStart) {
      return;
    }
    long bars = meter.barTicks(Element.PARTS_PER_QUARTER);
    long parts = at - barStart;
    if (!any && parts < bars && !tune.isFree()) {
      pickup = parts;
      pickupLine = line;
    } else if (cut > 0) {
      if (cut + parts != bars) {
        tell(parts == bars ? cut : parts);
      }
      cut = 0; // else it was the other half of a bar that a repeat cuts
    } else if (bar.heavy() && parts < bars) {
      cut = parts;
    } else if (parts % bars != 0 || parts > bars && groups > 1) {
      // A rest alone may be of several bars.
      tell(parts);
    }
    groups = 0;
    any = true;
    barStart = at;
  }

  /** The end of the voice, in a line of the file. */
  void end(long at, int lastLine) {
    if (at > barStart) {
      line(at, new Element.BarLine(false, false, true, Set.of(), lastLine));
    }
    long bars = meter.barTicks(Element.PARTS_PER_QUARTER);
    if (cut > 0 && cut + pickup != bars) {
      tell(cut);
    } else if (cut == 0 && 2 * pickup > bars && reports) {
      tune.mend(pickupLine, "the first bar has " + quarters(pickup) + ", and is read as a pickup");
    }
  }

  /** Tells of a voice whose pickup is not as long as the first one's. */
  void comparePickup(long first) {
    if (reports && pickup != first) {
      tune.mend(
          Math.max(1, Math.max(pickupLine, firstLine)),
          "a voice begins with a pickup of "
              + quarters(pickup)
              + ", the first one with "
              + quarters(first));
    }
  }

  private void tell(long parts) {
    if (reports && told.add(line)) {
      tune.mend(
          line,
          String.format(
              Locale.ROOT,
              "a bar has %s where the meter %s has %s",
              quarters(parts),
              meter,
              number(meter.barTicks(Element.PARTS_PER_QUARTER))));
    }
  }

  private static String quarters(long parts) {
    return number(parts) + (parts == Element.PARTS_PER_QUARTER ? " quarter" : " quarters");
  }

  private static String number(long parts) {
    double quarters = Math.rint(100.0 * parts / Element.PARTS_PER_QUARTER) / 100;
    return quarters % 1 == 0 ? String.valueOf((long) quarters) : String.valueOf(quarters);
  }

  /** How long the incomplete first bar is; 0 where it is complete. */
  long pickupParts() {
    return pickup;
  }
}
