package dev.synth.score.analysis;

import dev.synth.score.ScoreNote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Finds where phrases of a melody begin, by the local boundary detection model (Cambouropoulos
 * 2001): where pitch interval, time between onsets and rest change most from one step to the next.
 */
public final class PhraseFinder {
  private static final double PITCH_WEIGHT = 0.25;
  private static final double ONSET_WEIGHT = 0.5;
  private static final double REST_WEIGHT = 0.25;
  private static final double THRESHOLD = 0.4;

  /** A phrase has a bar, and so many beats, at least. */
  private static final int LEAST_BEATS = 4;

  private PhraseFinder() {}

  /**
   * Where phrases begin.
   *
   * @param melody one note at a time, by start
   * @param barTicks length of a bar
   * @param beatTicks length of a beat, within which a boundary moves onto a bar line
   * @param pickupTicks length of the incomplete first bar
   * @return ticks in order, the start of the first note among them; empty without notes
   */
  public static List<Long> starts(
      List<ScoreNote> melody, long barTicks, long beatTicks, long pickupTicks) {
    List<Long> starts = new ArrayList<>();
    if (melody.isEmpty()) {
      return starts;
    }
    starts.add(melody.get(0).startTicks());
    double[] strengths = strengths(melody);
    List<Integer> peaks = peaks(strengths);
    // The strongest first; a weaker one too near to it, or to the beginning, is none.
    peaks.sort(Comparator.comparingDouble((Integer i) -> -strengths[i]).thenComparing(i -> i));
    long least = Math.max(barTicks, LEAST_BEATS * beatTicks);
    for (int peak : peaks) {
      long at = snapped(melody.get(peak + 1).startTicks(), barTicks, beatTicks, pickupTicks);
      if (starts.stream().allMatch(other -> Math.abs(at - other) >= least)) {
        starts.add(at);
      }
    }
    Collections.sort(starts);
    return starts;
  }

  /** Where strengths are greatest for some way round, and not far below the greatest of all. */
  private static List<Integer> peaks(double[] strengths) {
    double highest = Arrays.stream(strengths).max().orElse(0);
    List<Integer> peaks = new ArrayList<>();
    for (int i = 0; highest > 0 && i < strengths.length; i++) {
      if (strengths[i] > THRESHOLD * highest
          && (i == 0 || strengths[i] >= strengths[i - 1])
          && (i + 1 == strengths.length || strengths[i] > strengths[i + 1])) {
        peaks.add(i);
      }
    }
    return peaks;
  }

  private static long snapped(long at, long barTicks, long beatTicks, long pickupTicks) {
    long bar = Math.round((double) (at - pickupTicks) / barTicks) * barTicks + pickupTicks;
    // A pickup stays one.
    return bar <= at && at - bar < beatTicks && bar >= 0 ? bar : at;
  }

  /**
   * How strong a boundary is before each note but the first.
   *
   * @return [notes - 1]
   */
  public static double[] strengths(List<ScoreNote> melody) {
    int n = Math.max(0, melody.size() - 1);
    double[] pitches = new double[n];
    double[] onsets = new double[n];
    double[] rests = new double[n];
    for (int i = 0; i < n; i++) {
      ScoreNote note = melody.get(i);
      ScoreNote next = melody.get(i + 1);
      pitches[i] = Math.abs(next.midiPitch() - note.midiPitch());
      onsets[i] = next.startTicks() - note.startTicks();
      rests[i] = Math.max(0, next.startTicks() - note.endTicks());
    }
    double[] pitch = profile(pitches);
    double[] onset = profile(onsets);
    double[] rest = profile(rests);
    double[] sum = new double[n];
    for (int i = 0; i < n; i++) {
      sum[i] = PITCH_WEIGHT * pitch[i] + ONSET_WEIGHT * onset[i] + REST_WEIGHT * rest[i];
    }
    return sum;
  }

  /** Each value times its change from and to its neighbours, the greatest made 1. */
  private static double[] profile(double[] x) {
    double[] strengths = new double[x.length];
    double most = 0;
    for (int i = 0; i < x.length; i++) {
      double before = i == 0 ? 0 : change(x[i - 1], x[i]);
      double after = i + 1 == x.length ? 0 : change(x[i], x[i + 1]);
      strengths[i] = x[i] * (before + after);
      most = Math.max(most, strengths[i]);
    }
    for (int i = 0; most > 0 && i < x.length; i++) {
      strengths[i] /= most;
    }
    return strengths;
  }

  private static double change(double a, double b) {
    return a + b == 0 ? 0 : Math.abs(a - b) / (a + b);
  }
}
