package dev.synth.compose.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.compose.style.ChordEvent;
import dev.synth.compose.style.StyleFile;
import dev.synth.compose.style.TuneNote;
import dev.synth.io.BadDataException;
import dev.synth.io.json.Json;
import dev.synth.io.json.JsonFields;
import dev.synth.io.json.JsonText;
import dev.synth.score.ChordKind;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.Meter;
import dev.synth.score.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A plan as JSON. Bars have their chords by name and their notes as triples of start in the bar,
 * length (24 ticks a quarter) and MIDI pitch. A bar whose melody is null is to be composed anew.
 */
public final class PlanFile {
  private static final String FORMAT = "synth plan";
  private static final int VERSION = 1;
  private static final String GIVEN = "melodyOf";
  private static final int NOTE_FIELDS = 3;
  private static final int PITCH_MOST = 127;
  private static final int TEMPO_MOST = 2_000;
  private static final int REGISTER_MOST = 24;
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanFile() {}

  /**
   * A plan from a file.
   *
   * @param open numbers of bars, from 0, that are to be composed anew
   * @param root all that the file has, also what is not of the plan
   */
  public record Saved(Plan plan, Set<Integer> open, ObjectNode root) {}

  /** A plan as JSON. */
  public static ObjectNode json(Plan plan) {
    Frame frame = plan.frame();
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION);
    if (plan.givenTitle() != null) {
      root.put(GIVEN, plan.givenTitle());
    }
    root.put("style", plan.style()).put("styleSha256", plan.styleSha256());
    root.put("seed", Long.toString(frame.seed()));
    root.put("performanceSeed", Long.toString(frame.performanceSeed()));
    root.put("mood", frame.mood().label());
    root.put("key", frame.key().label());
    root.put("meter", frame.meter().toString());
    root.put("quartersPerMinute", frame.quartersPerMinute());
    root.put("tonic", frame.tonicPitch());
    root.put("density", frame.density());
    root.put("cadence", label(frame.cadence()));
    root.set("wishes", WishesJson.json(frame.wishes(), frame.key()));
    root.put("form", plan.form().letters());
    ArrayNode phrases = root.putArray("phrases");
    plan.form().phrases().forEach(phrase -> phrases.add(json(phrase)));
    ArrayNode bars = root.putArray("bars");
    for (int bar = 0; bar < plan.bars(); bar++) {
      bars.add(bar(plan, bar));
    }
    ArrayNode sampled = root.putArray("sampled");
    for (Plan.Sampled each : plan.sampled()) {
      ObjectNode node = sampled.addObject();
      node.put("what", each.what()).put("bar", each.bar()).put("bars", each.bars());
      node.put("logZ", each.logZ());
    }
    ArrayNode remarks = root.putArray("remarks");
    plan.remarks().forEach(remarks::add);
    return root;
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode json(Phrase phrase) {
    ObjectNode node = JSON.createObjectNode();
    node.put("bar", phrase.bar() + 1).put("bars", phrase.bars()).put("section", phrase.section());
    node.put("likeness", label(phrase.likeness()));
    node.put("like", phrase.model() + 1);
    node.put("cadence", label(phrase.cadence())).put("register", phrase.registerSemitones());
    return node;
  }

  private static ObjectNode bar(Plan plan, int bar) {
    Frame frame = plan.frame();
    ObjectNode node = JSON.createObjectNode();
    node.put("bar", bar + 1);
    node.put(
        "chords",
        String.join(
            " ",
            plan.chords().get(bar).stream()
                .map(chord -> chord.in(frame.key()).name(frame.key()))
                .toList()));
    ArrayNode melody = node.putArray("melody");
    for (TuneNote note : plan.notes()) {
      if (note.startTicks() / frame.barTicks() == bar) {
        melody
            .addArray()
            .add(note.startTicks() - bar * frame.barTicks())
            .add(note.durationTicks())
            .add(frame.tonicPitch() + note.above());
      }
    }
    return node;
  }

  /**
   * A plan as text: a bar, a phrase a line.
   *
   * @param root of {@link #json}, with whatever was added to it
   */
  public static String text(ObjectNode root) {
    return JsonText.itemsInLines(root);
  }

  /**
   * Reads a plan.
   *
   * @throws BadDataException if it is none, or has what cannot be; the message names it
   */
  public static Saved read(Path file) throws IOException {
    return read(Json.object(file), file.toString());
  }

