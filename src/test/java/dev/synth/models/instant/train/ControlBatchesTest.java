package dev.synth.models.instant.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Note;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.models.instant.FrameFeatures;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.sound.NoteControls;
import dev.synth.testing.Tones;
import dev.synth.train.data.Equalizer;
import dev.synth.train.data.NoteStream;
import dev.synth.train.data.StreamPosition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an instant model is trained on: analyses of notes, kept and varied. */
class ControlBatchesTest {
  private static final InstantSpec SPEC = new InstantSpec(16_000, 9, 3, 5, 8, 2, 12, 4, 10, 6);
  private static final Executor HERE = Runnable::run;
  private static final int FRAMES = 8;

  @TempDir private Path folder;
  private final List<Note> notes = new ArrayList<>();
  private String cacheBefore;

  @BeforeEach
  void write() throws IOException {
    for (int pitch = 57; pitch < 62; pitch++) {
      Path file = folder.resolve("organ_acoustic_000-0" + pitch + "-100.wav");
      float[] tone = Tones.tone(Pitch.hzOfMidi(pitch), 0.3, 16_000);
      WavFile.write(file, new AudioClip(tone, 16_000), WavFile.Encoding.PCM16, false);
      notes.add(Note.of(file));
    }
    cacheBefore = System.setProperty("synth.cache", folder.resolve("cache").toString());
  }

  @AfterEach
  void restore() {
    if (cacheBefore == null) {
      System.clearProperty("synth.cache");
    } else {
      System.setProperty("synth.cache", cacheBefore);
    }
  }

  private ControlBatches batches(StreamPosition from, boolean varied) {
    NoteAnalyses analyses = new NoteAnalyses(SPEC, Assertions::fail);
    return new ControlBatches(
        SPEC,
        new NoteStream<>(notes, analyses, Assertions::fail, 3, from),
        new ControlBatches.Sizes(2, FRAMES),
        varied ? new SiblingNotes(notes, analyses) : null,
        HERE);
  }

  private static void assertSame(ControlBatch expected, ControlBatch actual) {
    assertArrayEquals(expected.inputs(), actual.inputs());
    assertArrayEquals(expected.pitches(), actual.pitches());
    assertArrayEquals(expected.conditions(), actual.conditions());
    assertArrayEquals(expected.targets(), actual.targets());
    assertArrayEquals(expected.weights(), actual.weights());
    assertArrayEquals(expected.levelDb(), actual.levelDb());
    assertArrayEquals(expected.midi(), actual.midi());
    assertArrayEquals(expected.topHz(), actual.topHz());
  }

  @Test
  void aStreamResumesWhereItStoppedAndKeptAnalysesChangeNothing() throws IOException {
    ControlBatches whole = batches(StreamPosition.START, true);
    for (int i = 0; i < 20; i++) {
      StreamPosition before = whole.position();
      ControlBatch next = whole.next();
      assertSame(next, batches(before, true).next());
    }
  }

  @Test
  void cropsThatAreMeasuredOnAreNotVaried() throws IOException {
    ControlBatch batch = batches(StreamPosition.START, false).next();
    NoteAnalyses analyses = new NoteAnalyses(SPEC, Assertions::fail);
    for (int b = 0; b < 2; b++) {
      double midi = batch.midi()[b];
      Note note = notes.get((int) Math.round(midi) - 57);
      AnalyzedNote analyzed = analyses.load(note);
      assertEquals(midi, analyzed.midi());
      assertEquals(8000, analyzed.topHz());
      assertEquals(8000, batch.topHz()[b]);
      assertTrue(batch.pitches()[b * (batch.pitches().length / (2 * FRAMES))] >= 0);
    }
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aDamagedAnalysisIsMadeAgain() throws IOException {
    AnalyzedNote first = new NoteAnalyses(SPEC, Assertions::fail).load(notes.get(0));
    Path file = kept().get(0);
    byte[] whole = Files.readAllBytes(file);
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 8;
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    for (byte[] bytes : List.of(new byte[0], Arrays.copyOf(whole, whole.length - 1), flipped)) {
      assertThrows(
          IOException.class,
          () -> AnalyzedNote.read(new ByteArrayInputStream(bytes), 8000).frames());
      Files.write(file, bytes);
      AnalyzedNote again = new NoteAnalyses(SPEC, Assertions::fail).load(notes.get(0));
      assertArrayEquals(first.features(), again.features());
      assertArrayEquals(whole, Files.readAllBytes(file));
    }
    Files.write(file, longer); // what follows a whole stream does not matter
    assertArrayEquals(
        first.features(), new NoteAnalyses(SPEC, Assertions::fail).load(notes.get(0)).features());
  }

  @Test
  void whereNothingCanBeKeptItIsSaidOnce() throws IOException {
    Path blocked = folder.resolve("blocked");
    Files.writeString(blocked, "a file");
    System.setProperty("synth.cache", blocked.toString());
    List<String> problems = new ArrayList<>();
    NoteAnalyses analyses = new NoteAnalyses(SPEC, problems::add);
    for (Note note : notes) {
      analyses.load(note);
    }
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains("cannot be kept"), problems.get(0));
  }

