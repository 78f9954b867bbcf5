package dev.synth.models.wavenet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.MuLaw;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Note;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.io.BadDataException;
import dev.synth.io.WorkFailedException;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.testing.Notes;
import dev.synth.train.data.CropPrefetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeBatchesTest {
  private static final WaveNetSpec SPEC = WaveNetPresets.tiny();
  private static final int NOTES = 5;
  private static final int LENGTH = 3_000;

  @TempDir private Path folder;
  private final List<Note> notes = new ArrayList<>();

  /**
   * Note n alternates in sign, so that it has no offset, and its magnitude is a ramp that starts at
   * n/8 and never repeats: a crop tells where it is from.
   */
  @BeforeEach
  void write() throws IOException {
    for (int n = 0; n < NOTES; n++) {
      float[] samples = new float[LENGTH];
      for (int t = 0; t < LENGTH; t++) {
        samples[t] = (t % 2 == 0 ? 1 : -1) * (n / 8f + t / (16f * LENGTH));
      }
      Path file = folder.resolve("organ_acoustic_000-0" + (60 + n) + "-100.wav");
      WavFile.write(file, new AudioClip(samples, 16_000), WavFile.Encoding.PCM16, false);
      notes.add(Note.of(file));
    }
  }

  @Test
  void sameSeedSameCropsAndAnotherSeedOthers() throws IOException {
    CodeBatches first = new CodeBatches(SPEC, notes, Assertions::fail, 2, 512, 0, 9);
    CodeBatches second = new CodeBatches(SPEC, notes, Assertions::fail, 2, 512, 0, 9);
    CodeBatches other = new CodeBatches(SPEC, notes, Assertions::fail, 2, 512, 0, 10);
    boolean differs = false;
    for (int i = 0; i < 6; i++) {
      CodeBatch a = first.next();
      CodeBatch b = second.next();
      CodeBatch c = other.next();
      assertArrayEquals(a.pitches(), b.pitches());
      assertArrayEquals(a.codes()[1], b.codes()[1]);
      differs |= !java.util.Arrays.equals(a.codes()[1], c.codes()[1]);
    }
    assertTrue(differs);
  }

  /** Which note a crop is of. */
  private static int noteOf(byte[] codes) {
    return (int) Math.rint(Math.abs(MuLaw.decode(codes[0])) * 8 - 0.25);
  }

  @Test
  void everyNoteComesBeforeAnyComesAgain() throws IOException {
    CodeBatches crops = new CodeBatches(SPEC, notes, Assertions::fail, 1, 512, 0, 3);
    for (int epoch = 0; epoch < 3; epoch++) {
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < NOTES; i++) {
        seen.add(noteOf(crops.next().codes()[0]));
      }
      assertEquals(NOTES, seen.size(), "epoch " + epoch);
    }
  }

  @Test
  void aCropIsAPieceOfItsNoteAndPitchesAreSometimesHidden() throws IOException {
    CodeBatches crops = new CodeBatches(SPEC, notes, Assertions::fail, 4, 512, 0, 5);
    int hidden = 0;
    int told = 0;
    for (int i = 0; i < 100; i++) {
      CodeBatch batch = crops.next();
      for (int b = 0; b < 4; b++) {
        byte[] codes = batch.codes()[b];
        for (int t = 2; t < codes.length; t++) {
          assertTrue(Math.abs(codes[t]) >= Math.abs(codes[t - 2]) - 1, "a ramp only rises");
        }
        int note = noteOf(codes);
        if (batch.pitches()[b] == WaveNetSpec.UNKNOWN_PITCH) {
          hidden++;
        } else {
          told++;
          assertEquals(60 + note, batch.pitches()[b]);
        }
      }
    }
    // 400 draws at 10 %: mean 40, deviation 6; five deviations.
    assertEquals(40, hidden, 30);
    assertEquals(400, hidden + told);
  }

  @Test
  void someCropsAreTheirNotesStart() throws IOException {
    CodeBatches crops = new CodeBatches(SPEC, notes.subList(0, 1), Assertions::fail, 1, 512, 0, 4);
    int starts = 0;
    for (int i = 0; i < 400; i++) {
      // The first note rises from 0, by a code in some ten samples.
      starts += crops.next().codes()[0][0] == 0 ? 1 : 0;
    }
    // 400 draws at 10 %: mean 40, deviation 6; five deviations, and a few that are near the start.
    assertEquals(40, starts, 35);
  }

  @Test
  void anUnreadableNoteIsReportedOnceAndPassedOver() throws IOException {
    Files.write(Path.of(notes.get(2).audio().toString()), new byte[0]);
    List<String> problems = new ArrayList<>();
    CodeBatches crops = new CodeBatches(SPEC, notes, problems::add, 1, 512, 0, 3);
    for (int i = 0; i < 3 * NOTES; i++) {
      assertEquals(512, crops.next().codes()[0].length);
    }
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).contains(notes.get(2).audio().toString()), problems.get(0));
    CodeBatches none = new CodeBatches(SPEC, notes.subList(2, 3), problems::add, 1, 512, 0, 3);
    assertThrows(BadDataException.class, none::next);
  }

  @Test
  void noiseIsNotInWhatTheEncoderHears() throws IOException {
    CodeBatch clean = new CodeBatches(SPEC, notes, Assertions::fail, 2, 1_024, 0, 7).next();
    CodeBatch noisy = new CodeBatches(SPEC, notes, Assertions::fail, 2, 1_024, 0.3, 7).next();
    assertArrayEquals(clean.codes()[0], clean.past()[0]);
    assertArrayEquals(clean.codes()[0], noisy.codes()[0], "the first crop comes before any noise");
    assertFalse(java.util.Arrays.equals(noisy.past()[0], noisy.codes()[0]));
    assertArrayEquals(clean.codes()[0], clean.targets()[0]);
    assertFalse(java.util.Arrays.equals(noisy.targets()[0], noisy.codes()[0]));
    assertFalse(java.util.Arrays.equals(noisy.targets()[0], noisy.past()[0]));
  }

  @Test
  void eachCropHasErrorsOfItsOwnSize() throws IOException {
    CodeBatches crops = new CodeBatches(SPEC, notes, Assertions::fail, 1, 1_024, 1, 7);
    int small = 0;
    int large = 0;
    for (int i = 0; i < 100; i++) {
      CodeBatch batch = crops.next();
      float[] clean = MuLaw.decode(batch.codes()[0]);
      float[] past = MuLaw.decode(batch.past()[0]);
      double errors = 0;
      double energy = 0;
      for (int t = 0; t < clean.length; t++) {
        errors += Math.pow(past[t] - clean[t], 2);
        energy += Math.pow(clean[t], 2);
      }
      double share = Math.sqrt(errors / energy);
      small += share < 0.3 ? 1 : 0;
      large += share > 0.7 ? 1 : 0;
    }
    assertTrue(small > 10 && large > 10, small + " with small errors, " + large + " with large");
  }

  /**
   * An alternating ramp has no fundamental to follow, so each oscillator starts somewhere and keeps
   * its pitch.
   */
  @Test
  void oscillatorsRunAtTheNotesPitch() throws IOException {
    CodeBatches crops = new CodeBatches(SPEC, notes, Assertions::fail, 3, 1_024, 0, 2);
    for (int i = 0; i < 5; i++) {
      CodeBatch batch = crops.next();
      for (int b = 0; b < 3; b++) {
        boolean hidden = batch.pitches()[b] == WaveNetSpec.UNKNOWN_PITCH;
        double turns = 0;
        for (int t = 1; t < 1_024; t++) {
          double turn = batch.cycles()[b][t] - batch.cycles()[b][t - 1];
          turns += turn - Math.floor(turn);
        }
        double wanted = hidden ? 0 : 1_023 * Pitch.hzOfMidi(batch.pitches()[b]) / 16_000;
        // Its place may be half a cycle off at either end.
        assertEquals(wanted, turns, 1);
      }
    }
  }

  @Test
  void aShortNoteIsFollowedBySilence() throws IOException {
    CodeBatch batch =
        new CodeBatches(SPEC, notes.subList(4, 5), Assertions::fail, 1, 4_096, 0, 1).next();
    byte[] codes = batch.codes()[0];
    assertFalse(codes[LENGTH - 1] == 0);
    for (int t = LENGTH; t < codes.length; t++) {
      assertEquals(0, codes[t]);
    }
  }

  @Test
  void aSoundThatDoesNotFitTheMemoryIsPassedOver() throws IOException {
    WorkFailedException tooLong = new WorkFailedException("huge: is too long.");
    Note huge =
        Notes.of(
            "huge",
            () -> {
              throw tooLong;
            });
    List<String> problems = new ArrayList<>();
    List<Note> all = List.of(huge, notes.get(0));
    CodeBatches crops = new CodeBatches(SPEC, all, problems::add, 4, 512, 0, 1);
    crops.next();
    crops.next();
    assertEquals(List.of("huge: is too long. The note is left out."), problems);
    CodeBatches none = new CodeBatches(SPEC, List.of(huge), problems::add, 1, 512, 0, 1);
    assertEquals(tooLong, assertThrows(WorkFailedException.class, none::next));
  }

  @Test
  void whateverEndsTheReadingReachesTheTrainer() {
    OutOfMemoryError full = new OutOfMemoryError("full");
    Note note =
        Notes.of(
            "note",
            () -> {
              throw full;
            });
    CodeBatches crops = new CodeBatches(SPEC, List.of(note), Assertions::fail, 1, 512, 0, 1);
    try (CropPrefetcher<CodeBatch> prefetcher = new CropPrefetcher<>(crops, 1)) {
      assertEquals(
          full,
          Assertions.assertTimeoutPreemptively(
              Duration.ofSeconds(20),
              () -> assertThrows(OutOfMemoryError.class, prefetcher::next)));
    }
  }

  @Test
  void anOffsetIsGoneBeforeACropIsCoded() throws IOException {
    float[] samples = new float[LENGTH];
    java.util.Arrays.fill(samples, 0.3f);
    Path file = folder.resolve("offset-060-100.wav");
    WavFile.write(file, new AudioClip(samples, 16_000), WavFile.Encoding.PCM16, false);
    CodeBatch batch =
        new CodeBatches(SPEC, List.of(Note.of(file)), Assertions::fail, 1, 512, 0, 1).next();
    assertArrayEquals(new byte[512], batch.codes()[0]);
  }
}
