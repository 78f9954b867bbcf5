package dev.synth.compose.arrange;

import dev.synth.score.Part;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays a score as people do: a few milliseconds early or late, in deviations that stay for a while
 * ({@link PinkNoise}), chords a little behind the melody, notes let go before the next, eighths
 * swung, and slower at the end.
 */
public final class Performer {
  private static final double MELODY_DEVIATION = 0.006;
  private static final double OTHERS_DEVIATION = 0.005;
  private static final double DRUMS_DEVIATION = 0.004;
  private static final double MOST_DEVIATION = 0.025;
  private static final double BEHIND_MELODY = 0.010;
  private static final double SPREAD = 0.004;

  /** A repeated note is let go before it is struck again. */
  private static final double REPEATED = 0.9;

  private static final double ACCOMPANIMENT = 0.95;
  private static final double SHORTEST = 0.03;

  private static final int RITARD_BARS = 2;
  private static final double RITARD_POWER = 3;
  private static final double FINAL_TEMPO = 0.6;
  private static final int STEPS_A_QUARTER = 48;

  /** Steps of the deviations in a quarter. */
  private static final int DEVIATIONS_A_QUARTER = 4;

  private final Score score;
  private final Manner manner;
  private final double[] ritard;
  private final long ritardFrom;

  /**
   * How it is played.
   *
   * @param articulation the sounding part of a melody's notes: 1 for legato, 0.5 for staccato
   * @param swingRatio see {@link Arrangement#swingRatio}
   * @param ritard whether the end is slower
   * @param looseness 1 for deviations as of good players, 0 for none
   */
  public record Manner(double articulation, double swingRatio, boolean ritard, double looseness) {
    /** Exactly as it is written. */
    public static final Manner EXACT = new Manner(1, 1, false, 0);
  }

  private Performer(Score score, Manner manner) {
    this.score = score;
    this.manner = manner;
    long bar = score.meter().barTicks(score.ticksPerQuarter());
    this.ritardFrom = Math.max(0, score.endTicks() - RITARD_BARS * bar);
    this.ritard = manner.ritard() ? ritard() : new double[0];
  }

  /**
   * The score as it is played.
   *
   * @param seed of the deviations
   */
  public static List<PlayedPart> perform(Score score, Manner manner, long seed) {
    Performer performer = new Performer(score, manner);
    Chance chance = new Chance(seed).of("performance");
    List<PlayedPart> parts = new ArrayList<>();
    for (Part part : score.parts()) {
      parts.add(performer.part(part, chance.of(part.name())));
    }
    return parts;
  }

  /** Seconds after its beginning, step by step, of the slowing end. */
  private double[] ritard() {
    long step = Math.max(1, score.ticksPerQuarter() / STEPS_A_QUARTER);
    int steps = (int) ((score.endTicks() - ritardFrom) / step) + 1;
    double[] seconds = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      double share = (i + 0.5) / steps;
      double tempo =
          Math.pow(1 + (Math.pow(FINAL_TEMPO, RITARD_POWER) - 1) * share, 1 / RITARD_POWER);
      double plain =
          score.secondsAt(ritardFrom + (i + 1) * step) - score.secondsAt(ritardFrom + i * step);
      seconds[i + 1] = seconds[i] + plain / tempo;
    }
    return seconds;
  }

  /** Seconds at a place: swung, and with the slowing end. */
  private double seconds(long ticks) {
    double at = swung(ticks);
    if (ritard.length == 0 || at <= ritardFrom) {
      return score.secondsAt(at);
    }
    double place = (at - ritardFrom) / Math.max(1, score.ticksPerQuarter() / STEPS_A_QUARTER);
    int step = (int) Math.min(ritard.length - 2, place);
    return score.secondsAt(ritardFrom)
        + ritard[step]
        + (place - step) * (ritard[step + 1] - ritard[step]);
  }

  /** Each quarter's first half is made longer, its second shorter. */
  private double swung(long ticks) {
    if (manner.swingRatio() == 1 || score.meter().isCompound()) {
      return ticks;
    }
    double quarter = score.ticksPerQuarter();
    double in = Math.floorMod(ticks - score.pickupTicks(), (long) quarter) / quarter;
    double middle = manner.swingRatio() / (1 + manner.swingRatio());
    double moved = in < 0.5 ? in * 2 * middle : middle + (in - 0.5) * 2 * (1 - middle);
    return ticks + (moved - in) * quarter;
  }

  private PlayedPart part(Part part, Chance chance) {
    boolean melody = part.name().equals(Arrangement.MELODY) || score.parts().size() == 1;
    double deviation =
        part.drums() ? DRUMS_DEVIATION : melody ? MELODY_DEVIATION : OTHERS_DEVIATION;
    PinkNoise noise = new PinkNoise(deviation * manner.looseness(), chance);
    double behind = melody || part.drums() ? 0 : BEHIND_MELODY * manner.looseness();
    double sounding = melody ? manner.articulation() : ACCOMPANIMENT;
    Map<Integer, Long> next = new HashMap<>();
    List<ScoreNote> written = part.notes();
    List<PlayedNote> notes = new ArrayList<>();
    boolean[] repeated = new boolean[written.size()];
    for (int i = written.size() - 1; i >= 0; i--) {
      Long again = next.put(written.get(i).midiPitch(), written.get(i).startTicks());
      repeated[i] = again != null && again <= written.get(i).endTicks();
    }
    double late = 0;
    int inChord = 0;
    for (int i = 0; i < written.size(); i++) {
      ScoreNote note = written.get(i);
      boolean together = i > 0 && written.get(i - 1).startTicks() == note.startTicks();
      inChord = together ? inChord + 1 : 0;
      if (!together) {
        double deviates =
            noise.at(note.startTicks() * DEVIATIONS_A_QUARTER / score.ticksPerQuarter());
        late = behind + Math.max(-MOST_DEVIATION, Math.min(MOST_DEVIATION, deviates));
      }
      double spread = part.drums() ? 0 : SPREAD * manner.looseness() * inChord;
      double start = Math.max(0, seconds(note.startTicks()) + late + spread);
      double whole = seconds(note.endTicks()) - seconds(note.startTicks());
      boolean exact = manner.looseness() == 0 && manner.articulation() == 1;
      double share =
          part.drums() || exact ? 1 : repeated[i] ? Math.min(REPEATED, sounding) : sounding;
      notes.add(
          new PlayedNote(
              start, Math.max(SHORTEST, whole * share), note.midiPitch(), note.velocity()));
    }
    notes.sort(Comparator.comparingDouble(PlayedNote::startSeconds));
    return new PlayedPart(part.name(), part.drums(), notes);
  }
}
