package dev.synth.compose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import java.util.ArrayList;
import java.util.List;

/** Wishes as JSON; what is not wished for is left out. */
final class WishesJson {
  private WishesJson() {}

  static ObjectNode json(Wishes wishes, Key key) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (wishes.lowestPitch() > 0) {
      node.put("lowest", wishes.lowestPitch());
    }
    if (wishes.highestPitch() < 127) {
      node.put("highest", wishes.highestPitch());
    }
    if (!wishes.notes().isEmpty()) {
      ArrayNode notes = node.putArray("notes");
      for (Wishes.NoteAt note : wishes.notes()) {
        ObjectNode each = notes.addObject();
        each.put("bar", note.bar()).put("beat", note.beat()).put("pitch", note.midiPitch());
      }
    }
    if (!wishes.chords().isEmpty()) {
      ArrayNode chords = node.putArray("chords");
      for (Wishes.ChordAt chord : wishes.chords()) {
        chords.addObject().put("bar", chord.bar()).put("chord", chord.chord().name(key));
      }
    }
    if (!wishes.avoidedChords().isEmpty()) {
      ArrayNode chords = node.putArray("avoidChords");
      wishes.avoidedChords().forEach(chord -> chords.add(chord.name(key)));
    }
    putNumbers(node, "avoidPitchClasses", wishes.avoidedPitchClasses());
    putNumbers(node, "motif", wishes.motif());
    putNumbers(node, "avoidMotif", wishes.avoidedMotif());
    return node;
  }

  private static void putNumbers(ObjectNode node, String name, List<Integer> numbers) {
    if (!numbers.isEmpty()) {
      ArrayNode list = node.putArray(name);
      numbers.forEach(list::add);
    }
  }

  static Wishes read(JsonNode node, Key key) {
    List<Wishes.NoteAt> notes = new ArrayList<>();
    for (JsonNode each : node.path("notes")) {
      notes.add(
          new Wishes.NoteAt(
              each.path("bar").asInt(), each.path("beat").asDouble(), each.path("pitch").asInt()));
    }
    List<Wishes.ChordAt> chords = new ArrayList<>();
    for (JsonNode each : node.path("chords")) {
      chords.add(new Wishes.ChordAt(each.path("bar").asInt(), chord(each.path("chord").asText())));
    }
    List<ChordSymbol> avoided = new ArrayList<>();
    node.path("avoidChords").forEach(each -> avoided.add(chord(each.asText())));
    return new Wishes(
        node.path("lowest").asInt(0),
        node.path("highest").asInt(127),
        notes,
        chords,
        avoided,
        numbers(node.path("avoidPitchClasses")),
        numbers(node.path("motif")),
        numbers(node.path("avoidMotif")));
  }

  private static ChordSymbol chord(String name) {
    return ChordSymbol.parse(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no chord '" + name + "'"));
  }

  private static List<Integer> numbers(JsonNode node) {
    List<Integer> numbers = new ArrayList<>();
    node.forEach(each -> numbers.add(each.asInt()));
    return numbers;
  }
}
