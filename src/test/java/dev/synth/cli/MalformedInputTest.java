package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.protobuf.ByteString;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.dataset.source.ExampleProto.BytesList;
import dev.synth.dataset.source.ExampleProto.Example;
import dev.synth.dataset.source.ExampleProto.Feature;
import dev.synth.dataset.source.ExampleProto.FloatList;
import dev.synth.dataset.source.ExampleProto.Int64List;
import dev.synth.io.tfrecord.TfRecordWriter;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of malformed input as a person meets it: a command, its exit code, and one sentence.
 * The code here makes every file.
 */
class MalformedInputTest {
  private static final Path SOUNDS = Path.of("src/test/resources/dev/synth/audio/formats");
  private static final int RATE_HZ = 16_000;

  @TempDir private static Path shared;
  @TempDir private Path dir;

  @BeforeAll
  static void makeModel() throws IOException {
    Fixtures.model(shared.resolve("m.safetensors"));
  }

  /** Makes the malformed input in a folder and names it. */
  private interface Maker {
    Path in(Path folder) throws IOException;
  }

  private record Case(String what, Maker maker, int code, String... words) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Case bad(String what, Maker maker, String... words) {
    return new Case(what, maker, ExitCodes.BAD_DATA, words);
  }

  // ---------------------------------------------------------------- sounds

  private static Maker sound(String name, java.util.function.UnaryOperator<byte[]> change) {
    return folder ->
        Files.write(folder.resolve(name), change.apply(Files.readAllBytes(SOUNDS.resolve(name))));
  }

