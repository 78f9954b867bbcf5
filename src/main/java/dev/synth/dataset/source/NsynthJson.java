package dev.synth.dataset.source;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.synth.dataset.Family;
import dev.synth.dataset.LabelInterner;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dataset.SoundSource;
import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * NSynth's {@code examples.json}: one object, keyed by note name, of objects of features. Read and
 * written as a stream, so that the official train split (289,205 notes) needs no tree in memory.
 */
public final class NsynthJson {
  /** The file beside the folder {@link #AUDIO}. */
  public static final String FILE = "examples.json";

  /** The folder of {@code <note_str>.wav}. */
  public static final String AUDIO = "audio";

  private static final int NUMBER_DIGITS_MAX = 40;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private NsynthJson() {}

  /**
   * Reads the notes of {@code folder}, in the file's order, without looking for their sounds. Every
   * feature may be missing; labels are then taken from the note's name. Numbers may be written as
   * strings.
   *
   * @throws BadDataException with line and column if the file is not JSON of this form
   */
  static List<Note> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    List<Note> notes = new ArrayList<>();
    LabelInterner pool = new LabelInterner();
    try (InputStream in = open(file);
        JsonParser json = JSON.createParser(in)) {
      if (json.nextToken() == null) {
        throw new BadDataException(file + ": is empty.");
      }
      expect(json, JsonToken.START_OBJECT, file, "an object keyed by note name");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        expect(json, JsonToken.START_OBJECT, file, "an object of the features of " + name);
        notes.add(readNote(json, name, folder, pool));
      }
    } catch (JsonProcessingException e) {
      throw new BadDataException(
          file
              + at(e.getLocation())
              + ": is not valid JSON: "
              + said(e)
              + "; mend it there, or fetch the file anew.",
          e);
    } catch (CharConversionException e) {
      throw new BadDataException(file + ": is not text in UTF-8.", e);
    } catch (InvalidPathException e) {
      throw new BadDataException(
          file + ": a note's name cannot be a file's: " + e.getReason() + ".", e);
    }
    return notes;
  }

  /** What the parser says, without its words to programmers. */
  private static String said(JsonProcessingException e) {
    return e.getOriginalMessage()
        .replaceFirst(" \\(start marker at .*", "")
        .replaceFirst(", from `[^`]*`", "");
  }

  private static InputStream open(Path file) throws NoInputException {
    InputFile.check(file);
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new NoInputException(file + ": cannot be opened (" + Outputs.reason(e) + ").");
    }
  }

  private static void expect(JsonParser json, JsonToken token, Path file, String what)
      throws BadDataException {
    if (json.currentToken() != token) {
      throw new BadDataException(
          file + at(json.currentTokenLocation()) + ": expected " + what + ".");
    }
  }

  private static String at(JsonLocation location) {
    return location == null
        ? ""
        : " line " + location.getLineNr() + " column " + location.getColumnNr();
  }

  private static Note readNote(JsonParser json, String name, Path folder, LabelInterner pool)
      throws IOException {
    OptionalLong id = OptionalLong.empty();
    Optional<Family> family = Optional.empty();
    Optional<SoundSource> source = Optional.empty();
    OptionalInt instrument = OptionalInt.empty();
    Optional<String> instrumentName = Optional.empty();
    OptionalInt pitch = OptionalInt.empty();
    OptionalInt velocity = OptionalInt.empty();
    List<String> qualities = List.of();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String feature = json.currentName();
      json.nextToken();
      switch (feature) {
        case "note" -> {
          OptionalInt number = number(json);
          id = number.isPresent() ? OptionalLong.of(number.getAsInt()) : id;
        }
        case "instrument_family" -> {
          OptionalInt number = number(json);
          if (family.isEmpty() && number.isPresent()) {
            family = Family.of(number.getAsInt());
          }
        }
        case "instrument_family_str" -> family = Family.of(string(json)).or(constant(family));
        case "instrument_source" -> {
          OptionalInt number = number(json);
          if (source.isEmpty() && number.isPresent()) {
            source = SoundSource.of(number.getAsInt());
          }
        }
        case "instrument_source_str" -> source = SoundSource.of(string(json)).or(constant(source));
        case "instrument" -> instrument = number(json);
        case "instrument_str" ->
            instrumentName = Optional.of(string(json)).filter(text -> !text.isEmpty());
        case "pitch" -> pitch = number(json);
        case "velocity" -> velocity = number(json);
        case "qualities" -> {
          List<String> flagged = flaggedQualities(json);
          qualities = qualities.isEmpty() ? flagged : qualities;
        }
        case "qualities_str" -> {
          List<String> named = strings(json);
          qualities = named.isEmpty() ? qualities : named;
        }
        default -> json.skipChildren();
      }
    }
    Labels labels =
        new Labels(family, source, instrument, instrumentName, pitch, velocity, qualities)
            .orElse(Labels.parse(name + ".wav"));
    Path file = folder.resolve(AUDIO).resolve(name + ".wav");
    return new Note(name, id, new FileAudio(file, folder), pool.share(labels));
  }

  private static <T> Supplier<Optional<T>> constant(Optional<T> value) {
    return () -> value;
  }

  /** A whole number, written as one or as a string; anything else counts as missing. */
  private static OptionalInt number(JsonParser json) throws IOException {
    String text =
        switch (json.currentToken()) {
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> json.getText().strip();
          default -> {
            json.skipChildren();
            yield "";
          }
        };
    if (text.length() > NUMBER_DIGITS_MAX) {
      return OptionalInt.empty(); // and no time is spent on a million digits
    }
    try {
      return OptionalInt.of(new BigDecimal(text).intValueExact());
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    } catch (ArithmeticException e) {
      return OptionalInt.empty(); // 60.5 is no MIDI number
    }
  }

  /** A string's or number's text; empty for anything else. */
  private static String string(JsonParser json) throws IOException {
    if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  private static List<String> strings(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      String only = string(json);
      return only.isEmpty() ? List.of() : List.of(only);
    }
    List<String> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(string(json));
    }
    return values;
  }

  private static List<String> flaggedQualities(JsonParser json) throws IOException {
    List<String> flags = strings(json);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Math.min(flags.size(), Labels.QUALITIES.size()); i++) {
      if (flags.get(i).equals("1")) {
        names.add(Labels.QUALITIES.get(i));
      }
    }
    return names;
  }

  /**
   * Writes {@code notes} with every feature that NSynth's own file has. {@code qualities} are all 0
   * where a note has none: readers of NSynth require ten numbers, and 0 is also what NSynth writes
   * for a quality that is not known.
   *
   * @throws dev.synth.io.CannotCreateException if the file exists and {@code overwrite} is false
   */
  public static void write(Path file, List<Note> notes, boolean overwrite) throws IOException {
    Outputs.write(
        file,
        overwrite,
        temporary -> {
          try (JsonGenerator json =
              JSON.createGenerator(temporary.toFile(), JsonEncoding.UTF8)
                  .setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            for (Note note : notes) {
              writeNote(json, note);
            }
            json.writeEndObject();
          }
        });
  }

  private static void writeNote(JsonGenerator json, Note note) throws IOException {
    Labels labels = note.labels();
    json.writeObjectFieldStart(note.name());
    if (note.id().isPresent()) {
      json.writeNumberField("note", note.id().getAsLong());
    }
    json.writeStringField("note_str", note.name());
    writeNumber(json, "instrument", labels.instrument());
    if (labels.instrumentName().isPresent()) {
      json.writeStringField("instrument_str", labels.instrumentName().get());
    }
    writeNumber(json, "pitch", labels.pitch());
    writeNumber(json, "velocity", labels.velocity());
    json.writeNumberField("sample_rate", NsynthFormat.SAMPLE_RATE_HZ);
    json.writeArrayFieldStart("qualities");
    for (String quality : Labels.QUALITIES) {
      json.writeNumber(labels.qualities().contains(quality) ? 1 : 0);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("qualities_str");
    for (String quality : labels.qualities()) {
      json.writeString(quality);
    }
    json.writeEndArray();
    if (labels.family().isPresent()) {
      json.writeNumberField("instrument_family", labels.family().get().ordinal());
      json.writeStringField("instrument_family_str", labels.family().get().label());
    }
    if (labels.source().isPresent()) {
      json.writeNumberField("instrument_source", labels.source().get().ordinal());
      json.writeStringField("instrument_source_str", labels.source().get().label());
    }
    json.writeEndObject();
  }

  private static void writeNumber(JsonGenerator json, String feature, OptionalInt value)
      throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(feature, value.getAsInt());
    }
  }
}
