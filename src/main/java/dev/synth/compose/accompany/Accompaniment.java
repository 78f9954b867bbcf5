package dev.synth.compose.accompany;

import dev.synth.compose.arrange.Arrangement;
import dev.synth.compose.arrange.ArrangementRequest;
import dev.synth.compose.arrange.Arranger;
import dev.synth.compose.arrange.Section;
import dev.synth.compose.plan.Phrase;
import dev.synth.compose.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Arranges a planned piece: all follows from the plan, and from what is chosen for its parts. */
public final class Accompaniment {
  private Accompaniment() {}

  /**
   * What is chosen for the accompaniment.
   *
   * @param patterns by sections, see {@link ArrangementRequest#patterns}; empty to choose
   * @param drums see {@link ArrangementRequest#drums}; null to choose
   * @param voices pitches of chords that are set already, by bar and chord; what is missing, or
   *     empty, is set
   */
  public record Choice(
      Map<String, String> patterns, String drums, List<List<List<Integer>>> voices) {
    /** All is chosen by the plan's seed, mood and meter. */
    public static final Choice FREE = new Choice(Map.of(), null, List.of());
  }

  /**
   * The piece for all its parts.
   *
   * @throws dev.synth.io.BadSettingException if there is no such pattern for the plan's meter
   */
  public static Arrangement of(Plan plan, String title, Choice choice) {
    return Arranger.arrange(
        new ArrangementRequest(
            plan.leadSheet(title),
            sections(plan),
            choice.patterns(),
            choice.drums(),
            Voices.voicings(plan, choice.voices()),
            plan.frame().mood().level(),
            plan.frame().performanceSeed()));
  }

  /** Phrases that follow each other in one section, joined. */
  private static List<Section> sections(Plan plan) {
    List<Section> sections = new ArrayList<>();
    for (Phrase phrase : plan.form().phrases()) {
      int last = sections.size() - 1;
      boolean goesOn =
          last >= 0
              && sections.get(last).name().equals(phrase.section())
              && (sections.get(last).bars() + phrase.bars() <= SECTION_BARS || !phrase.isSung());
      if (goesOn) {
        Section before = sections.get(last);
        sections.set(
            last,
            new Section(
                before.name(), before.firstBar(), before.bars() + phrase.bars(), before.sung()));
      } else {
        sections.add(
            new Section(phrase.section(), phrase.bar() + 1, phrase.bars(), phrase.isSung()));
      }
    }
    return plan.hasPickup() ? behindPickup(sections) : sections;
  }

  /** The first bar is the pickup, which has no number in scores. */
  private static List<Section> behindPickup(List<Section> sections) {
    List<Section> all = new ArrayList<>();
    for (Section each : sections) {
      boolean first = all.isEmpty();
      int bars = each.bars() - (first ? 1 : 0);
      all.add(new Section(each.name(), first ? 1 : each.firstBar() - 1, bars, each.sung()));
    }
    return all;
  }

  /** A section that comes twice running is two. */
  private static final int SECTION_BARS = dev.synth.compose.plan.Form.SECTION_BARS;
}
