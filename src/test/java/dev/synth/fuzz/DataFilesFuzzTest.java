package dev.synth.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.synth.dataset.Note;
import dev.synth.dataset.source.NoteSource;
import dev.synth.dataset.source.NsynthJson;
import dev.synth.dataset.source.Records;
import dev.synth.dataset.source.SourceOptions;
import dev.synth.io.BadDataException;
import dev.synth.io.checkpoint.TensorFlowCheckpoint;
import dev.synth.io.checkpoint.Variable;
import dev.synth.io.tfrecord.TfRecordWriter;
import dev.synth.latent.EmbeddingFile;
import dev.synth.midi.SmallSoundfont;
import dev.synth.midi.SoundfontPreset;
import dev.synth.midi.SoundfontRenderer;
import dev.synth.model.ModelFile;
import dev.synth.provenance.c2pa.ManifestReader;
import dev.synth.provenance.c2pa.SignedSounds;
import dev.synth.provenance.key.Credentials;
import dev.synth.provenance.key.SignatureAlgorithm;
import dev.synth.testing.Checkpoints;
import dev.synth.testing.Fixtures;
import dev.synth.testing.SoundBytes;
import dev.synth.testing.TableBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Readers of all other files, named as {@code scripts/fuzz.sh} names them. */
class DataFilesFuzzTest {
  private static final int MODEL_DATA_BYTES = 1 << 16;
  private static final Path CHECKPOINT = Checkpoints.FOLDER.resolve("v2-types");
  private static final String OLD_PART = "model.ckpt-00001-of-00002";

  @TempDir private static Path dir;

  static Stream<byte[]> soundfontSeeds() {
    return Stream.of(new SmallSoundfont().bytes());
  }

  @MethodSource("soundfontSeeds")
  @FuzzTest
  void soundfont(byte[] data) throws IOException {
    FuzzedFile.read(
        dir.resolve("font.sf2"),
        data,
        file -> {
          try (SoundfontRenderer renderer = SoundfontRenderer.open(file)) {
            for (SoundfontPreset preset : renderer.presets().stream().limit(4).toList()) {
              renderer.render(preset.bank(), preset.program(), 60, 100, 0.02, 0.01);
            }
          }
        });
  }

  private static void readNotes(Path source) throws IOException {
    for (boolean skip : new boolean[] {false, true}) {
      SourceOptions options =
          new SourceOptions(
              skip,
              skip,
              true,
              FuzzedFile::checkSentence,
              FuzzedFile::checkSentence,
              failure -> {},
              (done, total, name) -> {});
      for (Note note : NoteSource.open(List.of(source), options)) {
        try {
          note.load(note.audio().read().sampleRateHz());
        } catch (BadDataException e) {
          continue; // one of many; what a message is like is asked for where it ends the reading
        }
      }
    }
  }

