package dev.synth.compose.arrange;

import dev.synth.io.BadSettingException;
import dev.synth.score.Meter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** The accompaniment patterns, by the beats of a bar. */
public final class Patterns {
  /** An energy that nothing has: such a pattern is played where it is named. */
  private static final double NAMED = 2;

  private static final List<Pattern> FOUR =
      List.of(
          Pattern.of("block", "c_______", "R_______", 0, 0.55),
          Pattern.of("arpeggio", "12343432", "R_______", 0, 0.7),
          Pattern.of("alberti", "13231323", "R_______", 0, 0.75),
          Pattern.of("ballad", "c_c_c_c_", "R_____5_", 0.35, 0.8),
          Pattern.of("stride", "..c_..c_", "R_..5_..", 0.5, 1),
          Pattern.of("pop", "c__c__c___c_c___", "R_____R_R_____R_", NAMED, NAMED),
          Pattern.of("bossa", "c__c__c___c_c___", "R_____5_5_____n_", NAMED, NAMED),
          Pattern.of("walking", "..c_...c ..c_..c_", "R_w_w_n_", NAMED, NAMED),
          Pattern.of("rock", "c_cccccc", "RRRRRRRR", NAMED, NAMED));

  private static final List<Pattern> TWO =
      List.of(
          Pattern.of("block", "c_______", "R_______", 0, 0.55),
          Pattern.of("alberti", "13231323", "R_______", 0, 0.75),
          Pattern.of("arpeggio", "1234", "R___", 0, 0.75),
          Pattern.of("stride", ".c.c", "R_5_", 0.45, 1));

  private static final List<Pattern> THREE =
      List.of(
          Pattern.of("block", "c_____", "R_____", 0, 0.55),
          Pattern.of("arpeggio", "123432", "R_____", 0, 0.8),
          Pattern.of("waltz", "..c_c_", "R_.... 5_....", 0.3, 1));

  private static final List<Pattern> SIX =
      List.of(
          Pattern.of("block", "c__c__", "R_____", 0, 0.55),
          Pattern.of("arpeggio", "123432", "R_____", 0, 0.8),
          Pattern.of("jig", "..c..c", "R_.5_.", 0.45, 1));

  /** What most pieces in a meter have: it is chosen so many times as often as others. */
  private static final Set<String> USUAL = Set.of("waltz", "jig");

  private static final int USUAL_TIMES = 3;

  private Patterns() {}

  /** All names, in order. */
  public static List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    for (List<Pattern> group : List.of(FOUR, TWO, THREE, SIX)) {
      group.forEach(pattern -> names.add(pattern.name()));
    }
    return List.copyOf(names);
  }

  /** The patterns for a meter; one that is not of these is made for other meters. */
  static List<Pattern> group(Meter meter) {
    if (meter.isCompound()) {
      return meter.beatsFelt() == 2 ? SIX : List.of(byBeats("block", meter), byBeats("jig", meter));
    }
    return switch (meter.beats()) {
      case 2 -> TWO;
      case 3 -> THREE;
      case 4 -> FOUR;
      default -> List.of(byBeats("block", meter), byBeats("stride", meter));
    };
  }

  /** Bass on the first beat, chords on the others; or both held through the bar. */
  private static Pattern byBeats(String name, Meter meter) {
    int each = meter.isCompound() ? 3 : 2;
    StringBuilder chords = new StringBuilder();
    StringBuilder bass = new StringBuilder();
    for (int beat = 0; beat < meter.beatsFelt(); beat++) {
      boolean first = beat == 0;
      String held = "_".repeat(each - 1);
      if (name.equals("block")) {
        chords.append(first ? "c" : "_").append(held);
        bass.append(first ? "R" : "_").append(held);
      } else {
        chords.append(first ? ".".repeat(each) : "c" + held);
        bass.append(first ? "R" + held : ".".repeat(each));
      }
    }
    double least = name.equals("block") ? 0 : 0.4;
    return Pattern.of(name, chords.toString(), bass.toString(), least, 1);
  }

  /**
   * The pattern of a name.
   *
   * @throws BadSettingException if there is none for the meter
   */
  static Pattern named(String name, Meter meter) {
    List<String> of = new ArrayList<>();
    for (Pattern pattern : group(meter)) {
      if (pattern.name().equals(name)) {
        return pattern;
      }
      of.add(pattern.name());
    }
    throw new BadSettingException(
        "The setting 'pattern': there is no '"
            + name
            + "' for "
            + meter
            + "; there are "
            + String.join(", ", of));
  }

  /** One that suits, and is not {@code other} if there is another. */
  static Pattern chosen(Meter meter, double energy, Pattern other, Random random) {
    List<Pattern> suiting = new ArrayList<>();
    for (Pattern pattern : group(meter)) {
      if (energy >= pattern.least() && energy <= pattern.most() && !pattern.equals(other)) {
        int times = USUAL.contains(pattern.name()) ? USUAL_TIMES : 1;
        suiting.addAll(Collections.nCopies(times, pattern));
      }
    }
    return suiting.isEmpty()
        ? other == null ? group(meter).get(0) : other
        : suiting.get(random.nextInt(suiting.size()));
  }
}
