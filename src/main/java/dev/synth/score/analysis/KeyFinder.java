package dev.synth.score.analysis;

import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.PitchClasses;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import java.util.List;
import java.util.Optional;

/**
 * Finds keys after Krumhansl and Schmuckler: how long each pitch class sounds, correlated with the
 * profiles of the 24 keys. What a piece ends on, and its first and last chord, count besides.
 */
public final class KeyFinder {
  private static final int KEYS = 24;
  private static final double LAST_NOTE_TONIC = 0.15;
  private static final double LAST_NOTE_OTHER = 0.03;
  private static final double CHORD_TONIC = 0.10;

  private KeyFinder() {}

  /** The key of a score: of its notes but drums, and its chords. */
  public static Optional<KeyEstimate> find(Score score) {
    List<ScoreNote> notes = Notes.pitched(score);
    return find(notes, score.chords(), KeyProfile.TEMPERLEY);
  }

  /** The key of notes alone. */
  public static Optional<KeyEstimate> find(List<ScoreNote> notes) {
    return find(notes, List.of(), KeyProfile.TEMPERLEY);
  }

  /**
   * The key of notes and chords.
   *
   * @return empty if there are no notes, or all pitch classes sound equally long
   */
  public static Optional<KeyEstimate> find(
      List<ScoreNote> notes, List<TimedChord> chords, KeyProfile profile) {
    double[] heard = Notes.pitchClassTicks(notes);
    double[] correlations = new double[KEYS];
    double[] marks = new double[KEYS];
    List<Key> keys = Key.majorAndMinor();
    int best = -1;
    for (int k = 0; k < KEYS; k++) {
      correlations[k] = correlation(heard, profile.of(keys.get(k).mode()), keys.get(k));
      if (Double.isNaN(correlations[k])) {
        return Optional.empty();
      }
      marks[k] = correlations[k] + ending(notes, keys.get(k)) + harmony(chords, keys.get(k));
      best = best < 0 || marks[k] > marks[best] ? k : best;
    }
    int second = -1;
    for (int k = 0; k < KEYS; k++) {
      if (k != best && (second < 0 || marks[k] > marks[second])) {
        second = k;
      }
    }
    return Optional.of(
        new KeyEstimate(
            keys.get(best), correlations[best], keys.get(second), marks[best] - marks[second]));
  }

  /** What the lowest of the last notes says. */
  private static double ending(List<ScoreNote> notes, Key key) {
    Optional<ScoreNote> last = Notes.last(notes);
    if (last.isEmpty()) {
      return 0;
    }
    int degree = key.degreeOf(last.get().midiPitch());
    int third = key.mode().hasMinorThird() ? 3 : 4;
    return degree == 0 ? LAST_NOTE_TONIC : degree == third || degree == 7 ? LAST_NOTE_OTHER : 0;
  }

  private static double harmony(List<TimedChord> chords, Key key) {
    if (chords.isEmpty()) {
      return 0;
    }
    double first = isTonic(chords.get(0).symbol(), key) ? CHORD_TONIC / 2 : 0;
    return first + (isTonic(chords.get(chords.size() - 1).symbol(), key) ? CHORD_TONIC : 0);
  }

  private static boolean isTonic(ChordSymbol chord, Key key) {
    return chord.rootPitchClass() == key.tonicPitchClass()
        && chord.kind().hasMinorThird() == key.mode().hasMinorThird();
  }

  /** Pearson's r; NaN if one of them is all the same. */
  private static double correlation(double[] heard, double[] profile, Key key) {
    double meanHeard = mean(heard);
    double meanProfile = mean(profile);
    double both = 0;
    double squaresHeard = 0;
    double squaresProfile = 0;
    for (int pitchClass = 0; pitchClass < PitchClasses.OCTAVE; pitchClass++) {
      double x = heard[pitchClass] - meanHeard;
      double y = profile[key.degreeOf(pitchClass)] - meanProfile;
      both += x * y;
      squaresHeard += x * x;
      squaresProfile += y * y;
    }
    return squaresHeard == 0 ? Double.NaN : both / Math.sqrt(squaresHeard * squaresProfile);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
