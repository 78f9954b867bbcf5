package dev.synth.dataset.source;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Family;
import dev.synth.dataset.LabelInterner;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NoteNames;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dataset.SoundSource;
import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import dev.synth.io.json.Json;
import dev.synth.io.json.JsonProblem;
import dev.synth.io.text.Printable;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
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

  private static final Set<String> FEATURES =
      Set.of(
          "note",
          "instrument_family",
          "instrument_family_str",
          "instrument_source",
          "instrument_source_str",
          "instrument",
          "instrument_str",
          "pitch",
          "velocity",
          "sample_rate",
          "qualities",
          "qualities_str");

  private static final int MANY = Integer.MAX_VALUE;

  private static final JsonFactory JSON = Json.builder().build().getFactory();

  private NsynthJson() {}

  /**
   * Reads the notes of {@code folder}, in the file's order, without looking for their sounds. Every
   * feature may be missing; labels are then taken from the note's name. Numbers may be written as
   * strings, with a point, or as lists of one; NaN and null count as missing. The object may be
   * followed by others, as JSON lines have it: all are read.
   *
   * @param options whose problems receive a sentence on labels that are not understood
   * @throws BadDataException with line and column if the file is not JSON of this form
   */
  static List<Note> read(Path folder, SourceOptions options) throws IOException {
    Path file = folder.resolve(FILE);
    List<Note> notes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    LabelProblems problems = new LabelProblems(file.toString(), options);
    LabelInterner pool = new LabelInterner();
    try (InputStream in = open(file);
        JsonParser json = JSON.createParser(in)) {
      if (json.nextToken() == null) {
        throw new BadDataException(file + ": is empty.");
      }
      do {
        expect(json, JsonToken.START_OBJECT, file, "an object keyed by note name");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          if (!names.add(name)) {
            throw new BadDataException(
                file
                    + JsonProblem.at(json.currentTokenLocation())
                    + ": the note "
                    + Printable.name(name)
                    + " is there twice; keep one.");
          }
          json.nextToken();
          expect(
              json,
              JsonToken.START_OBJECT,
              file,
              "an object of the features of " + Printable.name(name));
          notes.add(readNote(json, name, folder, pool, problems));
        }
      } while (json.nextToken() != null);
    } catch (JsonProcessingException e) {
      throw JsonProblem.invalid(file.toString(), e);
    } catch (CharConversionException e) {
      throw new BadDataException(file + ": is not text in UTF-8.", e);
    } catch (InvalidPathException e) {
      throw new BadDataException(
          file + ": a note's name cannot be a file's: " + e.getReason() + ".", e);
    }
    if (!options.oneByOne()) {
      problems.sentences().forEach(options.problems());
    }
    return notes;
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
          file + JsonProblem.at(json.currentTokenLocation()) + ": expected " + what + ".");
    }
  }

  private static Note readNote(
      JsonParser json, String name, Path folder, LabelInterner pool, LabelProblems problems)
      throws IOException {
    OptionalLong id = OptionalLong.empty();
    Optional<Family> family = Optional.empty();
    Optional<SoundSource> source = Optional.empty();
    OptionalInt instrument = OptionalInt.empty();
    Optional<String> instrumentName = Optional.empty();
    OptionalInt pitch = OptionalInt.empty();
    OptionalInt velocity = OptionalInt.empty();
    int rateHz = 0;
    List<String> qualities = List.of();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String feature = json.currentName();
      json.nextToken();
      if (!FEATURES.contains(feature)) {
        json.skipChildren();
        continue;
      }
      JsonLabel label = JsonLabel.read(json);
      if (label.isMissing()) {
        continue;
      }
      boolean understood =
          switch (feature) {
            case "note" -> (id = label.number(Long.MAX_VALUE)).isPresent();
            case "instrument_family" -> {
              Optional<Family> numbered =
                  label.small(MANY).stream().boxed().findFirst().flatMap(Family::of);
              family = family.or(constant(numbered));
              yield numbered.isPresent();
            }
            case "instrument_family_str" -> {
              Optional<Family> named = label.text().flatMap(Family::of);
              family = named.or(constant(family));
              yield named.isPresent();
            }
            case "instrument_source" -> {
              Optional<SoundSource> numbered =
                  label.small(MANY).stream().boxed().findFirst().flatMap(SoundSource::of);
              source = source.or(constant(numbered));
              yield numbered.isPresent();
            }
            case "instrument_source_str" -> {
              Optional<SoundSource> named = label.text().flatMap(SoundSource::of);
              source = named.or(constant(source));
              yield named.isPresent();
            }
            case "instrument" -> (instrument = label.small(MANY)).isPresent();
            case "instrument_str" -> (instrumentName = label.text()).isPresent();
            case "pitch" -> (pitch = label.small(NoteNames.MIDI_MAX)).isPresent();
            case "velocity" -> (velocity = label.small(NoteNames.MIDI_MAX)).isPresent();
            case "sample_rate" -> {
              OptionalInt rate = label.small(WavFile.MAX_RATE_HZ);
              boolean isRate = rate.orElse(0) >= WavFile.MIN_RATE_HZ;
              rateHz = isRate ? rate.getAsInt() : rateHz;
              yield isRate;
            }
            case "qualities" -> {
              Optional<List<String>> flagged = label.flagged(Labels.QUALITIES);
              qualities = qualities.isEmpty() ? flagged.orElse(qualities) : qualities;
              yield flagged.isPresent();
            }
            case "qualities_str" -> {
              Optional<List<String>> named = label.texts();
              qualities = named.filter(list -> !list.isEmpty()).orElse(qualities);
              yield named.isPresent();
            }
            default -> throw new AssertionError(feature);
          };
      if (!understood) {
        problems.add(name, feature, label.toString());
      }
    }
    Labels labels =
        new Labels(family, source, instrument, instrumentName, pitch, velocity, qualities)
            .orElse(Labels.parse(name + ".wav"));
    Path file = folder.resolve(AUDIO).resolve(name + ".wav");
    return new Note(name, id, new FileAudio(file, folder, rateHz), pool.share(labels));
  }

  private static <T> Supplier<Optional<T>> constant(Optional<T> value) {
    return () -> value;
  }

  /**
   * Writes {@code notes} with every feature that NSynth's own file has. {@code qualities} are all 0
   * where a note has none: readers of NSynth require ten numbers, and 0 is also what NSynth writes
   * for a quality that is not known. {@code sample_rate} is what each note's {@link
   * FileAudio#statedRateHz} says.
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
    json.writeNumberField("sample_rate", note.audio().statedRateHz(NsynthFormat.SAMPLE_RATE_HZ));
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