  /** As {@link #read(Path)}, from JSON. */
  public static Saved read(ObjectNode root, String where) throws BadDataException {
    if (!root.path("format").asText().equals(FORMAT)) {
      throw new BadDataException(where + ": is JSON, but no plan of synth's.");
    }
    if (root.path("version").asInt() != VERSION) {
      throw new BadDataException(
          where
              + ": is a plan of version "
              + root.path("version").asText()
              + "; this synth reads version "
              + VERSION
              + ".");
    }
    String[] at = {""};
    try {
      Frame frame = frame(root, at);
      List<Phrase> phrases = new ArrayList<>();
      for (JsonNode node : root.path("phrases")) {
        at[0] = "phrase " + (phrases.size() + 1) + " (/phrases/" + phrases.size() + ")";
        phrases.add(phrase(node, phrases));
      }
      at[0] = "/phrases";
      require(!phrases.isEmpty(), "there are none");
      Form form = new Form(root.path("form").asText(), phrases);
      int barsThere = root.path("bars").size();
      List<List<ChordEvent>> chords = new ArrayList<>();
      List<TuneNote> notes = new ArrayList<>();
      Set<Integer> open = new TreeSet<>();
      for (JsonNode node : root.path("bars")) {
        String bar = "bar " + (chords.size() + 1) + " (/bars/" + chords.size();
        at[0] = bar + "/melody)";
        JsonNode melody = node.path("melody");
        if (melody.isMissingNode() || melody.isNull()) {
          open.add(chords.size());
        } else {
          require(melody.isArray(), "it is a list of notes, or null, not " + melody);
          notes(melody, chords.size(), barsThere, frame, notes, at);
        }
        at[0] = bar + "/chords)";
        chords.add(
            chords(node.path("chords").asText("").strip(), frame.key(), open, chords.size()));
      }
      at[0] = "/bars";
      require(
          chords.size() == form.bars(),
          "there are " + chords.size() + ", but the phrases have " + form.bars());
      List<Plan.Sampled> sampled = new ArrayList<>();
      for (JsonNode node : root.path("sampled")) {
        sampled.add(
            new Plan.Sampled(
                node.path("what").asText(),
                node.path("bar").asInt(),
                node.path("bars").asInt(),
                node.path("logZ").asDouble()));
      }
      List<String> remarks = new ArrayList<>();
      root.path("remarks").forEach(remark -> remarks.add(remark.asText()));
      Plan plan =
          new Plan(
              root.path(GIVEN).asText(null),
              root.path("style").asText(),
              root.path("styleSha256").asText(),
              frame,
              form,
              chords,
              notes,
              sampled,
              remarks);
      return new Saved(plan, open, root);
    } catch (JsonFields.MissingException e) {
      String missing = at[0].startsWith("/") ? at[0] + " is missing" : at[0] + ": " + reason(e);
      throw new BadDataException(where + ": " + missing + ".", e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BadDataException(where + ": " + at[0] + " cannot be: " + reason(e) + ".", e);
    }
  }

  private static String reason(RuntimeException e) {
    return e instanceof NumberFormatException || e.getMessage() == null
        ? "it has what is no number"
        : e.getMessage();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static Frame frame(ObjectNode root, String[] at) {
    at[0] = "/key";
    Key key = key(JsonFields.of(root, "key").asText());
    at[0] = "/quartersPerMinute";
    double tempo =
        JsonFields.number(
            JsonFields.of(root, "quartersPerMinute"),
            "the tempo in quarters a minute",
            1,
            TEMPO_MOST);
    at[0] = "/tonic";
    int tonic = JsonFields.whole(JsonFields.of(root, "tonic"), "a MIDI pitch", 0, PITCH_MOST);
    require(
        tonic % 12 == key.tonicPitchClass(),
        "MIDI pitch " + tonic + " is no tonic of " + key.label());
    at[0] = "/seed";
    String text = JsonFields.of(root, "seed").asText();
    long seed = Long.parseLong(text);
    at[0] = "/performanceSeed";
    long performanceSeed = Long.parseLong(root.path("performanceSeed").asText(text));
    at[0] = "/mood";
    Mood mood = value(Mood.class, JsonFields.of(root, "mood"));
    at[0] = "/meter";
    Meter meter = StyleFile.meter(JsonFields.of(root, "meter").asText());
    at[0] = "/cadence";
    Cadence cadence = value(Cadence.class, JsonFields.of(root, "cadence"));
    at[0] = "/wishes";
    Wishes wishes = WishesJson.read(root.path("wishes"), key);
    at[0] = "/density";
    double density =
        root.has("density")
            ? JsonFields.number(
                root.path("density"),
                "the density, over the style's,",
                Request.DENSITY_MIN,
                Request.DENSITY_MAX)
            : 1;
    return new Frame(
        seed, performanceSeed, mood, key, meter, tempo, tonic, density, cadence, wishes);
  }

  /**
   * A key such as {@code F# minor}, from its text.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Key key(String text) {
    String[] words = text.strip().split("\\s+", 2);
    String mode = words.length < 2 ? "major" : words[1].strip();
    for (Mode each : Mode.values()) {
      if (each.label().equalsIgnoreCase(mode)) {
        for (int sharps = -7; sharps <= 7; sharps++) {
          Key key = new Key(sharps, each);
          if (key.tonicName().equalsIgnoreCase(words[0])) {
            return key;
          }
        }
      }
    }
    throw new IllegalArgumentException("there is no key '" + text + "'");
  }

  private static <E extends Enum<E>> E value(Class<E> type, JsonNode node) {
    try {
      return Enum.valueOf(type, node.asText().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "there is no "
              + type.getSimpleName().toLowerCase(Locale.ROOT)
              + " '"
              + node.asText()
              + "'",
          e);
    }
  }

  private static Phrase phrase(JsonNode node, List<Phrase> before) {
    int bar = before.isEmpty() ? 0 : before.get(before.size() - 1).endBar();
    int bars =
        JsonFields.whole(JsonFields.of(node, "bars"), "the number of bars", 1, Request.BARS_MAX);
    int model =
        JsonFields.whole(JsonFields.of(node, "like"), "the number of a phrase", 0, before.size())
            - 1;
    Phrase.Likeness likeness = value(Phrase.Likeness.class, JsonFields.of(node, "likeness"));
    require(node.path("bar").asInt() == bar + 1, "it begins at bar " + node.path("bar"));
    require(
        (model < 0) == (likeness == Phrase.Likeness.NEW)
            && (model < 0 || before.get(model).bars() == bars),
        "it is not like phrase " + (model + 1));
    return new Phrase(
        bar,
        bars,
        node.path("section").asText(),
        likeness,
        model,
        value(Cadence.class, JsonFields.of(node, "cadence")),
        JsonFields.whole(
            JsonFields.of(node, "register"),
            "the register in semitones",
            -REGISTER_MOST,
            REGISTER_MOST));
  }

  /**
   * The notes of a bar, from 0.
   *
   * @param bars how many there are; no note lasts longer
   * @param notes those before it; receives these
   * @param at receives the place of what cannot be, where it is another than this bar
   */
  private static void notes(
      JsonNode melody, int bar, int bars, Frame frame, List<TuneNote> notes, String[] at) {
    int barTicks = frame.barTicks();
    for (JsonNode triple : melody) {
      require(
          triple.isArray() && triple.size() == NOTE_FIELDS,
          "a note is [start, length, pitch], not " + triple);
      String of = " of " + triple;
      int start = JsonFields.whole(triple.get(0), "the start" + of, 0, barTicks - 1);
      int left = (bars - bar) * barTicks - start;
      int length = JsonFields.whole(triple.get(1), "the length" + of, 1, left);
      int pitch = JsonFields.whole(triple.get(2), "the MIDI pitch" + of, 0, PITCH_MOST);
      TuneNote note = new TuneNote(bar * barTicks + start, length, pitch - frame.tonicPitch());
      if (!notes.isEmpty() && notes.get(notes.size() - 1).endTicks() > note.startTicks()) {
        TuneNote before = notes.get(notes.size() - 1);
        int its = before.startTicks() / barTicks;
        at[0] = "bar " + (its + 1) + " (/bars/" + its + "/melody)";
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "its note [%d,%d,%d] still sounds where [%d,%d,%d] of bar %d begins",
                before.startTicks() % barTicks,
                before.durationTicks(),
                before.above() + frame.tonicPitch(),
                start,
                length,
                pitch,
                bar + 1));
      }
      notes.add(note);
    }
  }

  private static List<ChordEvent> chords(String text, Key key, Set<Integer> open, int bar) {
    if (text.isEmpty()) {
      require(open.contains(bar), "it has no chords");
      ChordKind tonic = key.mode().hasMinorThird() ? ChordKind.MINOR : ChordKind.MAJOR;
      return List.of(new ChordEvent(0, tonic, ChordEvent.Place.WHOLE));
    }
    String[] names = text.split("\\s+");
    require(names.length <= 2, "a bar has one or two chords");
    List<ChordEvent> events = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      ChordSymbol chord =
          ChordSymbol.parse(name)
              .orElseThrow(() -> new IllegalArgumentException("there is no chord '" + name + "'"));
      ChordEvent.Place place =
          names.length == 1
              ? ChordEvent.Place.WHOLE
              : i == 0 ? ChordEvent.Place.FIRST_HALF : ChordEvent.Place.SECOND_HALF;
      events.add(new ChordEvent(chord.degreeIn(key), chord.kind(), place));
    }
    return events;
  }
}
