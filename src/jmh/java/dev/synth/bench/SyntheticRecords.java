package dev.synth.bench;

import com.google.protobuf.ByteString;
import dev.synth.dataset.source.ExampleProto.BytesList;
import dev.synth.dataset.source.ExampleProto.Example;
import dev.synth.dataset.source.ExampleProto.Feature;
import dev.synth.dataset.source.ExampleProto.Features;
import dev.synth.dataset.source.ExampleProto.FloatList;
import dev.synth.dataset.source.ExampleProto.Int64List;
import dev.synth.io.tfrecord.TfRecordWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** TFRecord files of made notes, four seconds each, as large as NSynth's. */
final class SyntheticRecords {
  static final int SAMPLES = 64_000;

  private SyntheticRecords() {}

  /** Writes {@code notes} notes of 16-bit noise to {@code file}; about 256 kB each. */
  static Path write(Path file, int notes) throws IOException {
    Random random = new Random(1);
    try (TfRecordWriter writer =
        new TfRecordWriter(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      for (int note = 0; note < notes; note++) {
        writer.write(record(note, random));
      }
    }
    return file;
  }

  private static byte[] record(int note, Random random) {
    FloatList.Builder audio = FloatList.newBuilder();
    for (int i = 0; i < SAMPLES; i++) {
      audio.addValue((random.nextInt(1 << 14) - (1 << 13)) / 32768f);
    }
    int pitch = 21 + note % 88;
    String name = "flute_synthetic_%03d-%03d-100".formatted(note / 88 % 1000, pitch);
    return Example.newBuilder()
        .setFeatures(
            Features.newBuilder()
                .putFeature("note", number(note))
                .putFeature("note_str", text(name))
                .putFeature("pitch", number(pitch))
                .putFeature("velocity", number(100))
                .putFeature("sample_rate", number(16_000))
                .putFeature("audio", Feature.newBuilder().setFloatList(audio).build()))
        .build()
        .toByteArray();
  }

  private static Feature number(long value) {
    return Feature.newBuilder().setInt64List(Int64List.newBuilder().addValue(value)).build();
  }

  private static Feature text(String value) {
    BytesList list = BytesList.newBuilder().addValue(ByteString.copyFromUtf8(value)).build();
    return Feature.newBuilder().setBytesList(list).build();
  }
}
