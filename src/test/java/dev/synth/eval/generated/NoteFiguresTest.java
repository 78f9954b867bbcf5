package dev.synth.eval.generated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.testing.Tones;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteFiguresTest {
  private static final double SECONDS = 1;

  private static float[] tone(double midi, double amplitude) {
    return Tones.sine(Pitch.hzOfMidi(midi), amplitude, NotePicture.RATE_HZ);
  }

  /** A note as if the classifier had said {@code pitches}, and YIN {@code midi}. */
  private static MeasuredNote note(int label, float[] samples, double midi, float... pitches) {
    byte[] thumbnail =
        SoundPrint.of(new AudioClip(samples, NotePicture.RATE_HZ))
            .map(SoundPrint::thumbnail)
            .orElse(null);
    String name = label < 0 ? "sound.wav" : "flute_acoustic_001-0" + label + "-100.wav";
    return new MeasuredNote(
        Note.of(Path.of(name)),
        new NotePicture(SECONDS).of(samples),
        thumbnail,
        midi,
        pitches.length == 0 ? null : pitches,
        pitches.length == 0 ? null : new float[] {1});
  }

  private static float[] surely(int pitch) {
    float[] pitches = new float[128];
    pitches[pitch] = 1;
    return pitches;
  }

  private static MeasuredNote heard(int label, double midi, float[] pitches) {
    return note(label, tone(60, 0.5), midi, pitches);
  }

  @Test
  void picturesDoNotSeeTheLevelAndAreInDecibels() {
    float[] loud = tone(60, 0.8);
    byte[] picture = new NotePicture(SECONDS).of(loud);
    assertEquals(NotePicture.bytes(SECONDS), picture.length);
    byte[] quiet = new NotePicture(SECONDS).of(tone(60, 0.08));
    for (int i = 0; i < picture.length; i++) { // rounding to a step at a bound
      assertEquals(NotePicture.db(picture, i), NotePicture.db(quiet, i), 0.25);
    }
    float[] falls = new float[NotePicture.RATE_HZ];
    for (int i = 0; i < falls.length; i++) {
      falls[i] = loud[i] * (i < falls.length / 2 ? 1 : 0.1f);
    }
    byte[] other = new NotePicture(SECONDS).of(falls);
    int band = 0;
    int late = 12 * NotePicture.BANDS;
    for (int i = 0; i < NotePicture.BANDS; i++) {
      band = NotePicture.db(picture, late + i) > NotePicture.db(picture, late + band) ? i : band;
    }
    double fall = NotePicture.db(picture, late + band) - NotePicture.db(other, late + band);
    assertEquals(20, fall, 0.25);
    assertEquals(0, NotePicture.distanceDb(picture, picture));
    for (byte level : new NotePicture(SECONDS).of(new float[9])) {
      assertEquals(0, level);
    }
  }

  @Test
  void picturesAreAsFarApartAsTheirLevels() {
    byte[] one = new byte[2 * NotePicture.BANDS];
    byte[] other = new byte[2 * NotePicture.BANDS];
    Arrays.fill(other, 0, NotePicture.BANDS, (byte) 40); // 10 dB in the first of two steps
    assertEquals(5, NotePicture.distanceDb(one, other), 1e-9);
    Arrays.fill(other, (byte) 240);
    assertEquals(60, NotePicture.distanceDb(one, other), 1e-9, "bytes above 127 are levels, too");
  }

  @Test
  void pitchIsRightWithinFiftyCents() {
    List<MeasuredNote> notes =
        List.of(
            heard(60, 60.4, surely(60)),
            heard(60, 59.6, surely(61)),
            heard(60, 60.6, surely(60)),
            heard(60, Double.NaN, surely(60)),
            heard(-1, 60, surely(60)));
    PitchScores scores = PitchScores.of(notes);
    assertEquals(2 / 4.0, scores.within50Cents());
    assertEquals(3 / 4.0, scores.classified());
    MeasuredNote silent = note(60, new float[8000], Double.NaN);
    assertEquals(0, PitchScores.of(List.of(silent)).within50Cents(), "silence is no note");
    assertEquals(0, PitchScores.of(List.of(silent)).classified());
    assertTrue(Double.isNaN(PitchScores.of(List.of(heard(-1, 60, surely(1)))).within50Cents()));
  }

  @Test
  void ofOneClassTheInceptionScoreIsOneAndOfAllTheirNumber() {
    List<MeasuredNote> one = List.of(heard(60, 60, surely(60)), heard(60, 60, surely(60)));
    assertEquals(1, PitchScores.of(one).inception(), 1e-12);
    assertEquals(0, PitchScores.of(one).entropy(), 1e-12);
    List<MeasuredNote> all = new ArrayList<>();
    for (int pitch = 0; pitch < 128; pitch++) {
      all.add(heard(60, 60, surely(pitch)));
    }
    assertEquals(128, PitchScores.of(all).inception(), 1e-9);
    float[] unsure = new float[128];
    Arrays.fill(unsure, 1 / 128f);
    PitchScores flat = PitchScores.of(List.of(heard(60, 60, unsure), heard(60, 60, unsure)));
    assertEquals(1, flat.inception(), 1e-9);
    assertEquals(Math.log(128), flat.entropy(), 1e-9);
  }

  @Test
  void theSameNoteOverAndOverIsNotDiverse() {
    List<MeasuredNote> data =
        List.of(
            note(60, tone(60, 0.5), 60),
            note(60, Tones.noise(0.3, NotePicture.RATE_HZ, 1), 60),
            note(62, tone(62, 0.5), 62));
    Diversity whole = new Diversity(data, 1);
    assertEquals(1, whole.relativeTo(whole), 1e-12);
    double db = NotePicture.distanceDb(data.get(0).picture(), data.get(1).picture());
    assertEquals(db, whole.db(), 1e-12, "of one pair; another pitch has no two notes");
    Diversity collapsed = new Diversity(List.of(data.get(0), data.get(0), data.get(0)), 1);
    assertEquals(0, collapsed.relativeTo(whole), 1e-12);
    Diversity elsewhere = new Diversity(List.of(data.get(2), data.get(2)), 1);
    assertTrue(Double.isNaN(elsewhere.relativeTo(whole)), "no pitch in common");
  }

  @Test
  void copiesOfTrainingNotesAreNearer() {
    List<MeasuredNote> data = new ArrayList<>();
    List<MeasuredNote> copies = new ArrayList<>();
    List<MeasuredNote> heldOut = new ArrayList<>();
    for (int pitch = 60; pitch < 100; pitch += 4) {
      data.add(note(pitch, tone(pitch, 0.5), pitch));
      copies.add(note(pitch, tone(pitch, 0.2), pitch));
      heldOut.add(note(pitch, tone(pitch + 2, 0.5), pitch + 2));
    }
    NearestNotes nearest = new NearestNotes(data);
    double[] of = nearest.distances(copies);
    assertEquals(0, of[of.length - 1], 1e-3);
    double[] others = nearest.distances(heldOut);
    assertTrue(others[0] > 0.01, Arrays.toString(others));
    assertEquals(1, NearestNotes.nearer(of, others));
    assertEquals(0, NearestNotes.nearer(others, others), "of few notes none is nearer than all");
    assertTrue(nearest.distances(data)[0] > 0.01, "a note is not its own neighbour");
    assertTrue(Double.isNaN(NearestNotes.nearer(of, new double[0])));
    double[] hundreds = new double[300];
    Arrays.setAll(hundreds, i -> i);
    assertEquals(0.01, NearestNotes.nearer(hundreds, hundreds), 1e-12);
    assertArrayEquals(
        new double[] {1.5, 2, Double.NaN},
        new double[] {
          NearestNotes.median(new double[] {1, 2}),
          NearestNotes.median(new double[] {1, 2, 5}),
          NearestNotes.median(new double[0])
        });
  }
}
