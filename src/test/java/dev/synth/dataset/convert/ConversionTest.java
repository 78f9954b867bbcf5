package dev.synth.dataset.convert;

import static dev.synth.dataset.source.Records.names;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.source.FileAudio;
import dev.synth.dataset.source.NoteSource;
import dev.synth.dataset.source.NsynthJson;
import dev.synth.dataset.source.Records;
import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionTest {
  private static final long SEED = 20260402L;
  private static final int NOTES = 7;

  @TempDir private Path dir;
  private Path folder;
  private final List<String> problems = new ArrayList<>();

  /** An NSynth folder of seven notes with all kinds of labels; all 16-bit samples occur. */
  @BeforeEach
  void writeFolder() throws IOException {
    folder = dir.resolve("folder");
    Random random = new Random(SEED);
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < NOTES; i++) {
      String name = i < 4 ? "reed_acoustic_00%d-06%d-100".formatted(i, i) : "Übung " + i + " 'x'";
      float[] samples = new float[65_536 / NOTES + 1];
      for (int t = 0; t < samples.length; t++) {
        samples[t] = ((i * samples.length + t) % 65_536 - 32_768) / 32_768f;
      }
      Path wav = folder.resolve("audio").resolve(name + ".wav");
      WavFile.write(wav, new AudioClip(samples, 16_000), WavFile.Encoding.PCM16, false);
      List<String> qualities = random.nextBoolean() ? List.of("bright", "reverb") : List.of();
      Labels more =
          new Labels(
              Labels.NONE.family(),
              Labels.NONE.source(),
              Labels.NONE.instrument(),
              Labels.NONE.instrumentName(),
              Labels.NONE.pitch(),
              Labels.NONE.velocity(),
              qualities);
      Labels labels = more.orElse(Labels.parse(name));
      var id = i == 2 ? java.util.OptionalLong.empty() : java.util.OptionalLong.of(100 - i);
      notes.add(new Note(name, id, new FileAudio(wav, folder), labels));
    }
    notes.sort(java.util.Comparator.comparing(Note::name));
    NsynthJson.write(folder.resolve("examples.json"), notes, false);
  }

  private List<Note> open(Path input) throws IOException {
    return NoteSource.open(List.of(input), problems::add);
  }

  private Conversion.Result convert(Path from, Path to, int shards) throws IOException {
    return convert(open(from), to, shards, false, (done, total, name) -> {});
  }

  private Conversion.Result convert(
      List<Note> notes, Path to, int shards, boolean overwrite, Conversion.Listener listener)
      throws IOException {
    return new Conversion(notes, to, shards, 16_000, overwrite, problems::add, listener).run();
  }

  private static void assertSameFolder(Path expected, Path actual) throws IOException {
    assertEquals(files(expected), files(actual));
    for (String file : files(expected)) {
      assertArrayEquals(
          Files.readAllBytes(expected.resolve(file)),
          Files.readAllBytes(actual.resolve(file)),
          file);
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void folderToTfRecordToFolderIsTheSameByteForByte() throws IOException {
    record Way(String file, int shards) {}
    Way[] ways = {new Way("a.tfrecord", 1), new Way("b.tfrecord", 3), new Way("c.tfrecord.gz", 2)};
    for (Way way : ways) {
      Path records = dir.resolve(way.file());
      Conversion.Result result = convert(folder, records, way.shards());
      assertEquals(way.shards(), result.files().size());
      assertEquals(NOTES, result.notes());
      Path back = dir.resolve("back from " + way.file().charAt(0));
      convert(records, back, 1);
      assertSameFolder(folder, back);
      List<Note> notes = open(folder);
      List<Note> of = open(records);
      for (int i = 0; i < NOTES; i++) {
        assertEquals(notes.get(i).labels(), of.get(i).labels());
        assertEquals(notes.get(i).id(), of.get(i).id());
        assertArrayEquals(notes.get(i).load(16_000).samples(), of.get(i).load(16_000).samples());
      }
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void samplesBetweenThe16BitStepsAreKept() throws IOException {
    float[] samples = {0.1f, -1, 1, 1.5f, 1 / 65_536f, 1e-30f};
    Path wav = dir.resolve("float.wav");
    WavFile.write(wav, new AudioClip(samples, 16_000), WavFile.Encoding.FLOAT32, false);
    Path records = dir.resolve("float.tfrecord");
    convert(wav, records, 1);
    convert(records, dir.resolve("back"), 1);
    assertArrayEquals(samples, AudioFile.read(dir.resolve("back/audio/float.wav")).samples());
    assertTrue(Conversion.fits16Bits(new float[] {-1, 32_767 / 32_768f, 0, -0f}));
    assertFalse(Conversion.fits16Bits(new float[] {1}));
    assertFalse(Conversion.fits16Bits(new float[] {1 / 65_536f}));
  }

  /** What a kill leaves: the listener throws after {@code count} notes. */
  private void convertAndStop(Path to, int shards, int count) {
    assertThrows(
        IllegalStateException.class,
        () ->
            convert(
                open(folder),
                to,
                shards,
                false,
                (done, total, name) -> {
                  if (done == count) {
                    throw new IllegalStateException("stopped");
                  }
                }));
  }

  @Test
  void shardsThatAreWholeAreNotMadeAgain() throws IOException {
    Path whole = dir.resolve("whole.tfrecord");
    List<Path> expected = convert(folder, whole, 3).files();
    Path stopped = dir.resolve("stopped.tfrecord");
    convertAndStop(stopped, 3, 5); // in the third shard: 2, 2 and 3 notes
    List<Note> notes = open(folder);
    assertThrows(CannotCreateException.class, () -> convert(folder, stopped, 2));
    List<String> made = new ArrayList<>();
    Conversion.Result result =
        convert(notes, stopped, 3, false, (done, all, name) -> made.add(name));
    assertEquals(NOTES, result.notes());
    assertEquals(4, result.takenOver());
    assertEquals(names(notes).subList(4, 7), made.subList(2, 5));
    for (int shard = 0; shard < 3; shard++) {
      assertArrayEquals(
          Files.readAllBytes(expected.get(shard)), Files.readAllBytes(result.files().get(shard)));
    }
    assertThrows(CannotCreateException.class, () -> convert(folder, stopped, 3), "done is done");
    assertFalse(files(dir).toString().contains("converting"), files(dir)::toString);
    assertFalse(files(dir).toString().contains(".part"), files(dir)::toString);
  }

  @Test
  void twoAtATimeAreOne() throws IOException {
    Path to = dir.resolve("a.tfrecord");
    List<Note> notes = open(folder);
    List<String> refused = new ArrayList<>();
    convert(
        notes,
        to,
        1,
        false,
        (done, total, name) ->
            refused.add(
                assertThrows(
                        CannotCreateException.class,
                        () -> convert(notes, to, 1, true, (d, t, n) -> {}))
                    .getMessage()));
    assertEquals(NOTES, refused.size());
    assertTrue(refused.get(0).startsWith(to + ": another synth is making this"), refused.get(0));
    assertEquals(names(notes), names(open(to)));
  }

  @Test
  void aNameMayBeAsLongAsTheFileSystemAllows() throws IOException {
    Path to = dir.resolve("t".repeat(245) + ".tfrecord");
    convertAndStop(to, 1, 3);
    assertEquals(NOTES, convert(folder, to, 1).notes());
    assertFalse(files(dir).toString().contains("converting"), files(dir)::toString);
  }

  @Test
  void wavsThatAreWholeAreNotMadeAgain() throws IOException {
    Path records = dir.resolve("a.tfrecord");
    convert(folder, records, 1);
    Path back = dir.resolve("back");
    folder = records;
    convertAndStop(back, 1, 5);
    assertFalse(Files.exists(back.resolve("examples.json")));
    Conversion.Result result = convert(records, back, 1);
    assertEquals(4, result.takenOver());
    assertSameFolder(dir.resolve("folder"), back);

    // An overwriting that was cut short does not take the old sounds for its own.
    Path wav = back.resolve("audio").resolve(open(records).get(6).name() + ".wav");
    WavFile.write(wav, new AudioClip(new float[9], 16_000), WavFile.Encoding.PCM16, true);
    assertThrows(
        IllegalStateException.class,
        () ->
            convert(
                open(records),
                back,
                1,
                true,
                (done, total, name) -> {
                  throw new IllegalStateException("stopped");
                }));
    convert(records, back, 1);
    assertSameFolder(dir.resolve("folder"), back);
  }

  @Test
  void aNoteThatCannotBeReadIsLeftOutAndNamed() throws IOException {
    List<Note> notes = open(folder);
    Path broken = Path.of(notes.get(1).audio().toString());
    Files.write(broken, new byte[10]);
    Path records = dir.resolve("a.tfrecord");
    Conversion.Result result = convert(folder, records, 2);
    assertEquals(1, result.leftOut());
    assertEquals(NOTES - 1, result.notes());
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith(broken + ": "), problems.get(0));
    assertEquals(NOTES - 1, open(records).size());
    assertEquals(1, convert(folder, dir.resolve("copy"), 1).leftOut());
    assertEquals(NOTES - 1, open(dir.resolve("copy")).size());

    for (Note note : notes) {
      Files.write(Path.of(note.audio().toString()), new byte[10]);
    }
    assertThrows(BadDataException.class, () -> convert(folder, dir.resolve("none.tfrecord"), 1));
    assertFalse(Files.exists(dir.resolve("none.tfrecord")));
    assertThrows(BadDataException.class, () -> convert(folder, dir.resolve("none"), 1));
    assertFalse(Files.exists(dir.resolve("none/examples.json")));
  }

  @Test
  void namesThatAreNoFilesOrComeTwiceAreLeftOut() throws IOException {
    Path records =
        Records.file(
            dir.resolve("odd.tfrecord"),
            Records.noteBut(0, "note_str", Records.text("../../up")),
            Records.noteBut(1, "note_str", Records.text("..")),
            Records.noteBut(2, "note_str", Records.text("two\nlines 'n \"quotes\"")),
            Records.noteBut(4, "note_str", Records.text("D:x")),
            Records.noteBut(5, "note_str", Records.text("NUL")),
            Records.noteBut(6, "note_str", Records.text("one line, 'n half a point")),
            Records.noteBut(7, "note_str", Records.text("Note_003")),
            Records.note(3, 100),
            Records.note(3, 50));
    Path out = dir.resolve("out");
    Conversion.Result result = convert(records, out, 1);
    assertEquals(7, result.leftOut());
    assertEquals(
        List.of("audio/Note_003.wav", "audio/one line, 'n half a point.wav", "examples.json"),
        files(out));
    assertTrue(problems.get(0).contains("'../../up' cannot be a file's name"), problems.get(0));
    assertTrue(problems.get(3).contains("'D:x' cannot be a file's name"), problems.get(3));
    assertTrue(problems.get(4).contains("device on Windows"), problems.get(4));
    assertTrue(problems.get(5).contains("take for the same file"), problems.get(5));
    assertEquals(List.of("Note_003", "one line, 'n half a point"), names(open(out)));
  }

  @Test
  void nothingIsOverwrittenUnasked() throws IOException {
    Path records = dir.resolve("a.tfrecord");
    convert(folder, records, 1);
    byte[] before = Files.readAllBytes(records);
    assertThrows(CannotCreateException.class, () -> convert(folder, records, 1));
    assertThrows(CannotCreateException.class, () -> convert(records, folder, 1));
    List<Note> one = open(folder).subList(0, 1);
    convert(one, records, 1, true, (done, total, name) -> {});
    assertTrue(Files.size(records) < before.length);
    // Not even with -f: it would destroy what it reads.
    List<Note> own = open(folder);
    assertThrows(
        CannotCreateException.class,
        () -> convert(own, folder, 1, true, (done, total, name) -> {}));
    List<Note> ownRecords = open(records);
    assertThrows(
        CannotCreateException.class,
        () -> convert(ownRecords, records, 1, true, (done, total, name) -> {}));
    assertEquals(NOTES, open(folder).size());
    assertThrows(BadDataException.class, () -> convert(folder, dir.resolve("b.tfrecord"), 8));
  }

  @Test
  void listsGiveTheNotesTheyWereWrittenOf() throws IOException {
    Path records = dir.resolve("r.tfrecord");
    convert(folder, records, 2);
    Path plain = dir.resolve("plain/# odd name.wav");
    WavFile.write(plain, new AudioClip(new float[9], 16_000), WavFile.Encoding.PCM16, false);
    List<Note> notes = new ArrayList<>();
    notes.addAll(open(records).subList(2, 5));
    notes.addAll(open(dir.resolve("plain")));
    notes.addAll(open(folder).subList(5, 7));
    Path list = dir.resolve("lists/some.txt");
    NoteSource.writeList(list, notes, "a comment", false);
    assertEquals(notes, open(list));
    Files.writeString(list, folder + "\tnobody\n");
    String message = assertThrows(BadDataException.class, () -> open(list)).getMessage();
    assertTrue(message.contains("some.txt line 1: " + folder + " has no note named nobody"));
  }

  /** Where there is a Python, an independent reader finds what was written. */
  @Test
  void anotherImplementationReadsOurFile() throws IOException, InterruptedException {
    Path script = dir.resolve("tfrecord.py");
    try (var in = getClass().getResourceAsStream("/dev/synth/dataset/tfrecord.py")) {
      Files.copy(in, script);
    }
    Path records = dir.resolve("a.tfrecord.gz");
    convert(folder, records, 1);
    Process process;
    try {
      process =
          new ProcessBuilder("python3", script.toString(), "read", records.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      Assumptions.abort("no python3");
      return;
    }
    String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    JsonNode read = new ObjectMapper().readTree(json);
    List<Note> notes = open(folder);
    assertEquals(NOTES, read.size());
    for (int i = 0; i < NOTES; i++) {
      Note note = notes.get(i);
      JsonNode features = read.get(i);
      assertEquals(note.name(), features.at("/note_str/0").asText());
      assertEquals(note.id().isPresent(), features.has("note"));
      assertEquals(16_000, features.at("/sample_rate/0").asInt());
      assertEquals(note.labels().pitch().orElse(0), features.at("/pitch/0").asInt());
      assertEquals(note.labels().qualities().size(), features.at("/qualities_str").size());
      assertEquals(
          note.labels().qualities().isEmpty() ? 0 : 1, features.at("/qualities/8").asInt());
      float[] samples = note.load(16_000).samples();
      assertEquals(samples.length, features.at("/audio").size());
      for (int t = 0; t < samples.length; t++) {
        assertEquals(samples[t], (float) features.at("/audio").get(t).asDouble());
      }
    }
  }
}
