package dev.synth.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.nio.charset.StandardCharsets;
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
  void jsonLinesMarksAndNanAreRead() throws IOException {
    wav("audio/a.wav");
    wav("audio/b.wav");
    json(
        "\ufeff{\"a\": {\"pitch\": NaN, \"loudness\": -Infinity}}\r\n{\"b\": {\"pitch\": [61]}}\r\n");
    List<Note> notes = open(dir);
    assertEquals(List.of("a", "b"), names(notes));
    assertEquals(OptionalInt.empty(), notes.get(0).labels().pitch());
    assertEquals(OptionalInt.of(61), notes.get(1).labels().pitch());
    assertEquals(List.of(), problems);
    byte[] utf16 = "{\"a\": {\"pitch\": 60}}".getBytes(StandardCharsets.UTF_16);
    Files.write(dir.resolve("examples.json"), utf16);
    assertEquals(OptionalInt.of(60), open(dir).get(0).labels().pitch());
  }

  @Test
  void labelsThatAreNotUnderstoodAreTold() throws IOException {
    wav("audio/a.wav");
    wav("audio/b.wav");
    json(
        """
        {"a": {"pitch": true, "velocity": 128, "instrument_family": 11, "note": 1099511627776},
         "b": {"pitch": -1, "instrument_source_str": "drums", "qualities": {"bright": 1}}}
        """);
    List<Note> notes = open(dir);
    assertEquals(Labels.NONE, notes.get(0).labels());
    assertEquals(OptionalLong.of(1L << 40), notes.get(0).id());
    Path file = dir.resolve("examples.json");
    assertEquals(
        List.of(
            file
                + ": the pitch of a is 'true', not a whole number from 0 to 127, and is left out, as"
                + " are those of 1 other.",
            file
                + ": the velocity of a is '128', not a whole number from 0 to 127, and is left out.",
            file + ": the instrument_family of a is '11', no family of NSynth's, and is left out.",
            file
                + ": the instrument_source_str of b is 'drums', no source of NSynth's, and is left"
                + " out.",
            file + ": the qualities of b is an object, no list of ten flags, and is left out."),
        problems);
  }

  @Test
  void listsAreReadWithMarksAndAnyLineEnds() throws IOException {
    wav("one.wav");
    wav("two.wav");
    Path list = dir.resolve("list.txt");
    for (String end : List.of("\n", "\r\n", "\r")) {
      Files.writeString(list, "\ufeffone.wav" + end + "# three.wav" + end + "two.wav  " + end);
      assertEquals(List.of("one", "two"), names(open(list)));
    }
    Files.write(list, "one.wav".getBytes(StandardCharsets.UTF_16));
    assertEquals(list + ": is text in UTF-16; save it as UTF-8.", badData(list));
    Files.writeString(list, "one.wav\ntwo\0.wav\n");
    assertTrue(badData(list).startsWith(list + " line 2: has zero bytes"), badData(list));
  }

  @Test
  void noNoteIsLostSilently() throws IOException {
    wav("audio/a.wav");
    wav("audio/extra.wav");
    wav("escape.wav");
    json("{\"a\": {}, \"gone\": {}, \"../escape\": {}}");
    assertEquals(List.of("a"), names(open(dir)));
    assertEquals(3, problems.size());
    assertTrue(problems.get(0).contains("1 name not of a file in"), problems.get(0));
    assertTrue(problems.get(0).contains("../escape"), problems.get(0));
    assertTrue(problems.get(1).contains("1 note without a .wav file"), problems.get(1));
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
    assertTrue(
        badData(dir).endsWith("line 1 column 14: is not valid JSON: 'a' is there twice."),
        badData(dir));
    json("{\"a\": {}}\n{\"a\": {}}");
    assertTrue(badData(dir).matches(".* line 2 column \\d: the note a is there twice; keep one."));
    json("{\"a\": {}}\ngarbage");
    assertTrue(
        badData(dir)
            .matches(".* line 2 column \\d: is not valid JSON: 'garbage' is no JSON value."));
    json("{\"a\": {}}\n[1]");
    assertTrue(
        badData(dir).endsWith("line 2 column 1: expected an object keyed by note name."),
        badData(dir));
    json("{\"a\": {\"x\": " + "[".repeat(2000) + "]".repeat(2000) + "}}");
    assertTrue(badData(dir).endsWith("is not valid JSON: it is nested too deep."), badData(dir));
    json("\0\0\0\0");
    assertFalse(badData(dir).contains("CTRL"), badData(dir));
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
    String unread =
        assertThrows(BadDataException.class, () -> open(phone).get(0).audio().read()).getMessage();
    assertTrue(unread.contains("phone.3gp: is an MP4 or M4A file"), unread);
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
