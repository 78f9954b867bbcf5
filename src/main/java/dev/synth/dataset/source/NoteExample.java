package dev.synth.dataset.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NoteNames;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dataset.SoundSource;
import dev.synth.dataset.source.ExampleProto.BytesList;
import dev.synth.dataset.source.ExampleProto.Example;
import dev.synth.dataset.source.ExampleProto.Feature;
import dev.synth.dataset.source.ExampleProto.Feature.KindCase;
import dev.synth.dataset.source.ExampleProto.Features;
import dev.synth.dataset.source.ExampleProto.FloatList;
import dev.synth.dataset.source.ExampleProto.Int64List;
import dev.synth.io.BadDataException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A note as a {@code tf.train.Example} with NSynth's feature names and types: whole numbers as
 * int64, texts as bytes in UTF-8, {@code audio} as floats. Only {@code audio} must be there; a
 * label that is missing, or is no MIDI number, counts as absent, but one of another type is an
 * error, since whoever wrote it meant something else.
 *
 * <p>The names that tensorflow_datasets gives NSynth's features are known, too: {@code id}, {@code
 * instrument/family}, {@code instrument/source} and {@code instrument/label} as numbers or texts,
 * and {@code qualities/bright} and so on.
 */
public final class NoteExample {
  private static final int MANY = Integer.MAX_VALUE;

  private static final Set<String> KNOWN =
      new TreeSet<>(
          List.of(
              "audio",
              "sample_rate",
              "note",
              "note_str",
              "id",
              "instrument",
              "instrument_str",
              "instrument_family",
              "instrument_family_str",
              "instrument_source",
              "instrument_source_str",
              "instrument/family",
              "instrument/source",
              "instrument/label",
              "pitch",
              "velocity",
              "qualities",
              "qualities_str"));

  static {
    Labels.QUALITIES.forEach(quality -> KNOWN.add("qualities/" + quality));
  }

  private final Map<String, Feature> features;
  private final String where;

  private NoteExample(Map<String, Feature> features, String where) {
    this.features = features;
    this.where = where;
  }

  /**
   * Parses one record.
   *
   * @param where how messages begin
   * @throws BadDataException if the bytes are no {@code tf.train.Example}
   */
  static NoteExample parse(ByteBuffer payload, String where) throws BadDataException {
    try {
      return new NoteExample(Example.parseFrom(payload).getFeatures().getFeatureMap(), where);
    } catch (InvalidProtocolBufferException e) {
      throw bad(where, " is no tf.train.Example", e);
    }
  }

  /**
   * The sound.
   *
   * @throws BadDataException if there is none, or it cannot be one
   */
  AudioClip clip() throws BadDataException {
    FloatList list = audio();
    float[] samples = new float[list.getValueCount()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = list.getValue(i);
      if (!Float.isFinite(samples[i])) {
        throw bad(" has the sample " + samples[i] + " at " + i + " in its audio");
      }
    }
    return new AudioClip(samples, rateHz());
  }

  /**
   * Checks that there is a sound, without looking at each sample.
   *
   * @throws BadDataException as {@link #clip}
   */
  void checkAudio() throws BadDataException {
    audio();
    rateHz();
  }

  private FloatList audio() throws BadDataException {
    Feature feature = feature("audio", KindCase.FLOAT_LIST);
    if (feature == null || feature.getFloatList().getValueCount() == 0) {
      throw bad(" has no feature audio, so no sound");
    }
    return feature.getFloatList();
  }

  private int rateHz() throws BadDataException {
    OptionalLong rateHz = number("sample_rate");
    long rate = rateHz.orElse(NsynthFormat.SAMPLE_RATE_HZ);
    if (rate < WavFile.MIN_RATE_HZ || rate > WavFile.MAX_RATE_HZ) {
      throw bad(
          " has a sample_rate of "
              + rate
              + " Hz, outside "
              + WavFile.MIN_RATE_HZ
              + " to "
              + WavFile.MAX_RATE_HZ);
    }
    return (int) rate;
  }

