package dev.synth.score.analysis;

import dev.synth.score.Part;
import dev.synth.score.PitchClasses;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Sums over notes. */
final class Notes {
  private Notes() {}

  /** All notes of a score but those of drums, by start. */
  static List<ScoreNote> pitched(Score score) {
    return score.parts().stream()
        .filter(part -> !part.drums())
        .map(Part::notes)
        .flatMap(List::stream)
        .sorted()
        .toList();
  }

  /** How many ticks each pitch class sounds, [12]. */
  static double[] pitchClassTicks(List<ScoreNote> notes) {
    double[] ticks = new double[PitchClasses.OCTAVE];
    for (ScoreNote note : notes) {
      ticks[note.pitchClass()] += note.durationTicks();
    }
    return ticks;
  }

  /** As above, of what sounds from one place to another. */
  static double[] pitchClassTicks(List<ScoreNote> notes, long from, long to) {
    double[] ticks = new double[PitchClasses.OCTAVE];
    for (ScoreNote note : notes) {
      long sounding = Math.min(to, note.endTicks()) - Math.max(from, note.startTicks());
      if (sounding > 0) {
        ticks[note.pitchClass()] += sounding;
      }
    }
    return ticks;
  }

  /** The lowest of the notes that end last. */
  static Optional<ScoreNote> last(List<ScoreNote> notes) {
    return notes.stream()
        .max(
            Comparator.comparingLong(ScoreNote::endTicks)
                .thenComparing(Comparator.comparingInt(ScoreNote::midiPitch).reversed()));
  }
}
