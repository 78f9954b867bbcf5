package dev.synth.score.analysis;

import dev.synth.score.Bar;
import dev.synth.score.ChordKind;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.Meter;
import dev.synth.score.Mode;
import dev.synth.score.PitchClasses;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the chords of notes: the likeliest path through keys and chords, one chord or two a bar. A
 * chord is as likely as its notes are alike to what sounds (the cosine of the angle between them),
 * and the more notes of it the key has; keys and chords rather stay than change. The states and
 * figures are those of the Magenta project's chord inference.
 */
public final class ChordFinder {
  private static final List<ChordKind> KINDS =
      List.of(
          ChordKind.MAJOR,
          ChordKind.MINOR,
          ChordKind.AUGMENTED,
          ChordKind.DIMINISHED,
          ChordKind.DOMINANT_7,
          ChordKind.MAJOR_7,
          ChordKind.MINOR_7,
          ChordKind.HALF_DIMINISHED);

  private static final int KEYS = PitchClasses.OCTAVE;
  private static final int CHORDS = PitchClasses.OCTAVE * KINDS.size();

  /** Behind the chords: none. */
  private static final int NONE = CHORDS;

  private static final double CONCENTRATION = 100;
  private static final double KEY_CHANGE = 0.001;
  private static final double CHORD_CHANGE = 0.5;
  private static final double NOTE_OUT_OF_KEY = 0.01;

  /** What a root in the lowest voice is worth, in the logarithm of the likelihood. */
  private static final double ROOT_IN_BASS = 2;

  private static final double[][] VECTORS = vectors();
  private static final double[][] LOG_PRIORS = logPriors();

  private ChordFinder() {}

  /** A stretch for which there is one chord. */
  private record Slot(long start, long end) {}

  /** The chords of a score's notes but drums; equal ones that follow each other are one. */
  public static List<TimedChord> find(Score score) {
    List<Slot> slots = new ArrayList<>();
    for (Bar bar : score.bars()) {
      long length = bar.ticks() / slotsOfBar(bar.meter());
      boolean halves = length > 0 && bar.ticks() == bar.meter().barTicks(score.ticksPerQuarter());
      if (halves) {
        for (long at = bar.startTicks(); at + length <= bar.endTicks(); at += length) {
          slots.add(new Slot(at, at + length));
        }
      } else {
        slots.add(new Slot(bar.startTicks(), bar.endTicks()));
      }
    }
    return find(Notes.pitched(score), slots);
  }

  private static int slotsOfBar(Meter meter) {
    boolean two = meter.beatsFelt() == 4 || meter.isCompound() && meter.beatsFelt() == 2;
    return two ? 2 : 1;
  }

  /** The one chord that notes make together; empty without notes. */
  public static List<TimedChord> ofTogether(List<ScoreNote> notes) {
    long end = notes.stream().mapToLong(ScoreNote::endTicks).max().orElse(1);
    return find(notes, List.of(new Slot(0, end)));
  }

  private static List<TimedChord> find(List<ScoreNote> notes, List<Slot> slots) {
    if (slots.isEmpty()) {
      return List.of();
    }
    int[][] from = new int[slots.size()][];
    double[] marks = new double[KEYS * (CHORDS + 1)];
    int[] firstNote = {0};
    for (int t = 0; t < slots.size(); t++) {
      double[] likelihoods = likelihoods(notes, slots.get(t), firstNote);
      from[t] = new int[marks.length];
      marks = t == 0 ? begin(likelihoods) : step(marks, likelihoods, from[t]);
    }
    int state = 0;
    for (int s = 1; s < marks.length; s++) {
      state = marks[s] > marks[state] ? s : state;
    }
    int[] path = new int[slots.size()];
    for (int t = slots.size() - 1; t >= 0; t--) {
      path[t] = state % (CHORDS + 1);
      state = from[t][state];
    }
    return joined(slots, path);
  }

  private static List<TimedChord> joined(List<Slot> slots, int[] path) {
    List<TimedChord> chords = new ArrayList<>();
    for (int t = 0; t < path.length; t++) {
      int until = t;
      while (until + 1 < path.length && path[until + 1] == path[t]) {
        until++;
      }
      if (path[t] != NONE) {
        long start = slots.get(t).start();
        chords.add(new TimedChord(start, slots.get(until).end() - start, symbol(path[t])));
      }
      t = until;
    }
    return chords;
  }

  private static ChordSymbol symbol(int chord) {
    return new ChordSymbol(chord / KINDS.size(), KINDS.get(chord % KINDS.size()));
  }

