package dev.synth.score.analysis;

import dev.synth.score.LeadSheet;
import dev.synth.score.Part;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the melody of a score. */
public final class Melodies {
  private static final String NAMES = ".*(melod|vocal|voice|lead|sopran|sing|canto|tune).*";
  private static final double NAME_WORTH = 12;
  private static final double CHORD_COST = 4;

  private Melodies() {}

  /** The part that is most like a melody: high, of one voice, often sounding, or named so. */
  public static Optional<Part> part(Score score) {
    return score.parts().stream()
        .filter(part -> !part.drums() && !part.notes().isEmpty())
        .max(Comparator.comparingDouble(part -> likeness(part, score)));
  }

  private static double likeness(Part part, Score score) {
    double sum = 0;
    long ticks = 0;
    for (ScoreNote note : part.notes()) {
      sum += (double) note.midiPitch() * note.durationTicks();
      ticks += note.durationTicks();
    }
    double share = Math.min(1, (double) ticks / Math.max(1, score.endTicks()));
    boolean named = part.name().toLowerCase(Locale.ROOT).matches(NAMES);
    return sum / ticks
        - CHORD_COST * (part.polyphony() - 1)
        + NAME_WORTH * share
        + (named ? NAME_WORTH : 0);
  }

  /**
   * One note at a time: of those that begin together the highest, each cut where the next begins.
   */
  public static List<ScoreNote> skyline(List<ScoreNote> notes) {
    List<ScoreNote> melody = new ArrayList<>();
    for (ScoreNote note : notes.stream().sorted().toList()) {
      int last = melody.size() - 1;
      if (last >= 0 && melody.get(last).startTicks() == note.startTicks()) {
        melody.set(last, note); // they are in order of pitch
        continue;
      }
      if (last >= 0 && melody.get(last).endTicks() > note.startTicks()) {
        ScoreNote before = melody.get(last);
        melody.set(last, before.withDuration(note.startTicks() - before.startTicks()));
      }
      melody.add(note);
    }
    return melody;
  }

  /**
   * The melody of a score with its chords: those that are written, else those of its other notes.
   *
   * @return empty if there are no pitched notes, or the meter changes
   */
  public static Optional<LeadSheet> leadSheet(Score score) {
    Optional<Part> part = part(score);
    if (part.isEmpty() || score.meters().size() > 1) {
      return Optional.empty();
    }
    List<TimedChord> chords = score.chords();
    boolean accompanied = score.parts().size() > 1 || part.get().polyphony() > 1;
    if (chords.isEmpty() && accompanied) {
      chords = ChordFinder.find(score);
    }
    return Optional.of(
        new LeadSheet(
            score.origin(),
            score.ticksPerQuarter(),
            score.keys().isEmpty()
                ? KeyFinder.find(score).map(KeyEstimate::key).orElse(score.key())
                : score.key(),
            score.meter(),
            score.pickupTicks(),
            score.quartersPerMinute(),
            skyline(part.get().notes()),
            chords,
            score.endTicks()));
  }
}
