package dev.synth.compose.style;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.BadSettingException;
import dev.synth.io.Outputs;
import dev.synth.io.json.Json;
import dev.synth.score.ChordKind;
import dev.synth.score.Meter;
import dev.synth.score.Mode;
import dev.synth.score.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A style as a file, {@code NAME.style.json}: its settings, and its tunes with their sources and
 * licences. Notes are triples of start, length and semitones above the tonic, in ticks of 24 a
 * quarter; chords are semitones of the root above the tonic and the kind, {@code 7:7}, two of them
 * where they share a bar.
 */
public final class StyleFile {
  /** How files of styles end. */
  public static final String ENDING = ".style.json";

  private static final String FORMAT = "synth style";
  private static final int VERSION = 1;
  private static final int NOTE_FIELDS = 3;
  private static final int TUNES_MAX = 200_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private StyleFile() {}

  /** Writes a style. */
  public static void write(Path file, Style style, boolean overwrite) throws IOException {
    byte[] bytes = text(style).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Outputs.write(file, overwrite, temporary -> Files.write(temporary, bytes));
  }

  /** What is in the file. */
  public static String text(Style style) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION).put("name", style.name());
    root.put("order", style.settings().order());
    root.put("maxCopy", style.settings().mostCopiedNotes());
    StringBuilder text = new StringBuilder(root.toPrettyString());
    // A tune a line, so that changes are seen, and the file is small.
    text.setLength(text.lastIndexOf("}"));
    text.setLength(text.toString().stripTrailing().length());
    text.append(",\n  \"tunes\" : [");
    String between = "\n";
    for (Tune tune : style.tunes()) {
      text.append(between).append("    ").append(tune(tune));
      between = ",\n";
    }
    return text.append("\n  ]\n}\n").toString();
  }

  private static ObjectNode tune(Tune tune) {
    ObjectNode node = JSON.createObjectNode();
    node.put("title", tune.origin().title());
    node.put("composer", tune.origin().composer());
    node.put("origin", tune.origin().origin());
    node.put("source", tune.origin().source());
    node.put("licence", tune.origin().licence());
    node.put("meter", tune.meter().toString());
    node.put("mode", tune.mode().label());
    node.put("tonic", tune.tonicPitch());
    node.put("quartersPerMinute", tune.quartersPerMinute());
    node.put("pickup", tune.pickupTicks());
    node.put("chordsGiven", tune.chordsGiven());
    ArrayNode notes = node.putArray("notes");
    for (TuneNote note : tune.notes()) {
      notes.add(note.startTicks()).add(note.durationTicks()).add(note.above());
    }
    ArrayNode chords = node.putArray("chords");
    tune.chords().forEach(bar -> chords.add(chords(bar)));
    return node;
  }

  /** The chords of a bar as text. */
  public static String chords(List<ChordEvent> bar) {
    return String.join(
        " ",
        bar.stream().map(chord -> chord.degreeSemitones() + ":" + chord.kind().symbol()).toList());
  }

  /**
   * The chords of a bar from their text.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static List<ChordEvent> chords(String text) {
    String[] parts = text.split(" ");
    List<ChordEvent> bar = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      String kind = parts[i].substring(colon + 1);
      ChordEvent.Place place =
          parts.length == 1
              ? ChordEvent.Place.WHOLE
              : i == 0 ? ChordEvent.Place.FIRST_HALF : ChordEvent.Place.SECOND_HALF;
      bar.add(
          new ChordEvent(
              Integer.parseInt(parts[i].substring(0, Math.max(0, colon))),
              ChordKind.of(kind).orElseThrow(() -> new IllegalArgumentException(kind)),
              place));
    }
    if (parts.length > HarmonyModel.HALVES) {
      throw new IllegalArgumentException(text);
    }
    return bar;
  }

  /**
   * Reads a style.
   *
   * @throws BadDataException if it is none, or of a version that is not known
   * @throws dev.synth.io.NoInputException if there is no such file
   */
  public static Style read(Path file) throws IOException {
    return style(Json.object(file), file.toString());
  }

  /** As {@link #read(Path)}, from text. */
  public static Style read(String text, String where) throws IOException {
    return style(Json.object(text, where), where);
  }

  private static Style style(ObjectNode root, String where) throws IOException {
    if (!root.path("format").asText().equals(FORMAT)) {
      throw new BadDataException(where + ": is JSON, but no style that synth trained.");
    }
    if (root.path("version").asInt() != VERSION) {
      throw new BadDataException(
          where
              + ": is a style of version "
              + root.path("version").asText()
              + "; this synth reads version "
              + VERSION
              + ", so train it anew.");
    }
    List<Tune> tunes = new ArrayList<>();
    JsonNode list = root.path("tunes");
    if (!list.isArray() || list.isEmpty() || list.size() > TUNES_MAX) {
      throw new BadDataException(where + ": has no tunes, or more than " + TUNES_MAX + ".");
    }
    for (JsonNode node : list) {
      tunes.add(tune(node, where + ": tune " + (tunes.size() + 1)));
    }
    try {
      var settings = new Style.Settings(root.path("order").asInt(), root.path("maxCopy").asInt());
      return new Style(root.path("name").asText(), settings, tunes);
    } catch (BadSettingException e) {
      throw new BadDataException(where + ": " + e.getMessage() + ".", e);
    }
  }

  private static Tune tune(JsonNode node, String where) throws BadDataException {
    try {
      int[] values = new int[node.path("notes").size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = whole(node.path("notes").get(i));
      }
      List<TuneNote> notes = new ArrayList<>();
      for (int i = 0; i + NOTE_FIELDS <= values.length; i += NOTE_FIELDS) {
        TuneNote note = new TuneNote(values[i], values[i + 1], values[i + 2]);
        if (i > 0 && note.startTicks() < notes.get(notes.size() - 1).endTicks()) {
          throw new IllegalArgumentException("notes overlap");
        }
        notes.add(note);
      }
      List<List<ChordEvent>> chords = new ArrayList<>();
      node.path("chords").forEach(bar -> chords.add(chords(bar.asText())));
      Tune tune =
          new Tune(
              new Origin(
                  node.path("title").asText(),
                  node.path("composer").asText(),
                  node.path("origin").asText(),
                  node.path("source").asText(),
                  node.path("licence").asText()),
              meter(node.path("meter").asText()),
              Mode.valueOf(node.path("mode").asText().toUpperCase(Locale.ROOT)),
              whole(node.path("tonic")),
              node.path("quartersPerMinute").asDouble(),
              whole(node.path("pickup")),
              notes,
              chords,
              node.path("chordsGiven").asBoolean());
      check(tune, values.length % NOTE_FIELDS == 0);
      return tune;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BadDataException(where + " is damaged; train the style anew.", e);
    }
  }

  private static void check(Tune tune, boolean triples) {
    if (!triples || tune.notes().isEmpty() || tune.bars() != tune.chords().size()) {
      throw new IllegalArgumentException("notes and bars do not fit");
    }
    for (int symbol : tune.steps()) {
      if (symbol < 0) {
        throw new IllegalArgumentException("a note is out of reach");
      }
    }
  }

  private static int whole(JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw new IllegalArgumentException(node + " is no whole number");
    }
    return node.asInt();
  }

  /**
   * A meter from its text.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Meter meter(String text) {
    int slash = text.indexOf('/');
    Meter meter =
        new Meter(
            Integer.parseInt(text.substring(0, Math.max(0, slash))),
            Integer.parseInt(text.substring(slash + 1)));
    Grid.bar(meter);
    return meter;
  }
}