  private static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] put(byte[] bytes, int at, int... values) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < values.length; i++) {
      changed[at + i] = (byte) values[i];
    }
    return changed;
  }

  private static byte[] flipped(byte[] bytes, int at) {
    return put(bytes, at, ~bytes[at]);
  }

  private static int at(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  static Stream<Case> sounds() {
    return Stream.of(
        bad("WAV cut in its first header", sound("mono8.wav", b -> cut(b, 9)), "truncated"),
        bad("WAV cut inside a chunk", sound("mono8.wav", b -> cut(b, 30)), "truncated", "fmt"),
        bad("WAV cut in its sound", sound("mono8.wav", b -> cut(b, 900)), "data", "holds"),
        bad(
            "WAV that claims 4 GB",
            sound("mono8.wav", b -> put(b, 40, 0xfe, 0xff, 0xff, 0xff)),
            "4294967294"),
        bad("WAV of 0 channels", sound("mono8.wav", b -> put(b, 22, 0)), "0 channels"),
        bad("WAV of 0 Hz", sound("mono8.wav", b -> put(b, 24, 0, 0, 0, 0)), "0 Hz"),
        bad("WAV of ADPCM", sound("mono8.wav", b -> put(b, 20, 2)), "ADPCM", "ffmpeg"),
        bad(
            "text called .wav",
            folder -> Files.writeString(folder.resolve("a.wav"), "la la"),
            "no sound file"),
        bad("empty file", folder -> Files.createFile(folder.resolve("a.flac")), "is empty"),
        bad("AIFF cut in its sound", sound("mono8.aiff", b -> cut(b, 900)), "truncated", "SSND"),
        bad(
            "AIFF that claims 2^32 frames",
            sound("mono8.aiff", b -> put(b, at(b, "COMM") + 10, 255, 255, 255, 255)),
            "4294967295 frames"),
        bad(
            "FLAC cut in its sound",
            sound("stereo16-short.flac", b -> cut(b, b.length / 2)),
            "of its 1600 samples"),
        bad(
            "FLAC with a wrong frame CRC",
            sound("mono8-best.flac", b -> flipped(b, b.length - 1)),
            "frame at byte",
            "checksum"),
        bad("FLAC with a wrong MD5", sound("mono8-best.flac", b -> flipped(b, 30)), "checksum"),
        bad(
            "Ogg with a wrong page CRC",
            sound("long.ogg", b -> flipped(b, b.length - 9)),
            "wrong checksum"),
        bad(
            "Ogg without its last page",
            sound("long.ogg", b -> cut(b, b.length - 100)),
            "last page is missing"),
        bad(
            "MP3 cut in a frame",
            sound("cd-untagged.mp3", b -> cut(b, b.length - 20)),
            "truncated inside the frame"),
        bad(
            "MP3 with fewer frames than it claims",
            sound("long.mp3", b -> cut(b, b.length - 288)),
            "claims",
            "holds"),
        bad(
            "MP3 whose ID3 tag claims 256 MB",
            sound("cd.mp3", b -> put(b, 6, 127, 127, 127, 127)),
            "ID3",
            "268435465"),
        bad(
            "recording of a phone (M4A)",
            folder -> Files.writeString(folder.resolve("a.m4a"), "....ftypM4A ...."),
            "M4A",
            "ffmpeg"));
  }

  @ParameterizedTest
  @MethodSource
  void sounds(Case each) throws IOException {
    Path file = each.maker().in(dir);
    refused(each, file, "info", file);
    refused(
        each,
        file,
        "encode",
        "-m",
        shared.resolve("m.safetensors"),
        "-o",
        dir.resolve("out"),
        file);
    assertEquals(List.of(), Cli.files(dir.resolve("out")));
  }

  private void refused(Case each, Path named, Object... command) throws IOException {
    Cli run = Cli.run(command);
    Object[] words = Stream.concat(Stream.of(named.toString()), Stream.of(each.words())).toArray();
    run.refused(each.code(), words);
    String sentence = run.complaints().get(0).replace(dir + "/", "").replaceFirst("^synth: ", "");
    Files.createDirectories(Path.of("target/malformed"));
    Files.writeString(
        Path.of("target/malformed").resolve(each.what().replaceAll("[^A-Za-z0-9]+", "-") + ".md"),
        "| " + each.what() + " | " + sentence + " | " + run.code() + " |\n");
  }

  // ---------------------------------------------------------------- examples.json

  private static Maker json(String text) {
    return folder -> {
      Fixtures.note(folder.resolve("audio/a.wav"), 60, 0.2);
      Fixtures.note(folder.resolve("escape.wav"), 60, 0.2);
      Files.write(folder.resolve("examples.json"), text.getBytes(StandardCharsets.ISO_8859_1));
      return folder;
    };
  }

  static Stream<Case> folders() {
    return Stream.of(
        bad(
            "JSON with a comma too many",
            json("{\"a\": {\"pitch\": 60,,}}"),
            "line 1 column 20",
            "not valid JSON"),
        bad("JSON cut short", json("{\"a\": {\"pitch\": 6"), "not valid JSON"),
        bad("JSON that is empty", json(""), "is empty"),
        bad("JSON of another form", json("[1, 2]"), "expected an object keyed by note name"),
        bad("JSON not in UTF-8", json("{\"\u00ff\": {}}"), "UTF-8"),
        bad("JSON with a key twice", json("{\"a\": {}, \"a\": {}}"), "twice"),
        bad(
            "JSON a million brackets deep",
            json("{\"a\": {\"b\": " + "[".repeat(1_000_000)),
            "nested"),
        bad("JSON name with a NUL", json("{\"a\\u0000b\": {}}"), "cannot be a file's"),
        bad(
            "JSON path outside the folder",
            json("{\"../escape\": {}}"),
            "'../escape' is no file's in"),
        bad("JSON that lists no file there", json("{\"b\": {}}"), "none of the 1 .wav"));
  }

  @ParameterizedTest
  @MethodSource
  void folders(Case each) throws IOException {
    Path folder = each.maker().in(dir.resolve("notes"));
    refused(each, folder, "data", "convert", folder, "-o", dir.resolve("o.tfrecord"));
    assertFalse(Files.exists(dir.resolve("o.tfrecord")));
  }

  // ---------------------------------------------------------------- TFRecord

  private static Feature number(long... values) {
    Int64List.Builder list = Int64List.newBuilder();
    Arrays.stream(values).forEach(list::addValue);
    return Feature.newBuilder().setInt64List(list).build();
  }

  private static Feature text(String value) {
    return Feature.newBuilder()
        .setBytesList(BytesList.newBuilder().addValue(ByteString.copyFromUtf8(value)))
        .build();
  }

  private static Feature audio(int samples) {
    FloatList.Builder list = FloatList.newBuilder();
    for (int i = 0; i < samples; i++) {
      list.addValue(0.1f);
    }
    return Feature.newBuilder().setFloatList(list).build();
  }

  /** A file of one note with a feature replaced. */
  private static Maker record(String name, Feature feature) {
    return folder -> {
      Example.Builder example = Example.newBuilder();
      example
          .getFeaturesBuilder()
          .putFeature("note_str", text("a"))
          .putFeature("audio", audio(400));
      example.getFeaturesBuilder().putFeature("sample_rate", number(RATE_HZ));
      if (feature == null) {
        example.getFeaturesBuilder().removeFeature(name);
      } else {
        example.getFeaturesBuilder().putFeature(name, feature);
      }
      Path file = folder.resolve("a.tfrecord");
      try (TfRecordWriter writer = new TfRecordWriter(Files.newOutputStream(file))) {
        writer.write(example.build().toByteArray());
      }
      return file;
    };
  }

  /** A good file with its bytes changed; the sizes' checksum is made right where wanted. */
  private static Maker bytes(java.util.function.UnaryOperator<byte[]> change, boolean mended) {
    return folder -> {
      Path file = record("pitch", number(60)).in(folder);
      byte[] bytes = change.apply(Files.readAllBytes(file));
      if (mended) {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(bytes, 0, 8);
        int masked = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, masked);
      }
      return Files.write(file, bytes);
    };
  }

  private static byte[] length(byte[] bytes, long claimed) {
    byte[] changed = bytes.clone();
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
    return changed;
  }

  static Stream<Case> records() {
    return Stream.of(
        bad("record cut in its length", bytes(b -> cut(b, 5), false), "cut short"),
        bad("record cut in its content", bytes(b -> cut(b, 500), false), "cut short"),
        bad(
            "record cut in its last checksum",
            bytes(b -> cut(b, b.length - 1), false),
            "cut short"),
        bad(
            "record with a wrong length checksum",
            bytes(b -> flipped(b, 9), false),
            "first record is damaged"),
        bad(
            "record with a wrong checksum",
            bytes(b -> flipped(b, b.length - 1), false),
            "byte 0",
            "checksum"),
        bad("record of changed content", bytes(b -> flipped(b, 300), false), "byte 0", "checksum"),
        bad(
            "record of 2^63 bytes",
            bytes(b -> length(b, Long.MIN_VALUE), true),
            "claims 9223372036854775808"),
        bad("record of -1 bytes", bytes(b -> length(b, -1), true), "claims 18446744073709551615"),
        bad("record larger than the file", bytes(b -> length(b, 1 << 20), true), "cut short"),
        bad("record that is no Example", MalformedInputTest::noExample, "no tf.train.Example"),
        bad("record without audio", record("audio", null), "no feature audio"),
        bad("record with audio as text", record("audio", text("la")), "audio of type bytes"),
        bad("record with a pitch as text", record("pitch", text("60")), "pitch of type bytes"),
        bad("record with two pitches", record("pitch", number(60, 61)), "2 values"),
        bad("record of 0 Hz", record("sample_rate", number(0)), "sample_rate of 0 Hz"),
        bad("gzipped records cut short", MalformedInputTest::cutGzip, "cut short"));
  }

  private static Path noExample(Path folder) throws IOException {
    Path file = folder.resolve("a.tfrecord");
    try (TfRecordWriter writer = new TfRecordWriter(Files.newOutputStream(file))) {
      writer.write("no message".getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static Path cutGzip(Path folder) throws IOException {
    Path file = record("pitch", number(60)).in(folder);
    Path gzipped = folder.resolve("a.tfrecord.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
      out.write(Files.readAllBytes(file));
    }
    byte[] bytes = Files.readAllBytes(gzipped);
    return Files.write(gzipped, cut(bytes, bytes.length / 2));
  }

  @ParameterizedTest
  @MethodSource
  void records(Case each) throws IOException {
    Path file = each.maker().in(dir);
    refused(each, file, "data", "convert", file, "-o", dir.resolve("out"));
    assertFalse(Files.exists(dir.resolve("out")));
  }

  // ---------------------------------------------------------------- embeddings and models

  private static Maker npy(java.util.function.UnaryOperator<byte[]> change) {
    return folder -> {
      Path file = Fixtures.embedding(folder.resolve("a.npy"), 2, 16);
      return Files.write(file, change.apply(Files.readAllBytes(file)));
    };
  }

  private static byte[] replaced(byte[] bytes, String text, String other) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    return all.replace(text, other).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Maker model(java.util.function.UnaryOperator<byte[]> change) {
    return folder -> {
      Path file = Fixtures.model(folder.resolve("a.safetensors"));
      return Files.write(file, change.apply(Files.readAllBytes(file)));
    };
  }

  private static byte[] tensors(byte[] ignored) {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[536870911],\"data_offsets\":[0,2147483644]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII)).array();
  }

  static Stream<Case> others() {
    return Stream.of(
        bad("npy cut in its header", npy(b -> cut(b, 50)), "cut short inside"),
        bad("npy cut in its values", npy(b -> cut(b, 200)), "cut short"),
        bad("npy cut in its description", npy(b -> cut(b, 290)), "behind its values"),
        bad(
            "npy that claims more values",
            npy(b -> replaced(b, "(2, 16), }", "(2147483647, 2147483647), }")),
            "holds"),
        bad("npy of rank 3", npy(b -> replaced(b, "(2, 16), } ", "(1, 2, 16), }")), "(1, 2, 16)"),
        bad("npy of Python objects", npy(b -> replaced(b, "'<f4'", "'|O8'")), "Python objects"),
        bad("npy with NaN", npy(b -> put(b, 128, 0, 0, 0xc0, 0x7f)), "NaN"),
        bad("model cut short", model(b -> cut(b, b.length - 1)), "damaged"),
        bad(
            "model with a header of 2^63 bytes",
            model(b -> length(b, Long.MIN_VALUE)),
            "not a safetensors"),
        bad("model with a header of -1 bytes", model(b -> length(b, -1)), "not a safetensors"),
        bad(
            "model with a header larger than the file",
            model(b -> length(b, 50_000_000)),
            "header should have 50000000"),
        bad(
            "model that claims a tensor of 2 GB",
            model(MalformedInputTest::tensors),
            "it holds 0 of the 2147483644 bytes"));
  }

  @ParameterizedTest
  @MethodSource
  void others(Case each) throws IOException {
    Path file = each.maker().in(dir);
    refused(each, file, "info", file);
  }

  // ---------------------------------------------------------------- lists, names, permissions

  private static Maker list(byte[] text) {
    return folder -> Files.write(folder.resolve("list.txt"), text);
  }

  static Stream<Case> lists() {
    return Stream.of(
        new Case(
            "list of a file that is not there",
            list("# mine\n\ngone.wav\n".getBytes()),
            ExitCodes.NO_INPUT,
            "line 3",
            "gone.wav"),
        bad("list of itself", list("list.txt\n".getBytes()), "line 1", "another list"),
        bad("list not in UTF-8", list(new byte[] {'a', (byte) 0xff, '\n'}), "UTF-8"),
        bad("list with a NUL", list("a\0b\n".getBytes()), "line 1", "zero bytes"),
        bad("list of nothing", list("# nothing\n".getBytes()), "names no files"));
  }

  @ParameterizedTest
  @MethodSource
  void lists(Case each) throws IOException {
    Path file = each.maker().in(dir);
    refused(each, file, "data", "convert", file, "-o", dir.resolve("out"));
  }

  /** Names that shells and tables trip over are names like others; some systems have not all. */
  @Test
  void namesOfAllKinds() throws IOException {
    Path model = shared.resolve("m.safetensors");
    Path in = dir.resolve("my sounds");
    List<String> names =
        List.of(
            "a b",
            "quoted 'twice'",
            "\u00dcml\u00e4ut \u266f",
            "-dash",
            "100% $HOME",
            "caf\u00e9 ");
    List<String> notEverywhere = List.of("two\nlines", "\"quoted\"", "*", "D:x", "what?");
    List<String> all = Stream.concat(names.stream(), notEverywhere.stream()).toList();
    for (String name : all) {
      Fixtures.note(in.resolve(name + ".wav"), 60, 0.1);
    }
    Cli encoded = Cli.run("encode", "-m", model, "-o", dir.resolve("e"), in);
    Cli.run("data", "convert", in, "-o", dir.resolve("n.tfrecord")).succeeded();
    Cli converted = Cli.run("data", "convert", dir.resolve("n.tfrecord"), "-o", dir.resolve("n"));
    Cli.run("data", "import", in, "-o", dir.resolve("i")).succeeded();
    for (Cli run : List.of(encoded, converted)) {
      assertEquals(ExitCodes.BAD_DATA, run.code(), run.err());
      assertTrue(run.err().contains("'D:x"), run.err());
      assertEquals(
          notEverywhere.size(), run.err().split("cannot be a file's name").length - 1, run.err());
    }
    List<String> embeddings = Cli.files(dir.resolve("e"));
    List<String> back = Cli.files(dir.resolve("n/audio"));
    assertEquals(names.size(), embeddings.size(), embeddings.toString());
    assertEquals(names.size(), back.size(), back.toString());
    for (String name : names) {
      assertTrue(embeddings.contains(name + "_embeddings.npy"), embeddings.toString());
      assertTrue(back.contains(name + ".wav"), back.toString());
    }
    String table = Files.readString(dir.resolve("i/import.md"));
    assertEquals(7 + all.size() - 1, table.lines().count(), "a line each: " + table);
    assertEquals(all.size(), Cli.files(dir.resolve("i/audio")).size());
  }

  /** The superuser may read everything; for him there is nothing to test. */
  @Test
  void unreadableFiles() throws IOException {
    Path file = Fixtures.note(dir.resolve("a.wav"), 60, 0.1);
    file.toFile().setReadable(false);
    assumeFalse(Files.isReadable(file));
    Cli.run("info", file).refused(ExitCodes.NO_INPUT, file, "permission denied");
    Cli.run("data", "import", file, "-o", dir.resolve("o")).assertFailed(ExitCodes.NO_INPUT);
  }

  /** Another length or rate is no damage: it is resampled, and data check says so. */
  @Test
  void audioOfAnotherLengthOrRate() throws IOException {
    Path folder = dir.resolve("notes");
    Path wav = folder.resolve("audio/organ_electronic_000-060-100.wav");
    float[] samples = new float[44_100];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * 261.6 * i / 44_100));
    }
    WavFile.write(wav, new AudioClip(samples, 44_100), WavFile.Encoding.PCM16, false);
    Files.writeString(folder.resolve("examples.json"), "{\"organ_electronic_000-060-100\": {}}");
    Cli.run("data", "convert", folder, "-o", dir.resolve("n.tfrecord")).succeeded();
    Cli check = Cli.run("data", "check", folder);
    assertEquals(ExitCodes.BAD_DATA, check.code(), check.err());
    assertTrue(check.out().contains("44100 Hz, not 16000"), check.out());
    assertTrue(check.out().contains("not 4 s"), check.out());
  }
}
