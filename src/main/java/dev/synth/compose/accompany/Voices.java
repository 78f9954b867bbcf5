package dev.synth.compose.accompany;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.compose.arrange.Arrangement;
import dev.synth.compose.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  /** Those that a plan's JSON has; empty where it has none, or what are no pitches. */
  public static List<List<List<Integer>>> read(ObjectNode plan) {
    List<List<List<Integer>>> all = new ArrayList<>();
    for (JsonNode bar : plan.path(BARS)) {
      List<List<Integer>> chords = new ArrayList<>();
      for (JsonNode chord : bar.path(VOICES)) {
        List<Integer> pitches = new ArrayList<>();
        chord.forEach(pitch -> pitches.add(pitch.asInt(-1)));
        boolean valid = pitches.stream().allMatch(pitch -> pitch >= 0 && pitch <= PITCH_MOST);
        chords.add(valid ? pitches : List.of());
      }
      all.add(chords);
    }
    return all;
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