  /** {@code note_str} or {@code id}, where there is one. */
  Optional<String> name() throws BadDataException {
    Optional<String> name = text("note_str");
    return name.isEmpty() && isText("id") ? text("id") : name;
  }

  /** Names of the features that are not used. */
  Set<String> unknown() {
    Set<String> unknown = new TreeSet<>(features.keySet());
    unknown.removeAll(KNOWN);
    return unknown;
  }

  /** {@code note}, where there is one. */
  OptionalLong id() throws BadDataException {
    return number("note");
  }

  /**
   * The labels the features tell; what they do not is absent.
   *
   * @param problems receives labels that are there but cannot be
   */
  Labels labels(LabelProblems problems) throws BadDataException {
    OptionalInt label =
        isText("instrument/label")
            ? OptionalInt.empty()
            : small("instrument/label", MANY, problems);
    OptionalInt instrument = small("instrument", MANY, problems);
    Optional<String> instrumentName = text("instrument_str");
    if (instrumentName.isEmpty() && isText("instrument/label")) {
      instrumentName = text("instrument/label");
    }
    return new Labels(
        named("family", Family::of, Family::of, problems),
        named("source", SoundSource::of, SoundSource::of, problems),
        instrument.isPresent() ? instrument : label,
        instrumentName,
        small("pitch", NoteNames.MIDI_MAX, problems),
        small("velocity", NoteNames.MIDI_MAX, problems),
        qualities());
  }

  /** A family or source, which three features may tell, as a text or as NSynth's number. */
  private <T> Optional<T> named(
      String what,
      Function<String, Optional<T>> ofText,
      IntFunction<Optional<T>> ofNumber,
      LabelProblems problems)
      throws BadDataException {
    Optional<T> found = Optional.empty();
    for (String name :
        List.of("instrument_" + what + "_str", "instrument_" + what, "instrument/" + what)) {
      boolean isText = name.endsWith("_str") || name.contains("/") && isText(name);
      String value = isText ? text(name).orElse("") : text(number(name)).orElse("");
      if (!value.isEmpty()) {
        Optional<T> here =
            isText
                ? ofText.apply(value)
                : ofNumber.apply(value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1);
        if (here.isEmpty()) {
          problems.add(noteName(), name, "'" + value + "'");
        }
        found = found.isPresent() ? found : here;
      }
    }
    return found;
  }

