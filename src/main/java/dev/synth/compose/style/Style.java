package dev.synth.compose.style;

import dev.synth.io.BadSettingException;
import dev.synth.score.Meter;
import dev.synth.score.Mode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A style: tunes, and what is learned of them. What is learned is computed when it is asked for,
 * and kept.
 */
public final class Style {
  /** Of one common progression, beside a tune. */
  private static final double COMMON_WEIGHT = 0.25;

  private final String name;
  private final Settings settings;
  private final List<Tune> tunes;
  private final Map<Meter, RhythmModel> rhythms = new HashMap<>();
  private final Map<Mode, MelodyModel> melodies = new HashMap<>();
  private final Map<Boolean, HarmonyModel> harmonies = new HashMap<>();
  private ChordFit chordFit;

  /**
   * How to learn.
   *
   * @param order the most notes of a context, 1 to 8
   * @param mostCopiedNotes the most notes in a row that what is written may have as a tune has
   *     them, transposed or not; more than the order
   */
  public record Settings(int order, int mostCopiedNotes) {
    /** As music of its own is made of a hundred tunes. */
    public static final Settings DEFAULT = new Settings(3, 7);

    private static final int ORDER_MAX = 8;
    private static final int COPIED_MAX = 64;

    /**
     * Checks the numbers.
     *
     * @throws BadSettingException if one of them cannot be
     */
    public Settings {
      if (order < 1 || order > ORDER_MAX) {
        throw new BadSettingException(
            "The setting 'order' must be from 1 to " + ORDER_MAX + ", not " + order);
      }
      if (mostCopiedNotes <= order || mostCopiedNotes > COPIED_MAX) {
        throw new BadSettingException(
            "The setting 'max copy' must be more than the order, "
                + order
                + ", and at most "
                + COPIED_MAX
                + ", not "
                + mostCopiedNotes);
      }
    }
  }

  /**
   * A style of tunes.
   *
   * @param tunes at least one, each with chords
   */
  public Style(String name, Settings settings, List<Tune> tunes) {
    if (tunes.isEmpty()) {
      throw new IllegalArgumentException("a style is of at least one tune");
    }
    this.name = name;
    this.settings = settings;
    this.tunes = List.copyOf(tunes);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** How it is learned. */
  public Settings settings() {
    return settings;
  }

  /** What it is learned from. */
  public List<Tune> tunes() {
    return tunes;
  }

  /** Its meters, with how many tunes have each, the most frequent first. */
  public Map<Meter, Integer> meters() {
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, Meter> meters = new HashMap<>();
    for (Tune tune : tunes) {
      counts.merge(tune.meter().toString(), 1, Integer::sum);
      meters.put(tune.meter().toString(), tune.meter());
    }
    Map<Meter, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> sorted.put(meters.get(entry.getKey()), entry.getValue()));
    return sorted;
  }

  /** The rhythms of a meter, which one of its tunes must have. */
  public synchronized RhythmModel rhythm(Meter meter) {
    return rhythms.computeIfAbsent(
        meter,
        m ->
            new RhythmModel(
                tunes.stream().filter(tune -> tune.meter().equals(m)).toList(),
                m,
                settings.order()));
  }

  /** The melodies, in a mode. */
  public synchronized MelodyModel melody(Mode mode) {
    return melodies.computeIfAbsent(
        mode, m -> new MelodyModel(tunes, m, settings.order(), settings.mostCopiedNotes()));
  }

  /** The chords of major, or of minor, keys. */
  public synchronized HarmonyModel harmony(boolean minor) {
    return harmonies.computeIfAbsent(
        minor,
        m ->
            HarmonyModel.learned(
                tunes.stream().filter(tune -> tune.mode().hasMinorThird() == m).toList(),
                m,
                COMMON_WEIGHT));
  }

  /** Which notes stand over which chords. */
  public synchronized ChordFit chordFit() {
    if (chordFit == null) {
      chordFit = new ChordFit(tunes);
    }
    return chordFit;
  }
}
