package dev.synth.compose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.json.JsonFields;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Wishes as JSON; what is not wished for is left out. */
final class WishesJson {
  private static final int STEP_MOST = 9;

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
    if (wishes.cadence() != null) {
      node.put("cadence", wishes.cadence().name().toLowerCase(Locale.ROOT));
    }
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
              bar(each),
              JsonFields.number(JsonFields.of(each, "beat"), "a beat", 1, 64),
              pitch(JsonFields.of(each, "pitch"))));
    }
    List<Wishes.ChordAt> chords = new ArrayList<>();
    for (JsonNode each : node.path("chords")) {
      chords.add(new Wishes.ChordAt(bar(each), chord(each.path("chord").asText())));
    }
    List<ChordSymbol> avoided = new ArrayList<>();
    node.path("avoidChords").forEach(each -> avoided.add(chord(each.asText())));
    return new Wishes(
        node.has("lowest") ? pitch(node.path("lowest")) : Wishes.NONE.lowestPitch(),
        node.has("highest") ? pitch(node.path("highest")) : Wishes.NONE.highestPitch(),
        notes,
        chords,
        avoided,
        numbers(node.path("avoidPitchClasses"), "a pitch class", 0, 11),
        numbers(node.path("motif"), "a step of a motif", -STEP_MOST, STEP_MOST),
        numbers(node.path("avoidMotif"), "a step of a motif", -STEP_MOST, STEP_MOST),
        node.has("cadence") ? cadence(node.path("cadence").asText()) : null);
  }

  private static Cadence cadence(String name) {
    for (Cadence each : Cadence.values()) {
      if (each.isFinal() && each.name().equalsIgnoreCase(name)) {
        return each;
      }
    }
    throw new IllegalArgumentException("there is no final cadence '" + name + "'");
  }

  private static ChordSymbol chord(String name) {
    return ChordSymbol.parse(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no chord '" + name + "'"));
  }

  private static int bar(JsonNode wish) {
    return JsonFields.whole(JsonFields.of(wish, "bar"), "a bar", 1, Request.BARS_MAX);
  }

  private static int pitch(JsonNode node) {
    return JsonFields.whole(node, "a MIDI pitch", 0, Wishes.NONE.highestPitch());
  }

  private static List<Integer> numbers(JsonNode node, String what, int least, int most) {
    List<Integer> numbers = new ArrayList<>();
    node.forEach(each -> numbers.add(JsonFields.whole(each, what, least, most)));
    return numbers;
  }
}