  private static Optional<String> text(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong() + "") : Optional.empty();
  }

  private boolean isText(String name) {
    Feature feature = features.get(name);
    return feature != null && feature.getKindCase() == KindCase.BYTES_LIST;
  }

  /** What messages call the note. */
  private String noteName() throws BadDataException {
    return name().orElse("a note without a name");
  }

  private List<String> qualities() throws BadDataException {
    List<String> named = new ArrayList<>();
    Feature texts = feature("qualities_str", KindCase.BYTES_LIST);
    if (texts != null) {
      for (ByteString value : texts.getBytesList().getValueList()) {
        named.add(utf8("qualities_str", value));
      }
    }
    Feature flags = feature("qualities", KindCase.INT64_LIST);
    if (named.isEmpty() && flags != null) {
      Int64List list = flags.getInt64List();
      for (int i = 0; i < Math.min(list.getValueCount(), Labels.QUALITIES.size()); i++) {
        if (list.getValue(i) == 1) {
          named.add(Labels.QUALITIES.get(i));
        }
      }
    }
    if (named.isEmpty()) {
      for (String quality : Labels.QUALITIES) {
        if (number("qualities/" + quality).orElse(0) == 1) {
          named.add(quality);
        }
      }
    }
    return named;
  }

  private OptionalInt small(String name, int max, LabelProblems problems) throws BadDataException {
    OptionalLong value = number(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.getAsLong() < 0 || value.getAsLong() > max) {
      problems.add(noteName(), name, "'" + value.getAsLong() + "'");
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) value.getAsLong());
  }

  private OptionalLong number(String name) throws BadDataException {
    Feature feature = feature(name, KindCase.INT64_LIST);
    if (feature == null || feature.getInt64List().getValueCount() == 0) {
      return OptionalLong.empty();
    }
    checkSingle(name, feature.getInt64List().getValueCount());
    return OptionalLong.of(feature.getInt64List().getValue(0));
  }

  private Optional<String> text(String name) throws BadDataException {
    Feature feature = feature(name, KindCase.BYTES_LIST);
    if (feature == null || feature.getBytesList().getValueCount() == 0) {
      return Optional.empty();
    }
    checkSingle(name, feature.getBytesList().getValueCount());
    String text = utf8(name, feature.getBytesList().getValue(0));
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private void checkSingle(String name, int values) throws BadDataException {
    if (values > 1) {
      throw bad(" has " + values + " values in its feature " + name + ", not one");
    }
  }

  private String utf8(String name, ByteString bytes) throws BadDataException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.asReadOnlyByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw bad(where, " has a feature " + name + " that is not UTF-8", e);
    }
  }

  /** The feature, or null if there is none or it is empty of any type. */
  private Feature feature(String name, KindCase kind) throws BadDataException {
    Feature feature = features.get(name);
    if (feature == null || feature.getKindCase() == KindCase.KIND_NOT_SET) {
      return null;
    }
    if (feature.getKindCase() != kind) {
      throw bad(
          " has a feature "
              + name
              + " of type "
              + type(feature.getKindCase())
              + " where NSynth has "
              + type(kind));
    }
    return feature;
  }

  private static String type(KindCase kind) {
    return switch (kind) {
      case BYTES_LIST -> "bytes";
      case FLOAT_LIST -> "float";
      case INT64_LIST -> "int64";
      case KIND_NOT_SET -> "none";
    };
  }

  private BadDataException bad(String what) {
    return bad(where, what, null);
  }

  private static BadDataException bad(String where, String what, Throwable cause) {
    return new BadDataException(
        where
            + what
            + "; make the file anew, or leave such records out with the setting 'skip corrupt'.",
        cause);
  }

  /** {@code note} with the sound {@code clip}, as one record. */
  public static byte[] write(Note note, AudioClip clip) {
    Features.Builder features = Features.newBuilder();
    Labels labels = note.labels();
    note.id().ifPresent(id -> put(features, "note", id));
    put(features, "note_str", note.name());
    labels.instrument().ifPresent(value -> put(features, "instrument", value));
    labels.instrumentName().ifPresent(value -> put(features, "instrument_str", value));
    labels.pitch().ifPresent(value -> put(features, "pitch", value));
    labels.velocity().ifPresent(value -> put(features, "velocity", value));
    put(features, "sample_rate", clip.sampleRateHz());
    FloatList.Builder audio = FloatList.newBuilder();
    for (float sample : clip.samples()) {
      audio.addValue(sample);
    }
    features.putFeature("audio", Feature.newBuilder().setFloatList(audio).build());
    Int64List.Builder flags = Int64List.newBuilder();
    for (String quality : Labels.QUALITIES) {
      flags.addValue(labels.qualities().contains(quality) ? 1 : 0);
    }
    features.putFeature("qualities", Feature.newBuilder().setInt64List(flags).build());
    BytesList.Builder named = BytesList.newBuilder();
    labels.qualities().forEach(quality -> named.addValue(ByteString.copyFromUtf8(quality)));
    features.putFeature("qualities_str", Feature.newBuilder().setBytesList(named).build());
    labels
        .family()
        .ifPresent(
            family -> {
              put(features, "instrument_family", family.ordinal());
              put(features, "instrument_family_str", family.label());
            });
    labels
        .source()
        .ifPresent(
            source -> {
              put(features, "instrument_source", source.ordinal());
              put(features, "instrument_source_str", source.label());
            });
    return Example.newBuilder().setFeatures(features).build().toByteArray();
  }

  private static void put(Features.Builder features, String name, long value) {
    features.putFeature(
        name, Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(value)).build());
  }

  private static void put(Features.Builder features, String name, String value) {
    BytesList bytes = BytesList.newBuilder().addValue(ByteString.copyFromUtf8(value)).build();
    features.putFeature(name, Feature.newBuilder().setBytesList(bytes).build());
  }
}
