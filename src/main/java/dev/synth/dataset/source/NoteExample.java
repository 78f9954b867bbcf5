package dev.synth.dataset.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
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

/**
 * A note as a {@code tf.train.Example} with NSynth's feature names and types: whole numbers as
 * int64, texts as bytes in UTF-8, {@code audio} as floats. Only {@code audio} must be there; a
 * label that is missing, or is no MIDI number, counts as absent, but one of another type is an
 * error, since whoever wrote it meant something else.
 */
public final class NoteExample {
  private static final int MIDI_MAX = 127;

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

  /** {@code note_str}, where there is one. */
  Optional<String> name() throws BadDataException {
    return text("note_str");
  }

  /** {@code note}, where there is one. */
  OptionalLong id() throws BadDataException {
    return number("note");
  }

  /** The labels the features tell; what they do not is absent. */
  Labels labels() throws BadDataException {
    OptionalInt family = small("instrument_family", Integer.MAX_VALUE);
    OptionalInt source = small("instrument_source", Integer.MAX_VALUE);
    return new Labels(
        text("instrument_family_str").flatMap(Family::of).or(() -> Family.of(family.orElse(-1))),
        text("instrument_source_str")
            .flatMap(SoundSource::of)
            .or(() -> SoundSource.of(source.orElse(-1))),
        small("instrument", Integer.MAX_VALUE),
        text("instrument_str"),
        small("pitch", MIDI_MAX),
        small("velocity", MIDI_MAX),
        qualities());
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
    return named;
  }

  private OptionalInt small(String name, int max) throws BadDataException {
    OptionalLong value = number(name);
    return value.isPresent() && value.getAsLong() >= 0 && value.getAsLong() <= max
        ? OptionalInt.of((int) value.getAsLong())
        : OptionalInt.empty();
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