  @Test
  void aNoteWithoutAPitchIsLeftOut() throws IOException {
    Path file = folder.resolve("hiss.wav");
    float[] noise = Tones.noise(0.1, 16_000, 1);
    WavFile.write(file, new AudioClip(noise, 16_000), WavFile.Encoding.PCM16, false);
    List<Note> all = new ArrayList<>(notes);
    all.add(Note.of(file));
    List<String> problems = new ArrayList<>();
    NoteAnalyses analyses = new NoteAnalyses(SPEC, problems::add);
    NoteStream<AnalyzedNote> stream =
        new NoteStream<>(all, analyses, problems::add, 1, StreamPosition.START);
    for (NoteStream.Item<AnalyzedNote> item : stream.next(3 * all.size(), HERE)) {
      assertFalse(item.note().name().equals("hiss"));
    }
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains("no single pitch was detected"), problems.get(0));
  }

  @Test
  void aSineHasOnePartialAndWhatIsHeardIsWhatIsWanted() throws IOException {
    AnalyzedNote note = new NoteAnalyses(SPEC, Assertions::fail).load(notes.get(0)).frames(2, 20);
    SyntheticControls synthetic = new SyntheticControls(SPEC);
    SplittableRandom random = new SplittableRandom(1);
    FrameFeatures places = new FrameFeatures();
    int sines = 0;
    for (int i = 0; i < 40; i++) {
      AnalyzedNote made = synthetic.random(note, random);
      NoteControls controls = made.controls();
      boolean isSine = controls.noiseDb()[0] == NoteControls.SILENT_DB;
      for (int k = 1; k < SPEC.partials(); k++) {
        isSine &= controls.partialDb()[10 * SPEC.partials() + k] == NoteControls.SILENT_DB;
      }
      if (!isSine) {
        continue;
      }
      sines++;
      // The loudest band is the fundamental's, and far above it there is nothing.
      int loudest = 0;
      for (int b = 1; b < 80; b++) {
        int at = 10 * FrameFeatures.COUNT;
        loudest = made.features()[at + b] > made.features()[at + loudest] ? b : loudest;
        if (places.middleHz(b, 220) > 1000) {
          assertTrue(made.features()[at + b] < -80, "band " + b);
        }
      }
      assertEquals(Pitch.hzOfMidi(57), places.middleHz(loudest, 220), 40);
    }
    assertTrue(sines > 2, sines + " sines");
  }

  @Test
  void anEqualizerIsSmoothAndStaysAboveWhatIsHeard() {
    Equalizer equalizer = Equalizer.random(new SplittableRandom(4));
    for (double hz = 50; hz < 8000; hz *= 1.02) {
      assertEquals(equalizer.decibels(hz), equalizer.decibels(1.02 * hz), 1.5);
    }
    assertEquals(equalizer.decibels(8000), equalizer.decibels(20_000));
  }

  @Test
  void siblingsAreOtherNotesOfTheInstrument() throws IOException {
    NoteAnalyses analyses = new NoteAnalyses(SPEC, Assertions::fail);
    SiblingNotes siblings = new SiblingNotes(notes, analyses);
    AnalyzedNote own = analyses.load(notes.get(0));
    for (int i = 0; i < 10; i++) {
      AnalyzedNote other = siblings.random(notes.get(0), own, new SplittableRandom(i));
      assertTrue(other.midi() > 57 && other.midi() < 62, "at " + other.midi());
    }
    SiblingNotes alone = new SiblingNotes(notes.subList(0, 1), analyses);
    assertEquals(57, alone.random(notes.get(0), own, new SplittableRandom(1)).midi());
  }
}
