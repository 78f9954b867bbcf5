package dev.synth.compose.accompany;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.compose.arrange.Arrangement;
import dev.synth.compose.plan.Plan;
import dev.synth.compose.style.ChordEvent;
import dev.synth.io.json.JsonFields;
import dev.synth.score.ChordSymbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How the chords of a plan are set: [bars][chords] their MIDI pitches, from below; beside chords
 * and melody in the plan's JSON, so that bars that are kept sound as before.
 */
public final class Voices {
  private static final String BARS = "bars";
  private static final String VOICES = "voices";
  private static final int PITCH_MOST = 127;

  private Voices() {}

  /** Those of an arrangement. */
  public static List<List<List<Integer>>> of(Plan plan, Arrangement arrangement) {
    return IntStream.range(0, plan.bars())
        .mapToObj(
            bar ->
                plan.chordStarts(bar).stream()
                    .map(start -> arrangement.voicings().getOrDefault(start, List.of()))
                    .toList())
        .toList();
  }

  /** The same by the ticks at which chords begin; what is missing or empty is not there. */
  static Map<Long, List<Integer>> voicings(Plan plan, List<List<List<Integer>>> voices) {
    Map<Long, List<Integer>> all = new HashMap<>();
    for (int bar = 0; bar < Math.min(voices.size(), plan.bars()); bar++) {
      List<Long> starts = plan.chordStarts(bar);
      for (int i = 0; i < Math.min(starts.size(), voices.get(bar).size()); i++) {
        all.put(starts.get(i), voices.get(bar).get(i));
      }
    }
    return all;
  }

  /**
   * Those that a plan's JSON has; empty where it has none.
   *
   * @throws IllegalArgumentException with the place, if they are no lists of MIDI pitches, or more
   *     than the bar has chords
   */
  public static List<List<List<Integer>>> read(ObjectNode plan) {
    List<List<List<Integer>>> all = new ArrayList<>();
    for (JsonNode bar : plan.path(BARS)) {
      try {
        all.add(bar(bar));
      } catch (IllegalArgumentException e) {
        String place = "bar " + (all.size() + 1) + " (/bars/" + all.size() + "/" + VOICES + ")";
        throw new IllegalArgumentException(place + " cannot be: " + e.getMessage(), e);
      }
    }
    return all;
  }

  private static List<List<Integer>> bar(JsonNode bar) {
    JsonNode voices = bar.path(VOICES);
    if (voices.isMissingNode() || voices.isNull()) {
      return List.of();
    }
    int most = bar.path("chords").asText("").strip().split("\\s+").length;
    boolean lists = voices.isArray() && voices.size() <= most;
    for (JsonNode chord : voices) {
      lists &= chord.isArray();
    }
    if (!lists) {
      throw new IllegalArgumentException(
          "it has a list of pitches for each chord, such as [[48,52,55]], not " + voices);
    }
    List<List<Integer>> chords = new ArrayList<>();
    for (JsonNode chord : voices) {
      List<Integer> pitches = new ArrayList<>();
      chord.forEach(p -> pitches.add(JsonFields.whole(p, "a MIDI pitch", 0, PITCH_MOST)));
      chords.add(pitches);
    }
    return chords;
  }

  /**
   * Sentences on voices that are not used, as they have notes that their chord has not: as where
   * somebody changed the chord.
   */
  public static List<String> unused(Plan plan, List<List<List<Integer>>> voices) {
    List<String> sentences = new ArrayList<>();
    for (int bar = 0; bar < Math.min(voices.size(), plan.bars()); bar++) {
      List<ChordEvent> chords = plan.chords().get(bar);
      for (int i = 0; i < Math.min(chords.size(), voices.get(bar).size()); i++) {
        ChordSymbol chord = chords.get(i).in(plan.frame().key());
        List<Integer> pitches = voices.get(bar).get(i);
        if (!pitches.stream().allMatch(chord::contains)) {
          sentences.add(
              String.format(
                  Locale.ROOT,
                  "Bar %d: its voices %s are not all notes of %s; they are set anew.",
                  bar + 1,
                  pitches,
                  chord.name(plan.frame().key())));
        }
      }
    }
    return sentences;
  }

  /** Writes them into a plan's JSON. */
  public static void put(ObjectNode plan, List<List<List<Integer>>> voices) {
    for (int bar = 0; bar < voices.size(); bar++) {
      ArrayNode chords = ((ObjectNode) plan.path(BARS).get(bar)).putArray(VOICES);
      for (List<Integer> chord : voices.get(bar)) {
        chord.forEach(chords.addArray()::add);
      }
    }
  }

  /** Takes those out of a plan's JSON whose bars, from 0, are not kept. */
  public static void forget(ObjectNode plan, Set<Integer> kept) {
    JsonNode bars = plan.path(BARS);
    for (int bar = 0; bar < bars.size(); bar++) {
      if (!kept.contains(bar) && bars.get(bar) instanceof ObjectNode node) {
        node.remove(VOICES);
      }
    }
  }
}
