package dev.synth.dataset.source;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.testing.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged input gives notes or one sentence: no other exception, no end that never comes, and no
 * memory that the input's own size does not justify.
 */
class ReaderFuzzTest {
  private static final long SEED = 20260403L;
  private static final int CASES = 600;

  /** Buffers of a reader, an index and a cursor: 1 MiB each, some of them twice. */
  private static final long ALLOCATED_BYTES = 16L << 20;

  @TempDir private Path dir;
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Opens {@code file} and reads every sound, damage skipped and not. */
  private void read(Path file, Mutations mutations) throws IOException {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (boolean skip : new boolean[] {false, true}) {
      try {
        List<String> problems = new ArrayList<>();
        SourceOptions options =
            new SourceOptions(
                skip,
                false,
                true,
                problems::add,
                problems::add,
                failure -> {},
                (done, total, name) -> {});
        for (Note note : NoteSource.open(List.of(file), options)) {
          try {
            note.load(16_000);
          } catch (BadDataException e) {
            checkSentence(e, mutations);
          }
        }
      } catch (BadDataException e) {
        checkSentence(e, mutations);
      } catch (RuntimeException e) {
        fail(mutations.toString(), e);
      }
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < ALLOCATED_BYTES, allocated + " bytes in " + mutations);
  }

  private void checkSentence(BadDataException e, Mutations mutations) {
    assertTrue(e.getMessage().startsWith(dir.toString()), e.getMessage() + " in " + mutations);
    assertTrue(e.getMessage().endsWith("."), e.getMessage() + " in " + mutations);
  }

  @Test
  void damagedTfRecordFiles() throws IOException {
    Path good = Records.notes(dir.resolve("good.tfrecord"), 0, 3, 200);
    byte[] plain = Files.readAllBytes(good);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    byte[] record = Records.note(7, 200);
    Path index = TfRecordIndex.place(dir.resolve("bad.tfrecord"));
    Mutations mutations = new Mutations(SEED);
    for (int i = 0; i < CASES; i++) {
      Path bad = dir.resolve("bad.tfrecord");
      switch (i % 4) {
        case 0 -> Files.write(bad, mutations.of(plain));
        case 1 -> Files.write(bad, mutations.of(bytes.toByteArray()));
        // Right in its frame, so that the damage reaches the features.
        default -> Records.file(bad, record, mutations.of(record), record);
      }
      Files.deleteIfExists(index);
      read(bad, mutations);
    }
  }

  @Test
  void damagedIndexes() throws IOException {
    Path good = Records.notes(dir.resolve("good.tfrecord"), 0, 3, 200);
    NoteSource.open(List.of(good), problem -> {});
    Path index = TfRecordIndex.place(good);
    byte[] bytes = Files.readAllBytes(index);
    Mutations mutations = new Mutations(SEED);
    for (int i = 0; i < CASES; i++) {
      Files.write(index, mutations.of(bytes));
      List<Note> notes = NoteSource.open(List.of(good), problem -> {});
      assertTrue(notes.size() == 3 && notes.get(2).name().equals("note_002"), mutations::toString);
    }
  }

  @Test
  void damagedJson() throws IOException {
    Path audio = Files.createDirectory(dir.resolve("audio"));
    dev.synth.audio.WavFile.write(
        audio.resolve("organ_electronic_001-060-100.wav"),
        new dev.synth.audio.AudioClip(new float[100], 16_000),
        dev.synth.audio.WavFile.Encoding.PCM16,
        false);
    byte[] json =
        """
        {"organ_electronic_001-060-100": {"note": 5, "note_str": "organ_electronic_001-060-100",
         "instrument": 1, "instrument_str": "organ_electronic_001", "pitch": 60, "velocity": 100,
         "sample_rate": 16000, "qualities": [0, 0, 1, 0, 0, 0, 0, 0, 0, 1],
         "qualities_str": ["distortion", "tempo-synced"], "instrument_family": 6,
         "instrument_family_str": "organ", "instrument_source": 1, "more": [{"a": 1e300}, null],
         "instrument_source_str": "electronic"}, "\\u00fcber": {"pitch": "61"}}
        """
            .getBytes(StandardCharsets.UTF_8);
    Mutations mutations = new Mutations(SEED);
    for (int i = 0; i < CASES; i++) {
      Files.write(dir.resolve("examples.json"), mutations.of(json));
      read(dir, mutations);
    }
  }

  @Test
  void jsonMadeToBeSlowOrDeep() throws IOException {
    Files.createDirectory(dir.resolve("audio"));
    Mutations none = new Mutations(0);
    String[] texts = {
      "[".repeat(500_000),
      "{\"a\": " + "[".repeat(500_000),
      "{\"a\": {\"b\": ".repeat(100_000),
      "{\"a\": {\"pitch\": " + "9".repeat(900) + "}}",
      "{\"a\": {\"pitch\": " + "9".repeat(500_000) + "}}",
      "{\"a\": {\"pitch\": \"" + "9".repeat(500_000) + "\"}}",
      "{\"a\": {\"pitch\": 1e999999999, \"velocity\": 1e-999999999, \"note\": \"1E+2147483647\"}}",
      "{\"" + "a".repeat(500_000) + "\": {}}",
    };
    for (String text : texts) {
      Files.writeString(dir.resolve("examples.json"), text);
      read(dir, none);
    }
  }
}