  private static byte[] framed(byte[] record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(out)) {
      writer.write(record);
    }
    return out.toByteArray();
  }

  static Stream<byte[]> tfrecordSeeds() throws IOException {
    byte[] note = Records.note(1, 20);
    return Stream.of(
        SoundBytes.join(new byte[1], note), SoundBytes.join(new byte[] {1}, framed(note)));
  }

  /** The first byte says whether the rest is a file or one record, put into a right frame. */
  @MethodSource("tfrecordSeeds")
  @FuzzTest
  void tfrecord(byte[] data) throws IOException {
    if (data.length > 0) {
      byte[] rest = Arrays.copyOfRange(data, 1, data.length);
      byte[] file = (data[0] & 1) == 0 ? framed(rest) : rest;
      FuzzedFile.read(dir.resolve("x.tfrecord"), file, DataFilesFuzzTest::readNotes);
    }
  }

  static Stream<byte[]> nsynthSeeds() {
    String json =
        """
        {"organ_electronic_001-060-100": {"note": 5, "note_str": "organ_electronic_001-060-100",
         "instrument": 1, "instrument_str": "organ_electronic_001", "pitch": 60, "velocity": 100,
         "sample_rate": 16000, "qualities": [0, 0, 1, 0, 0, 0, 0, 0, 0, 1],
         "qualities_str": ["distortion"], "instrument_family": 6, "instrument_family_str": "organ",
         "instrument_source": 1, "instrument_source_str": "electronic"}}
        """;
    return Stream.of(json.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("nsynthSeeds")
  @FuzzTest
  void nsynth(byte[] data) throws IOException {
    Path folder = dir.resolve("nsynth");
    Path sound = folder.resolve(NsynthJson.AUDIO).resolve("organ_electronic_001-060-100.wav");
    if (!Files.exists(sound)) {
      Fixtures.note(sound, 60, 0.01);
    }
    FuzzedFile.read(folder.resolve(NsynthJson.FILE), data, json -> readNotes(folder));
  }

  static Stream<byte[]> embeddingSeeds() throws IOException {
    return Stream.of(Files.readAllBytes(Fixtures.embedding(dir.resolve("seed.npy"), 4, 16)));
  }

  @MethodSource("embeddingSeeds")
  @FuzzTest
  void embedding(byte[] data) throws IOException {
    FuzzedFile.read(dir.resolve("e.npy"), data, EmbeddingFile::load);
  }

  static Stream<byte[]> modelSeeds() throws IOException {
    byte[] model = Files.readAllBytes(Fixtures.model(dir.resolve("seed.safetensors")));
    int headerBytes = model[0] & 0xff | (model[1] & 0xff) << 8;
    return Stream.of(Arrays.copyOfRange(model, 8, 8 + headerBytes));
  }

  /** The header of a model file; zeros are the values of its tensors. */
  @MethodSource("modelSeeds")
  @FuzzTest
  void model(byte[] data) throws IOException {
    byte[] file = SoundBytes.join(SoundBytes.le(8, data.length), data, new byte[MODEL_DATA_BYTES]);
    FuzzedFile.read(dir.resolve("m.safetensors"), file, ModelFile::read);
  }

  static Stream<byte[]> credentialsSeeds() throws IOException {
    Credentials credentials =
        Credentials.init(dir.resolve("key"), "Tester", SignatureAlgorithm.ED25519, true);
    Path first = dir.resolve("first.wav");
    SignedSounds.write(first, 9, credentials, Optional.empty());
    Path second = dir.resolve("second.wav");
    SignedSounds.write(second, 9, credentials, ManifestReader.store(first));
    return Stream.of(
        ManifestReader.store(first).orElseThrow(), ManifestReader.store(second).orElseThrow());
  }

  /** Boxes of JUMBF, their CBOR, a signature of COSE and its certificates. */
  @MethodSource("credentialsSeeds")
  @FuzzTest
  void credentials(byte[] data) throws IOException {
    Files.write(dir.resolve("signed.npy"), new byte[] {1, 2, 3});
    FuzzedFile.read(
        dir.resolve("signed.c2pa"),
        data,
        file -> ManifestReader.read(dir.resolve("signed.npy"), List.of()));
  }

  /** The first byte says what the rest is; the files beside a V2 index are those of the seed. */
  static Stream<byte[]> checkpointSeeds() throws IOException {
    byte[] index = Files.readAllBytes(CHECKPOINT.resolve("model.ckpt.index"));
    byte[] old = Files.readAllBytes(Checkpoints.FOLDER.resolve("v1-shards/" + OLD_PART));
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    Checkpoints.tar("v2-types", tar);
    byte[] compressed = TableBytes.block(TableBytes.compressedTable(TableBytes.block(index)));
    return Stream.of(
        SoundBytes.join(new byte[] {0}, TableBytes.block(index)),
        SoundBytes.join(new byte[] {0}, TableBytes.block(old)),
        SoundBytes.join(new byte[] {1}, compressed),
        SoundBytes.join(new byte[] {2}, index),
        SoundBytes.join(new byte[] {3}, tar.toByteArray()));
  }

  /** A block of entries or a compressed one, in a right table; a whole table; or an archive. */
  @MethodSource("checkpointSeeds")
  @FuzzTest
  void checkpoint(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(data, 1, data.length);
    int form = data[0] & 3;
    Path folder = Files.createDirectories(dir.resolve("checkpoint"));
    Path values = folder.resolve("x.data-00000-of-00001");
    if (!Files.exists(values)) {
      Files.copy(CHECKPOINT.resolve("model.ckpt.data-00000-of-00001"), values);
    }
    byte[] file =
        switch (form) {
          case 0 -> TableBytes.table(rest);
          case 1 -> TableBytes.tableOfCompressed(rest);
          default -> rest;
        };
    FuzzedFile.read(
        folder.resolve(form == 3 ? "x.tar" : "x.index"),
        file,
        path -> {
          try (TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(path)) {
            for (Variable variable : checkpoint.variables()) {
              if (variable.isFloating()) {
                checkpoint.floats(variable);
              } else if (variable.isInteger()) {
                checkpoint.integer(variable);
              }
            }
          }
        });
  }
}
