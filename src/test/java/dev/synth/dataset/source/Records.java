package dev.synth.dataset.source;

import com.google.protobuf.ByteString;
import dev.synth.dataset.Note;
import dev.synth.dataset.source.ExampleProto.BytesList;
import dev.synth.dataset.source.ExampleProto.Example;
import dev.synth.dataset.source.ExampleProto.Feature;
import dev.synth.dataset.source.ExampleProto.Features;
import dev.synth.dataset.source.ExampleProto.FloatList;
import dev.synth.dataset.source.ExampleProto.Int64List;
import dev.synth.io.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Records of notes, good ones and others, and files of them. */
public final class Records {
  private Records() {}

  public static Feature text(String... values) {
    BytesList.Builder list = BytesList.newBuilder();
    for (String value : values) {
      list.addValue(ByteString.copyFromUtf8(value));
    }
    return Feature.newBuilder().setBytesList(list).build();
  }

  static Feature bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    BytesList list = BytesList.newBuilder().addValue(ByteString.copyFrom(bytes)).build();
    return Feature.newBuilder().setBytesList(list).build();
  }

  static Feature numbers(long... values) {
    Int64List.Builder list = Int64List.newBuilder();
    for (long value : values) {
      list.addValue(value);
    }
    return Feature.newBuilder().setInt64List(list).build();
  }

  static Feature floats(float... values) {
    FloatList.Builder list = FloatList.newBuilder();
    for (float value : values) {
      list.addValue(value);
    }
    return Feature.newBuilder().setFloatList(list).build();
  }

  /** The features of a good note of {@code samples} samples, all of them {@code number} / 1024. */
  static Map<String, Feature> features(int number, int samples) {
    float[] audio = new float[samples];
    java.util.Arrays.fill(audio, number / 1024f);
    return new TreeMap<>(
        Map.of(
            "note_str", text(name(number)),
            "note", numbers(number),
            "pitch", numbers(number % 128),
            "sample_rate", numbers(16_000),
            "audio", floats(audio)));
  }

  static String name(int number) {
    return "note_%03d".formatted(number);
  }

  static byte[] record(Map<String, Feature> features) {
    return Example.newBuilder()
        .setFeatures(Features.newBuilder().putAllFeature(features))
        .build()
        .toByteArray();
  }

  public static byte[] note(int number, int samples) {
    return record(features(number, samples));
  }

  /** A good note with one feature replaced, or taken away where {@code feature} is null. */
  public static byte[] noteBut(int number, String name, Feature feature) {
    Map<String, Feature> features = features(number, 100);
    if (feature == null) {
      features.remove(name);
    } else {
      features.put(name, feature);
    }
    return record(features);
  }

  /** Notes {@code from} to {@code to} - 1 in a file, gzipped if it ends in .gz. */
  public static Path notes(Path file, int from, int to, int samples) throws IOException {
    byte[][] records = new byte[to - from][];
    for (int i = 0; i < records.length; i++) {
      records[i] = note(from + i, samples);
    }
    return file(file, records);
  }

  public static Path file(Path file, byte[]... records) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    boolean gzip = file.toString().endsWith(".gz");
    try (TfRecordWriter writer = new TfRecordWriter(gzip ? new GZIPOutputStream(out) : out)) {
      for (byte[] record : records) {
        writer.write(record);
      }
    }
    return file;
  }

  public static List<String> names(List<Note> notes) {
    return notes.stream().map(Note::name).toList();
  }
}
