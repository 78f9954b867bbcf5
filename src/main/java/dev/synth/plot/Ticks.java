package dev.synth.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Places on an axis and what stands there. */
final class Ticks {
  /**
   * One place.
   *
   * @param share from 0, the axis' start, to 1, its end
   */
  record Tick(double share, String label) {}

  private Ticks() {}

  /** Round numbers from 0 to {@code max}, at most {@code most} steps of 1, 2 or 5 of some power. */
  static List<Tick> linear(double max, int most) {
    double step = Math.pow(10, Math.floor(Math.log10(max)) - 1);
    for (int i = 0; max / step > most; i++) {
      step *= i % 3 == 1 ? 2.5 : 2;
    }
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i * step <= max * (1 + 1e-9); i++) {
      String label = String.format(Locale.ROOT, "%." + decimals + "f", i * step);
      ticks.add(new Tick(i * step / max, label));
    }
    return ticks;
  }
}
