package dev.synth.compose.arrange;

import dev.synth.io.BadSettingException;
import dev.synth.score.LeadSheet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is to be arranged, and how.
 *
 * @param sheet melody and chords
 * @param sections the form, from bar 1 to the end; one section if empty
 * @param patterns of the accompaniment, {@link Patterns#names}, by the names of sections, or for
 *     all by {@value #ALL}; where there is none, one is chosen that suits meter and energy
 * @param drums one of {@link DrumPattern#names}, or {@link DrumPattern#NONE}; null to choose
 * @param voicings how chords are set, see {@link Arrangement#voicings}; those that are not there
 *     are set so that voices move little
 * @param energy from 0, soft and sparse, to 1
 * @param seed of all random choices
 */
public record ArrangementRequest(
    LeadSheet sheet,
    List<Section> sections,
    Map<String, String> patterns,
    String drums,
    Map<Long, List<Integer>> voicings,
    double energy,
    long seed) {
  /** What stands for all sections. */
  public static final String ALL = "all";

  /** Without chords that are set already. */
  public ArrangementRequest(
      LeadSheet sheet,
      List<Section> sections,
      Map<String, String> patterns,
      String drums,
      double energy,
      long seed) {
    this(sheet, sections, patterns, drums, Map.of(), energy, seed);
  }

  /**
   * Checks what is given.
   *
   * @throws BadSettingException if there is no such pattern, or none for the meter
   * @throws IllegalArgumentException if the energy is not from 0 to 1
   */
  public ArrangementRequest {
    Objects.requireNonNull(sheet, "sheet");
    sections = List.copyOf(sections);
    voicings = Map.copyOf(voicings);
    if (!(energy >= 0 && energy <= 1)) {
      throw new IllegalArgumentException("energy is from 0 to 1, not " + energy);
    }
    patterns = Map.copyOf(patterns);
    patterns.values().forEach(name -> Patterns.named(name, sheet.meter()));
    if (drums != null && !drums.equals(DrumPattern.NONE)) {
      DrumPattern.named(drums, sheet.meter());
    }
  }

  /** The pattern that is given for a section; null for none. */
  String patternOf(String section) {
    return patterns.getOrDefault(section, patterns.get(ALL));
  }
}