  private static double[] begin(double[] likelihoods) {
    double[] marks = new double[KEYS * (CHORDS + 1)];
    for (int key = 0; key < KEYS; key++) {
      for (int chord = 0; chord <= CHORDS; chord++) {
        marks[key * (CHORDS + 1) + chord] = LOG_PRIORS[key][chord] + likelihoods[chord];
      }
    }
    return marks;
  }

  /** One step of Viterbi's algorithm; {@code from} is filled with the best state before each. */
  private static double[] step(double[] before, double[] likelihoods, int[] from) {
    int width = CHORDS + 1;
    int[] bestOfKey = new int[KEYS];
    for (int key = 0; key < KEYS; key++) {
      int best = key * width;
      for (int s = best; s < (key + 1) * width; s++) {
        best = before[s] > before[best] ? s : best;
      }
      bestOfKey[key] = best;
    }
    double[] marks = new double[before.length];
    for (int key = 0; key < KEYS; key++) {
      for (int chord = 0; chord <= CHORDS; chord++) {
        int state = key * width + chord;
        marks[state] = Double.NEGATIVE_INFINITY;
        for (int other = 0; other < KEYS; other++) {
          double turn = Math.log(other == key ? 1 - KEY_CHANGE : KEY_CHANGE / (KEYS - 1));
          double stays = before[other * width + chord] + turn + Math.log(1 - CHORD_CHANGE);
          double comes =
              before[bestOfKey[other]] + turn + Math.log(CHORD_CHANGE) + LOG_PRIORS[key][chord];
          if (stays > marks[state]) {
            marks[state] = stays;
            from[state] = other * width + chord;
          }
          if (comes > marks[state]) {
            marks[state] = comes;
            from[state] = bestOfKey[other];
          }
        }
        marks[state] += likelihoods[chord];
      }
    }
    return marks;
  }

  /**
   * Log likelihoods of what sounds in a slot.
   *
   * @param firstNote the first note that has not ended before; moved on
   * @return [chords and none]
   */
  private static double[] likelihoods(List<ScoreNote> notes, Slot slot, int[] firstNote) {
    double[] likelihoods = new double[CHORDS + 1];
    while (firstNote[0] < notes.size() && notes.get(firstNote[0]).endTicks() <= slot.start()) {
      firstNote[0]++;
    }
    List<ScoreNote> near = new ArrayList<>();
    for (int i = firstNote[0]; i < notes.size(); i++) {
      ScoreNote note = notes.get(i);
      if (note.startTicks() >= slot.end()) {
        break;
      }
      if (note.endTicks() > slot.start()) {
        near.add(note);
      }
    }
    double[] heard = Notes.pitchClassTicks(near, slot.start(), slot.end());
    double length = Math.sqrt(Arrays.stream(heard).map(x -> x * x).sum());
    if (length == 0) {
      return likelihoods;
    }
    int bass =
        near.stream().mapToInt(ScoreNote::midiPitch).min().orElseThrow() % PitchClasses.OCTAVE;
    for (int chord = 0; chord < CHORDS; chord++) {
      double product = 0;
      for (int pitchClass = 0; pitchClass < PitchClasses.OCTAVE; pitchClass++) {
        product += VECTORS[chord][pitchClass] * heard[pitchClass];
      }
      likelihoods[chord] =
          CONCENTRATION * product / length + (bass == chord / KINDS.size() ? ROOT_IN_BASS : 0);
    }
    return likelihoods;
  }

  private static double[][] vectors() {
    double[][] vectors = new double[CHORDS][PitchClasses.OCTAVE];
    for (int chord = 0; chord < CHORDS; chord++) {
      var pitchClasses = symbol(chord).pitchClasses();
      for (int pitchClass : pitchClasses) {
        vectors[chord][pitchClass] = 1 / Math.sqrt(pitchClasses.size());
      }
    }
    return vectors;
  }

  /** How likely each chord is in each major key, [12][chords and none]. */
  private static double[][] logPriors() {
    double[][] priors = new double[KEYS][CHORDS + 1];
    for (int tonic = 0; tonic < KEYS; tonic++) {
      Key key = Key.of(tonic, Mode.MAJOR);
      double sum = 0;
      for (int chord = 0; chord <= CHORDS; chord++) {
        double prior = 1;
        if (chord < CHORDS) {
          for (int pitchClass : symbol(chord).pitchClasses()) {
            prior *= key.contains(pitchClass) ? 1 - NOTE_OUT_OF_KEY : NOTE_OUT_OF_KEY;
          }
        }
        priors[tonic][chord] = prior;
        sum += prior;
      }
      for (int chord = 0; chord <= CHORDS; chord++) {
        priors[tonic][chord] = Math.log(priors[tonic][chord] / sum);
      }
    }
    return priors;
  }
}
