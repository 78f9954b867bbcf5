package dev.synth.score.analysis;

import dev.synth.score.Part;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves notes onto a grid, beat by beat: each quarter is divided by four or by three, whichever its
 * notes are nearer to. Works in ticks, so tempo and meter may change.
 */
public final class Quantizer {
  /** Divisions of a quarter that 4 and 3 both divide. */
  private static final int GRID = 12;

  private static final int STRAIGHT = 3;
  private static final int TRIPLET = 4;

  /** Triplets must be nearer by so much. */
  private static final double BIAS = 1.2;

  private static final int SHIFTS = 24;

  private Quantizer() {}

  /**
   * A quantised score, of 480 ticks a quarter.
   *
   * @param score with notes on the grid; a note that would have no length has one step
   * @param shiftSteps sixteenths by which all notes were late against the grid, -0.5 to 0.5; they
   *     were moved by it first
   * @param meanErrorSteps how far onsets were moved, on average, in sixteenths
   */
  public record Result(Score score, double shiftSteps, double meanErrorSteps) {}

  /** Quantises all parts together. */
  public static Result quantize(Score score) {
    List<ScoreNote> all = new ArrayList<>();
    score.parts().forEach(part -> all.addAll(part.notes()));
    double scale = (double) GRID / score.ticksPerQuarter();
    double shift = bestShift(all, scale);
    boolean[] triplets = triplets(all, scale, shift);
    int factor = Score.TICKS_PER_QUARTER / GRID;
    double moved = 0;
    List<Part> parts = new ArrayList<>();
    for (Part part : score.parts()) {
      List<ScoreNote> notes = new ArrayList<>();
      for (ScoreNote note : part.notes()) {
        double at = note.startTicks() * scale - shift;
        long start = nearest(at, triplets);
        long end = nearest(note.endTicks() * scale - shift, triplets);
        long step = triplets[beat(start, triplets)] ? TRIPLET : STRAIGHT;
        moved += Math.abs(start - at);
        notes.add(
            new ScoreNote(
                start * factor,
                Math.max(end - start, end > start ? 1 : step) * factor,
                note.midiPitch(),
                note.velocity()));
      }
      parts.add(part.withNotes(notes));
    }
    double mean = all.isEmpty() ? 0 : moved / all.size() / STRAIGHT;
    return new Result(rescaled(score, parts), shift / STRAIGHT, mean);
  }

  private static Score rescaled(Score score, List<Part> parts) {
    Score whole = score.withTicksPerQuarter(Score.TICKS_PER_QUARTER);
    long end = parts.stream().mapToLong(Part::endTicks).max().orElse(0);
    return whole.withParts(parts).withEnd(Math.max(whole.endTicks(), end));
  }

  /** The shift, in parts of the grid, after which sixteenths have the least error. */
  private static double bestShift(List<ScoreNote> notes, double scale) {
    double best = 0;
    double least = Double.MAX_VALUE;
    for (int i = 0; i <= SHIFTS; i++) {
      // From the middle outward, so that of equal ones the least is taken.
      double size = (i + 1) / 2 * (STRAIGHT / (double) SHIFTS);
      double shift = i % 2 == 0 ? size : -size;
      double error = 0;
      for (ScoreNote note : notes) {
        double away = distance(note.startTicks() * scale - shift, STRAIGHT);
        error += away * away;
      }
      if (error < least - 1e-9) {
        least = error;
        best = shift;
      }
    }
    return best;
  }

  private static double distance(double at, int step) {
    return Math.abs(at - step * Math.rint(at / step));
  }

  private static boolean[] triplets(List<ScoreNote> notes, double scale, double shift) {
    double last = notes.stream().mapToDouble(note -> note.endTicks() * scale).max().orElse(0);
    int beats = (int) (last / GRID) + 2;
    double[] straight = new double[beats];
    double[] triplet = new double[beats];
    for (ScoreNote note : notes) {
      double at = note.startTicks() * scale - shift;
      int beat = (int) Math.max(0, Math.min(beats - 1, Math.floor(at / GRID)));
      straight[beat] += Math.pow(distance(at, STRAIGHT), 2);
      triplet[beat] += Math.pow(distance(at, TRIPLET), 2);
    }
    boolean[] chosen = new boolean[beats];
    for (int beat = 0; beat < beats; beat++) {
      chosen[beat] = triplet[beat] * BIAS < straight[beat];
    }
    return chosen;
  }

  private static int beat(long at, boolean[] triplets) {
    return (int) Math.max(0, Math.min(triplets.length - 1, at / GRID));
  }

  private static long nearest(double at, boolean[] triplets) {
    int beat = (int) Math.max(0, Math.min(triplets.length - 1, Math.floor(at / GRID)));
    int step = triplets[beat] ? TRIPLET : STRAIGHT;
    return Math.max(0, Math.round(at / step) * step);
  }
}
