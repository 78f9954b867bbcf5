package dev.synth.compose.arrange;

import dev.synth.io.BadSettingException;
import dev.synth.score.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a drummer plays in a bar: a line a drum, {@code x} a stroke, {@code o} a soft one, {@code .}
 * none.
 */
public final class DrumPattern {
  /** No drums. */
  public static final String NONE = "none";

  static final int KICK = 36;
  static final int SIDE_STICK = 37;
  static final int SNARE = 38;
  static final int CLOSED_HAT = 42;
  static final int PEDAL_HAT = 44;
  static final int OPEN_HAT = 46;
  static final int CRASH = 49;
  static final int RIDE = 51;
  static final int TAMBOURINE = 54;
  static final List<Integer> TOMS = List.of(50, 48, 45, 41);

  /** An energy that nothing has: such a pattern is played where it is named. */
  private static final double NAMED = 2;

  private static final List<DrumPattern> FOUR =
      List.of(
          new DrumPattern(
              "rock",
              NAMED,
              NAMED,
              "x.......x.x.....",
              "....x.......x...",
              SNARE,
              "x.x.x.x.x.x.x.x."),
          new DrumPattern(
              "pop", 0.6, 1, "x.....x.x.......", "....x.......x...", SNARE, "x.x.x.x.x.x.x.x."),
          new DrumPattern(
              "ballad",
              0.55,
              0.7,
              "x.......x......x",
              "....x.......x...",
              SIDE_STICK,
              "x.x.x.x.x.x.x.x."),
          new DrumPattern(
              "march", 0.6, 1, "x...x...x...x...", "..x...x...x.x.xx", SNARE, "................"),
          new DrumPattern(
              "bossa",
              NAMED,
              NAMED,
              "x..xx..xx..xx..x",
              "x..x..x...x..x..",
              SIDE_STICK,
              "x.x.x.x.x.x.x.x."),
          new DrumPattern(
              "funk",
              NAMED,
              NAMED,
              "x..x..x...x..x..",
              "....x..o.o..x..o",
              SNARE,
              "xxxxxxxxxxxxxxxx"));

  private static final List<DrumPattern> TWO =
      List.of(
          new DrumPattern("polka", 0.6, 1, "x...x...", "..x...x.", SNARE, "x.x.x.x."),
          new DrumPattern("soft", 0.55, 0.6, "x.......", "....x...", SIDE_STICK, "x.x.x.x."));

  private static final List<DrumPattern> THREE =
      List.of(
          new DrumPattern("waltz", 0.55, 1, "x...........", "....o...o...", SNARE, "x...x...x..."));

  private static final List<DrumPattern> SIX =
      List.of(
          new DrumPattern("jig", 0.6, 1, "x...........", "......x.....", SNARE, "x...x.x...x."),
          new DrumPattern(
              "soft", 0.55, 0.7, "x...........", "......x.....", SIDE_STICK, "x.x.x.x.x.x."));

  private final String name;
  private final double least;
  private final double most;
  private final Map<Integer, String> lines;

  private DrumPattern(
      String name, double least, double most, String kick, String snare, int drum, String hat) {
    this.name = name;
    this.least = least;
    this.most = most;
    this.lines = Map.of(KICK, kick, drum, snare, CLOSED_HAT, hat);
  }

  /** For settings. */
  String name() {
    return name;
  }

  /** The drums' lines, each of as many letters as the bar has steps. */
  Map<Integer, String> lines() {
    return lines;
  }

  /** How many steps a bar has. */
  int steps() {
    return lines.get(KICK).length();
  }

  /** All names, in order. */
  public static List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    for (List<DrumPattern> group : List.of(FOUR, TWO, THREE, SIX)) {
      group.forEach(pattern -> names.add(pattern.name));
    }
    return List.copyOf(names);
  }

  private static List<DrumPattern> group(Meter meter) {
    if (meter.isCompound()) {
      return meter.beatsFelt() == 2 ? SIX : List.of();
    }
    return switch (meter.beats()) {
      case 2 -> TWO;
      case 3 -> THREE;
      case 4 -> FOUR;
      default -> List.of();
    };
  }

  /**
   * The pattern of a name.
   *
   * @throws BadSettingException if there is none for the meter
   */
  static DrumPattern named(String name, Meter meter) {
    List<String> of = new ArrayList<>();
    for (DrumPattern pattern : group(meter)) {
      if (pattern.name.equals(name)) {
        return pattern;
      }
      of.add(pattern.name);
    }
    of.add(NONE);
    throw new BadSettingException(
        "The setting 'drums': there is no '"
            + name
            + "' for "
            + meter
            + "; there are "
            + String.join(", ", of));
  }

  /** Those that suit a meter and energy; none for soft pieces and odd meters. */
  static List<DrumPattern> suiting(Meter meter, double energy) {
    return group(meter).stream().filter(p -> energy >= p.least && energy <= p.most).toList();
  }
}
