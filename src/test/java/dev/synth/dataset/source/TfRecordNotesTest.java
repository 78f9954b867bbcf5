package dev.synth.dataset.source;

import static dev.synth.dataset.source.Records.names;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.synth.audio.AudioClip;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.SoundSource;
import dev.synth.dataset.source.ExampleProto.Feature;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfRecordNotesTest {
  @TempDir private Path dir;
  private final List<String> problems = new ArrayList<>();

  private List<Note> open(Path... inputs) throws IOException {
    return NoteSource.open(List.of(inputs), problems::add);
  }

  private List<Note> openSkipping(Path... inputs) throws IOException {
    return NoteSource.open(
        List.of(inputs),
        new SourceOptions(
            true,
            false,
            true,
            problems::add,
            problems::add,
            failure -> {},
            (done, total, file) -> {}));
  }

  private String badData(Path input) {
    return assertThrows(BadDataException.class, () -> open(input)).getMessage();
  }

  private Path independent(String name) throws IOException {
    Path file = dir.resolve(name);
    try (InputStream in =
        getClass().getResourceAsStream("/dev/synth/dataset/independent.tfrecord")) {
      Files.copy(in, file);
    }
    return file;
  }

  /** Sample i of note number, as tfrecord.py says. */
  private static float[] samples(int number, int count) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = ((i * 7919 + number * 104729) % 65536 - 32768) / 32768f;
    }
    return samples;
  }

  @Test
  void anotherImplementationsFileReadsExactly() throws IOException {
    List<Note> notes = open(independent("independent.tfrecord"));
    assertEquals(
        List.of(
            "bass_synthetic_033-022-050",
            "synth_lead_electronic_004-101-127",
            "Müllers „Flöte“ 1",
            "independent_000003"),
        names(notes));
    assertEquals(OptionalLong.of(201_034), notes.get(0).id());
    assertEquals(
        new Labels(
            Optional.of(Family.BASS),
            Optional.of(SoundSource.SYNTHETIC),
            OptionalInt.of(417),
            Optional.of("bass_synthetic_033"),
            OptionalInt.of(22),
            OptionalInt.of(50),
            List.of("dark", "percussive")),
        notes.get(0).labels());
    // What its features do not say, its name does.
    assertEquals(Labels.parse(notes.get(1).name()), notes.get(1).labels());
    assertEquals(Labels.NONE, notes.get(2).labels());
    int[] counts = {1000, 300, 77, 441};
    for (int number = 0; number < counts.length; number++) {
      AudioClip clip = notes.get(number).audio().read();
      assertEquals(number == 3 ? 44_100 : 16_000, clip.sampleRateHz());
      assertArrayEquals(samples(number, counts[number]), clip.samples());
    }
    assertEquals(160, notes.get(3).load(16_000).samples().length, "resampled to 16 kHz");
  }

  private static byte[] tensorflowDatasetsNote(Feature family, Feature label) {
    Map<String, Feature> features = new TreeMap<>();
    features.put("id", Records.text("flute_acoustic_002-069-100"));
    features.put("audio", Records.floats(0.5f, -0.5f));
    features.put("pitch", Records.numbers(69));
    features.put("velocity", Records.numbers(100));
    features.put("instrument/family", family);
    features.put("instrument/source", Records.numbers(1));
    features.put("instrument/label", label);
    for (String quality : Labels.QUALITIES) {
      features.put("qualities/" + quality, Records.numbers(quality.equals("dark") ? 1 : 0));
    }
    return Records.record(features);
  }

  @Test
  void tensorflowDatasetsNamesAreUnderstood() throws IOException {
    Path file =
        Records.file(
            dir.resolve("nsynth-train.tfrecord-00000-of-00001"),
            tensorflowDatasetsNote(Records.numbers(3), Records.numbers(5)),
            tensorflowDatasetsNote(Records.text("guitar"), Records.text("flute_acoustic_009")));
    List<Note> notes = open(file);
    Labels labels = notes.get(0).labels();
    assertEquals("flute_acoustic_002-069-100", notes.get(0).name());
    assertEquals(Optional.of(Family.GUITAR), labels.family(), "features before the name");
    assertEquals(Optional.of(SoundSource.ELECTRONIC), labels.source());
    assertEquals(OptionalInt.of(5), labels.instrument());
    assertEquals(Optional.of("flute_acoustic_002"), labels.instrumentName());
    assertEquals(OptionalInt.of(69), labels.pitch());
    assertEquals(List.of("dark"), labels.qualities());
    assertEquals(Optional.of(Family.GUITAR), notes.get(1).labels().family());
    assertEquals(Optional.of("flute_acoustic_009"), notes.get(1).labels().instrumentName());
    assertEquals(List.of(), problems);
  }

  @Test
  void whatIsNotUnderstoodIsToldEachTimeOnce() throws IOException {
    Map<String, Feature> features = Records.features(1, 10);
    features.remove("note_str");
    features.put("pitch", Records.numbers(200));
    features.put("instrument_family_str", Records.text("drums"));
    features.put("f0_hz", Records.floats(1));
    features.put("id", Records.numbers(7));
    byte[] record = Records.record(features);
    Path file = Records.file(dir.resolve("x.tfrecord"), record, record);
    for (int time = 0; time < 2; time++) {
      problems.clear();
      assertEquals(OptionalInt.empty(), open(file).get(0).labels().pitch());
      assertEquals(
          List.of(
              file
                  + ": the instrument_family_str of a note without a name is 'drums', no family of"
                  + " NSynth's, and is left out, as are those of 1 other.",
              file
                  + ": the pitch of a note without a name is '200', not a whole number from 0 to 127,"
                  + " and is left out, as are those of 1 other.",
              file + ": has features that are not used: f0_hz.",
              file
                  + ": does not name its notes (note_str or id), so they are called x_000000 and so"
                  + " on, and only features tell their labels."),
          problems);
    }
  }

  @Test
  void zlibIsReadAndOtherCompressionsAreNamed() throws IOException {
    Path plain = Records.notes(dir.resolve("plain.tfrecord"), 0, 5, 100);
    Path zlib = dir.resolve("z.tfrecord");
    for (int level : new int[] {0, 1, 6, 9}) {
      try (OutputStream out =
          new DeflaterOutputStream(Files.newOutputStream(zlib), new Deflater(level))) {
        Files.copy(plain, out);
      }
      List<Note> notes = open(zlib);
      assertEquals(Records.names(open(plain)), Records.names(notes));
      for (int i : new int[] {3, 0, 4}) {
        assertEquals(i / 1024f, notes.get(i).load(16_000).samples()[0]);
      }
    }
    byte[] whole = Files.readAllBytes(zlib);
    Files.write(zlib, Arrays.copyOf(whole, whole.length - 9));
    assertTrue(badData(zlib).contains("gzip or ZLIB compression is damaged"), badData(zlib));
    Files.write(zlib, Arrays.copyOf(whole, whole.length + 9));
    assertTrue(badData(zlib).contains("gzip or ZLIB compression is damaged"), badData(zlib));
    Files.write(zlib, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3});
    assertEquals(
        zlib
            + ": is Zstandard-compressed; decompress it with zstd -d; plain, gzip and ZLIB are"
            + " read.",
        badData(zlib));
  }

  @Test
  void whatIsNoExampleOrHasNoSoundIsNamedWithItsPlace() throws IOException {
    Feature wrong = Records.text("sixty");
    record Case(byte[] record, String sentence) {}
    Case[] cases = {
      new Case("no message at all".getBytes(), " is no tf.train.Example"),
      new Case(new byte[0], " has no feature audio"),
      new Case(Records.noteBut(1, "audio", null), " has no feature audio"),
      new Case(Records.noteBut(1, "audio", Records.floats()), " has no feature audio"),
      new Case(Records.noteBut(1, "audio", Feature.getDefaultInstance()), " has no feature audio"),
      new Case(
          Records.noteBut(1, "audio", Records.numbers(1, 2)),
          " has a feature audio of type int64 where NSynth has float"),
      new Case(
          Records.noteBut(1, "pitch", wrong),
          " has a feature pitch of type bytes where NSynth has int64"),
      new Case(
          Records.noteBut(1, "note_str", Records.numbers(7)),
          " has a feature note_str of type int64 where NSynth has bytes"),
      new Case(
          Records.noteBut(1, "qualities", Records.floats(1)),
          " has a feature qualities of type float where NSynth has int64"),
      new Case(
          Records.noteBut(1, "pitch", Records.numbers(60, 61)),
          " has 2 values in its feature pitch, not one"),
      new Case(
          Records.noteBut(1, "note_str", Records.bytes(0x66, 0xfc)),
          " has a feature note_str that is not UTF-8"),
      new Case(
          Records.noteBut(1, "sample_rate", Records.numbers(0)),
          " has a sample_rate of 0 Hz, outside 4000 to 192000"),
      new Case(
          Records.noteBut(1, "sample_rate", Records.numbers(1L << 40)),
          " has a sample_rate of 1099511627776 Hz"),
    };
    byte[] good = Records.note(5, 100);
    int number = 0;
    for (Case each : cases) {
      Path file = Records.file(dir.resolve(++number + ".tfrecord"), good, each.record(), good);
      String expected = file + ": the record at byte " + (good.length + 16) + each.sentence();
      String message = badData(file);
      assertTrue(message.startsWith(expected), message);
      assertTrue(
          message.endsWith("leave such records out with the setting 'skip corrupt'."), message);
      problems.clear();
      assertEquals(2, openSkipping(file).size());
      assertEquals(1, problems.size());
      String counted = file + ": 1 damaged place is left out, 2 notes remain; the first: ";
      assertTrue(problems.get(0).startsWith(counted + expected), problems.get(0));
      assertEquals(message, badData(file), "what was skipped once is not silently skipped later");
    }
  }

  @Test
  void labelsOutOfRangeCountAsMissing() throws IOException {
    Path file =
        Records.file(
            dir.resolve("odd.tfrecord"),
            Records.noteBut(1, "pitch", Records.numbers(128)),
            Records.noteBut(2, "pitch", Records.numbers(-1)),
            Records.noteBut(3, "pitch", Records.numbers(Long.MAX_VALUE)),
            Records.noteBut(4, "instrument_family", Records.numbers(11)),
            Records.noteBut(5, "instrument_family_str", Records.text("kazoo")));
    List<Note> notes = open(file);
    for (int i = 0; i < 3; i++) {
      assertEquals(OptionalInt.empty(), notes.get(i).labels().pitch());
    }
    assertEquals(Optional.empty(), notes.get(3).labels().family());
    assertEquals(Optional.empty(), notes.get(4).labels().family());
  }

  @Test
  void samplesThatAreNoNumbersAreRefusedWhenRead() throws IOException {
    Path file =
        Records.file(
            dir.resolve("nan.tfrecord"),
            Records.noteBut(1, "audio", Records.floats(0, Float.NaN)),
            Records.noteBut(1, "audio", Records.floats(Float.POSITIVE_INFINITY)));
    List<Note> notes = open(file);
    String nan = assertThrows(BadDataException.class, () -> notes.get(0).load(16_000)).getMessage();
    assertTrue(nan.startsWith(file + ": the record at byte 0 has the sample NaN at 1"), nan);
    assertThrows(BadDataException.class, () -> notes.get(1).load(16_000));
  }

  @Test
  void damageStopsAtItsOffsetOrIsSkippedAndCounted() throws IOException {
    Path file = Records.notes(dir.resolve("x.tfrecord"), 1, 6, 100);
    byte[] bytes = Files.readAllBytes(file);
    int record = bytes.length / 5;
    bytes[record + 200] ^= 1; // within the second record
    bytes[3 * record + 3] ^= 1; // within the fourth one's length
    Files.write(file, bytes);
    String message = badData(file);
    assertEquals(
        file
            + ": the record at byte "
            + record
            + " does not fit its checksum; fetch or make the file anew, or leave out what is"
            + " damaged with the setting 'skip corrupt'.",
        message);
    assertFalse(Files.exists(TfRecordIndex.place(dir.resolve("x.tfrecord"))), "no index of a part");
    assertEquals(List.of("note_001", "note_003", "note_005"), names(openSkipping(file)));
    assertTrue(problems.get(0).contains("2 damaged places are left out, 3 notes remain"));
    assertTrue(Files.exists(TfRecordIndex.place(dir.resolve("x.tfrecord"))));
    assertEquals(message, badData(file));

    Path zipped = dir.resolve("x.tfrecord.gz");
    try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(bytes);
    }
    List<Note> notes = openSkipping(zipped);
    for (int i : new int[] {0, 1, 2, 2, 1, 0}) {
      assertEquals((2 * i + 1) / 1024f, notes.get(i).load(16_000).samples()[99]);
    }
  }

  @Test
  void filesWithoutNotesSaySo() throws IOException {
    assertTrue(badData(Files.createFile(dir.resolve("empty.tfrecord"))).contains("has no note"));
    Path text = Files.writeString(dir.resolve("text.tfrecord"), "certainly not TFRecord");
    assertTrue(badData(text).contains("is no TFRecord file"), badData(text));
    assertThrows(BadDataException.class, () -> openSkipping(text));
    assertThrows(NoInputException.class, () -> open(dir.resolve("none.tfrecord")));
  }

  @Test
  void theIndexIsUsedWhileItHoldsAndNoLonger() throws IOException {
    Path file = Records.notes(dir.resolve("a.tfrecord"), 0, 3, 100);
    Path index = TfRecordIndex.place(file);
    FileTime changed = FileTime.fromMillis(1_700_000_000_000L);
    Files.setLastModifiedTime(file, changed);
    assertEquals(List.of("note_000", "note_001", "note_002"), names(open(file)));
    byte[] first = Files.readAllBytes(index);

    // Other notes, but size and time are those of before: the index is believed ...
    Records.notes(file, 3, 6, 100);
    Files.setLastModifiedTime(file, changed);
    assertEquals(List.of("note_000", "note_001", "note_002"), names(open(file)));
    // ... until the time, or the size, is another.
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_001L));
    assertEquals(List.of("note_003", "note_004", "note_005"), names(open(file)));
    Records.notes(file, 3, 5, 100);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_001L));
    assertEquals(List.of("note_003", "note_004"), names(open(file)));

    byte[] good = Files.readAllBytes(index);
    for (int length = 0; length < good.length; length++) {
      Files.write(index, Arrays.copyOf(good, length));
      assertEquals(List.of("note_003", "note_004"), names(open(file)));
      assertArrayEquals(good, Files.readAllBytes(index), "made anew, length " + length);
    }
    Files.write(index, first);
    assertEquals(List.of("note_003", "note_004"), names(open(file)));
    assertEquals(List.of("a.tfrecord"), files(), "nothing beside the notes");
  }

  private List<String> files() throws IOException {
    try (var stream = Files.list(dir)) {
      return stream.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theIndexIsInTheCacheFolderOrNowhere() throws IOException {
    Path cache = dir.resolve("cache");
    String before = System.setProperty("synth.cache", cache.toString());
    try {
      Path file = Records.notes(dir.resolve("a.tfrecord"), 0, 2, 100);
      Path older = Files.writeString(dir.resolve("a.tfrecord.index"), "of an older synth");
      assertEquals(2, open(file).size());
      assertEquals("of an older synth", Files.readString(older));
      Path kept = TfRecordIndex.place(file);
      assertTrue(kept.startsWith(cache), kept.toString());
      FileTime changed = Files.getLastModifiedTime(file);
      Records.notes(file, 5, 7, 100);
      Files.setLastModifiedTime(file, changed);
      assertEquals(List.of("note_000", "note_001"), names(open(file)), "the cached one is used");
      Files.delete(kept);
      Files.delete(cache.resolve("index"));
      Files.delete(cache);
      Files.createFile(cache); // in the way, too
      assertEquals(List.of("note_005", "note_006"), names(open(file)), "kept nowhere");
    } finally {
      System.setProperty("synth.cache", before);
    }
  }

  @Test
  void aChangedFileIsNoticedWhenItsSoundIsRead() throws IOException {
    for (String name : List.of("a.tfrecord", "a.tfrecord.gz")) {
      Path file = Records.notes(dir.resolve(name), 0, 3, 100);
      List<Note> notes = open(file);
      Records.notes(file, 0, 3, 90);
      String message =
          assertThrows(BadDataException.class, () -> notes.get(2).load(16_000)).getMessage();
      assertTrue(message.startsWith(file + ": "), message);
    }
  }

  @Test
  void gzippedNotesCanBeReadInAnyOrder() throws IOException {
    List<Note> notes = open(Records.notes(dir.resolve("a.tfrecord.gz"), 0, 5, 1_000));
    for (int i : new int[] {0, 1, 4, 2, 2, 3, 0, 4}) {
      assertEquals(i / 1024f, notes.get(i).load(16_000).samples()[999]);
    }
  }

  @Test
  void shardsAreFoundByTheirNameCountOrPattern() throws IOException {
    for (int shard = 0; shard < 3; shard++) {
      Path file = dir.resolve("t.tfrecord-0000%d-of-00003".formatted(shard));
      Records.notes(file, 2 * shard, 2 * shard + 2, 100);
    }
    List<String> all =
        List.of("note_000", "note_001", "note_002", "note_003", "note_004", "note_005");
    assertEquals(all, names(open(dir.resolve("t.tfrecord"))));
    assertEquals(all, names(open(dir.resolve("t.tfrecord@3"))));
    assertEquals(all, names(open(dir.resolve("t.*-of-00003"))));
    assertEquals(all, names(open(dir)), "indexes are passed over");
    assertEquals(all.subList(2, 4), names(open(dir.resolve("t.tfrecord-00001-of-00003"))));
    assertEquals(all.subList(0, 4), names(open(dir.resolve("t.*-0000[01]-*"))));

    String none =
        assertThrows(NoInputException.class, () -> open(dir.resolve("u*.tfrecord"))).getMessage();
    assertTrue(none.contains("no file's name fits"), none);
    Files.delete(dir.resolve("t.tfrecord-00001-of-00003"));
    String missing =
        assertThrows(NoInputException.class, () -> open(dir.resolve("t.tfrecord"))).getMessage();
    assertTrue(missing.contains("t.tfrecord-00001-of-00003: is missing, of 3 shards"), missing);
    Records.notes(dir.resolve("t.tfrecord-00000-of-00001"), 0, 1, 100);
    assertTrue(badData(dir.resolve("t.tfrecord")).contains("t.tfrecord@"));
    assertEquals(1, open(dir.resolve("t.tfrecord@1")).size());
  }

  @Test
  void aRecordOfAnyNameIsReadAndTheNameIsKept() throws IOException {
    String[] names = {"with space", "quo\"te's", "Flöte", "two\nlines", "../up", "", "日本"};
    byte[][] records = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      records[i] = Records.noteBut(i, "note_str", Records.text(names[i]));
    }
    List<Note> notes = open(Records.file(dir.resolve("ä ö.tfrecord"), records));
    for (int i = 0; i < names.length; i++) {
      assertEquals(names[i].isEmpty() ? "ä ö_000005" : names[i], notes.get(i).name());
      assertEquals(!names[i].isEmpty() && i == 4, !notes.get(i).isFileName());
    }
  }

  @Test
  void aNoteWrittenIsTheNoteRead() throws IOException {
    Note note =
        new Note(
            "vocal_acoustic_005-064-075",
            OptionalLong.of(7),
            new FileAudio(dir, dir),
            Labels.of(Family.VOCAL, SoundSource.ACOUSTIC, 5, 64, 75).orElse(Labels.NONE));
    float[] samples = {0, -1, 1, 32767 / 32768f, Float.MIN_VALUE, 1e-20f, 1.5f};
    byte[] written = NoteExample.write(note, new AudioClip(samples, 16_000));
    Note read = open(Records.file(dir.resolve("one.tfrecord"), written)).get(0);
    assertEquals(note.name(), read.name());
    assertEquals(note.id(), read.id());
    assertEquals(note.labels(), read.labels());
    assertArrayEquals(samples, read.load(16_000).samples());
    Map<String, Feature> features =
        ExampleProto.Example.parseFrom(written).getFeatures().getFeatureMap();
    assertEquals(14, features.size(), "NSynth's features, all of them");
    assertEquals(10, features.get("qualities").getInt64List().getValueCount());
    assertEquals(
        ByteString.copyFromUtf8("vocal"),
        features.get("instrument_family_str").getBytesList().getValue(0));
  }
}
