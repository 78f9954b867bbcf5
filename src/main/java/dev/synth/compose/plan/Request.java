package dev.synth.compose.plan;

import dev.synth.compose.style.Grid;
import dev.synth.io.BadSettingException;
import dev.synth.io.text.Counted;
import dev.synth.score.Key;
import dev.synth.score.Meter;
import dev.synth.score.Mode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is asked for; what is null is chosen.
 *
 * @param seed of all random choices
 * @param beatsPerMinute of {@link Grid#tempoBeat}: dotted quarters in 6/8, quarters in 7/8
 * @param bars how many, or null to go by {@code seconds}
 * @param seconds how long, or null to go by {@code bars}
 * @param form letters of the sections
 * @param density notes a bar, over those of the style
 * @param wishes what else is wanted
 */
public record Request(
    long seed,
    Mood mood,
    Key key,
    Meter meter,
    Double beatsPerMinute,
    Integer bars,
    Double seconds,
    String form,
    Double density,
    Cadence cadence,
    Wishes wishes) {
  /** The fewest and the most bars of a piece. */
  public static final int BARS_MIN = 4;

  public static final int BARS_MAX = 1_000;

  private static final Set<Mode> HARMONIZED =
      EnumSet.of(Mode.MAJOR, Mode.MINOR, Mode.DORIAN, Mode.MIXOLYDIAN);

  private static final double SECONDS_NOTED = 0.05;
  private static final double TEMPO_MIN = 20;
  private static final double TEMPO_MAX = 400;
  private static final double SECONDS_MAX = 3_600;
  static final double DENSITY_MIN = 0.25;
  static final double DENSITY_MAX = 4;

  /** Nothing but a seed: all is chosen. */
  public static Request of(long seed) {
    return new Request(seed, null, null, null, null, null, null, null, null, null, Wishes.NONE);
  }

  /**
   * Checks the numbers.
   *
   * @throws BadSettingException if one of them cannot be
   */
  public Request {
    check("tempo", beatsPerMinute, TEMPO_MIN, TEMPO_MAX, "beats a minute");
    check("density", density, DENSITY_MIN, DENSITY_MAX, "times the style's");
    check("bars", bars == null ? null : (double) bars, BARS_MIN, BARS_MAX, "bars");
    check("minutes", seconds == null ? null : seconds / 60, 0.05, SECONDS_MAX / 60, "minutes");
    if (bars != null && seconds != null) {
      throw new BadSettingException(
          "The setting 'bars' and the setting 'minutes' both say how long it is; give one");
    }
    if (key != null && !HARMONIZED.contains(key.mode())) {
      // Their chords would be those of major and minor, under a melody of another scale.
      throw new BadSettingException(
          "The setting 'key' is in major, minor, dorian or mixolydian, whose chords the styles"
              + " know, not in "
              + key.mode().label());
    }
    if (cadence != null && !cadence.isFinal()) {
      throw new BadSettingException("The setting 'cadence' is authentic or plagal");
    }
  }

  private static void check(String name, Double value, double least, double most, String unit) {
    if (value != null && !(value >= least && value <= most)) {
      throw new BadSettingException(
          "The setting '"
              + name
              + "' must be from "
              + text(least)
              + " to "
              + text(most)
              + " "
              + unit
              + ", not "
              + text(value));
    }
  }

  private static String text(double value) {
    return value % 1 == 0 ? "" + (long) value : "" + value;
  }

  /**
   * Says why a piece is not as long, or as fast, as it seems to be asked for: sentences, none where
   * all is as it was asked for.
   */
  List<String> remarks(Frame frame, Form form) {
    List<String> remarks = new ArrayList<>();
    String has = "The form " + form.letters() + " has " + Counted.of(form.bars(), "bar");
    if (bars != null && form.bars() != bars) {
      remarks.add(has + ", not " + bars + ", so that its sections are equally long.");
    } else if (bars == null && seconds == null && this.form != null) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%s, %.0f s: %d a section, the rest before and behind; the setting 'bars' or the"
                  + " setting 'minutes' gives another length.",
              has,
              frame.seconds(form.bars()),
              Form.SECTION_BARS));
    }
    if (seconds != null) {
      ofMinutes(remarks, frame, form);
    }
    return remarks;
  }

  private void ofMinutes(List<String> remarks, Frame frame, Form form) {
    double lasts = frame.seconds(form.bars());
    double beats =
        frame.quartersPerMinute() * Grid.TICKS_PER_QUARTER / Grid.tempoBeat(frame.meter());
    if (Math.abs(lasts - seconds) > SECONDS_NOTED) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "The piece is %.1f s long, not %.1f: %s of %s at %s beats a minute, as the tempo is"
                  + " given.",
              lasts,
              seconds,
              Counted.of(form.bars(), "bar"),
              frame.meter(),
              text(Math.rint(100 * beats) / 100)));
    } else if (beats < 0.9 * frame.mood().slowest() || beats > 1.1 * frame.mood().fastest()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "The tempo is %s beats a minute, where a %s piece has %.0f to %.0f, so that %s last"
                  + " %.1f s.",
              text(Math.rint(100 * beats) / 100),
              frame.mood().label(),
              frame.mood().slowest(),
              frame.mood().fastest(),
              Counted.of(form.bars(), "bar"),
              seconds));
    }
  }
}
