package dev.synth.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.SoundSource;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteSourceTest {
  @TempDir private Path dir;
  private final List<String> problems = new ArrayList<>();

  private Path wav(String name) throws IOException {
    Path file = dir.resolve(name);
    WavFile.write(file, new AudioClip(new float[800], 16_000), WavFile.Encoding.PCM16, false);
    return file;
  }

  private void json(String text) throws IOException {
    Files.writeString(dir.resolve("examples.json"), text);
  }

  private List<Note> open(Path... inputs) throws IOException {
    return NoteSource.open(List.of(inputs), problems::add);
  }

  private static List<String> names(List<Note> notes) {
    return notes.stream().map(Note::name).toList();
  }

  private String badData(Path input) {
    return assertThrows(BadDataException.class, () -> open(input)).getMessage();
  }

  @Test
  void everyNsynthFeatureIsRead() throws IOException {
    wav("audio/bass_synthetic_033-022-050.wav");
    json(
        """
        {"bass_synthetic_033-022-050": {
          "note": 201034, "sample_rate": 16000, "instrument_family": 0, "pitch": 22,
          "qualities": [0, 1, 0, 0, 0, 0, 0, 0, 0, 0], "instrument_source": 2,
          "note_str": "bass_synthetic_033-022-050", "instrument_family_str": "bass",
          "instrument_str": "bass_synthetic_033", "velocity": 50, "instrument": 417,
          "instrument_source_str": "synthetic", "qualities_str": ["dark"],
          "something_new": {"a": [1, {"b": 2}]}}}
        """);
    Note note = open(dir).get(0);
    assertEquals("bass_synthetic_033-022-050", note.name());
    assertEquals(OptionalLong.of(201_034), note.id());
    assertEquals(
        new Labels(
            Optional.of(Family.BASS),
            Optional.of(SoundSource.SYNTHETIC),
            OptionalInt.of(417),
            Optional.of("bass_synthetic_033"),
            OptionalInt.of(22),
            OptionalInt.of(50),
            List.of("dark")),
        note.labels());
    assertEquals(800, note.load(16_000).samples().length);
  }

  @Test
  void featuresMayBeMissingOrWrittenAsStrings() throws IOException {
    wav("audio/a.wav");
    wav("audio/b.wav");
    wav("audio/flute_acoustic_004-067-100.wav");
    json(
        """
        {"flute_acoustic_004-067-100": {},
         "b": {"pitch": "61", "velocity": 90.0, "instrument_family": "3", "note": null,
               "qualities": [1, 0, 0, 0, 0, 0, 0, 1, 0, 0]},
         "a": {"pitch": "high", "velocity": 60.5, "instrument_family_str": "kazoo",
               "qualities_str": [], "instrument": {}}}
        """);
    List<Note> notes = open(dir);
    assertEquals(List.of("a", "b", "flute_acoustic_004-067-100"), names(notes));
    assertEquals(Labels.NONE, notes.get(0).labels());
    assertEquals(OptionalInt.of(61), notes.get(1).labels().pitch());
    assertEquals(OptionalInt.of(90), notes.get(1).labels().velocity());
    assertEquals(Optional.of(Family.GUITAR), notes.get(1).labels().family());
    assertEquals(List.of("bright", "percussive"), notes.get(1).labels().qualities());
    assertEquals(OptionalInt.of(67), notes.get(2).labels().pitch());
  }

  @Test
  void noNoteIsLostSilently() throws IOException {
    wav("audio/a.wav");
    wav("audio/extra.wav");
    wav("escape.wav");
    json("{\"a\": {}, \"gone\": {}, \"../escape\": {}}");
    assertEquals(List.of("a"), names(open(dir)));
    assertEquals(3, problems.size());
    assertTrue(problems.get(0).contains("1 names that are no file's in"), problems.get(0));
    assertTrue(problems.get(0).contains("../escape"), problems.get(0));
    assertTrue(problems.get(1).contains("1 notes without a .wav file"), problems.get(1));
    assertTrue(problems.get(1).contains("gone"), problems.get(1));
    assertTrue(problems.get(2).contains("extra.wav"), problems.get(2));
  }

  @Test
  void brokenJsonIsRefusedWithLineAndColumn() throws IOException {
    wav("audio/a.wav");
    json("{\n  \"a\": {\"pitch\": 60,,}\n}");
    assertTrue(badData(dir).contains("examples.json line 2 column 21: is not valid JSON"));
    json("{\"a\": {\"pitch\": 60");
    assertTrue(badData(dir).contains("line 1"));
    json("[1, 2]");
    assertTrue(badData(dir).contains("line 1 column 1: expected an object"), badData(dir));
    json("{\"a\\u0000\": {}}");
    assertTrue(badData(dir).contains("a note's name"), badData(dir));
    json("{\"a\": 5}");
    assertTrue(badData(dir).contains("expected an object of the features of a"));
    json("{\"a\": {}, \"a\": {}}");
    assertTrue(badData(dir).contains("Duplicate"), badData(dir));
    json("");
    assertTrue(badData(dir).contains("is empty"));
    json("{}");
    assertTrue(badData(dir).contains("lists no notes"));
  }

  @Test
  void anNsynthFolderWithoutItsSoundsIsRefused() throws IOException {
    json("{\"a\": {}}");
    assertTrue(badData(dir).contains("audio: is missing"));
    wav("audio/b.wav");
    assertTrue(badData(dir).contains("none of the 1 .wav files"));
  }

  @Test
  void plainFoldersAreSearchedInOrder() throws IOException {
    wav("b/two.wav");
    wav("a.WAV");
    wav("b/c/flute_acoustic_004-067-100.wav");
    wav(".hidden/no.wav");
    Files.writeString(dir.resolve("notes.md"), "no sound");
    List<Note> notes = open(dir);
    assertEquals(List.of("a", "flute_acoustic_004-067-100", "two"), names(notes));
    assertEquals(OptionalInt.of(67), notes.get(1).labels().pitch());
    assertEquals(Labels.NONE, notes.get(2).labels());
  }

  @Test
  void filesAndListsKeepTheirOrder() throws IOException {
    Path b = wav("b.wav");
    wav("sub/a.wav");
    Path list = Files.writeString(dir.resolve("list.txt"), "# mine\n\nsub\n" + b + "\n");
    assertEquals(List.of("b", "a", "b"), names(open(b, list)));
  }

  @Test
  void inputsThatCannotBeUsedSaySo() throws IOException {
    String missing =
        assertThrows(NoInputException.class, () -> open(dir.resolve("nowhere"))).getMessage();
    assertTrue(missing.contains("nowhere: no such file or folder"), missing);
    assertThrows(NoInputException.class, this::open);
    assertTrue(badData(dir).contains("neither examples.json nor any sound (.wav"));

    Path text = Files.writeString(dir.resolve("song.doc"), "la la la");
    assertTrue(badData(text).contains("song.doc: is neither"));
    Path phone = Files.writeString(dir.resolve("phone.3gp"), "....ftypM4A ....");
    assertTrue(badData(phone).contains("phone.3gp: is an MP4 or M4A file"));
    assertEquals(
        List.of("recording"), names(open(Files.copy(wav("b.wav"), dir.resolve("recording")))));
    Path list = Files.writeString(dir.resolve("list.txt"), "\ngone.wav\n");
    String where = assertThrows(NoInputException.class, () -> open(list)).getMessage();
    assertTrue(where.contains("list.txt line 2"), where);
    Files.writeString(list, "list.txt");
    assertTrue(badData(list).contains("another list"));
    Files.writeString(list, "# nothing\n");
    assertTrue(badData(list).contains("names no files"));
    Files.write(list, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertTrue(badData(list).contains("UTF-8"));
  }

  @Test
  void soundsOfAnotherRateAreResampled() throws IOException {
    Path file = dir.resolve("cd.wav");
    WavFile.write(file, new AudioClip(new float[44_100], 44_100), WavFile.Encoding.FLOAT32, false);
    AudioClip clip = open(file).get(0).load(16_000);
    assertEquals(16_000, clip.sampleRateHz());
    assertEquals(16_000, clip.samples().length);
  }
}
