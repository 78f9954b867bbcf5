package dev.synth.app.score;

import dev.synth.score.Bar;
import dev.synth.score.Key;
import dev.synth.score.Part;
import dev.synth.score.ReadScore;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import dev.synth.score.analysis.ChordFinder;
import dev.synth.score.analysis.KeyEstimate;
import dev.synth.score.analysis.KeyFinder;
import dev.synth.score.analysis.Melodies;
import dev.synth.score.analysis.PhraseFinder;
import dev.synth.score.analysis.Quantizer;
import java.util.List;
import java.util.Optional;

/**
 * What is found out about a score.
 *
 * @param score as it was read
 * @param mended what of the file was mended or left out
 * @param bars of the score
 * @param found the key that its notes and chords tell; empty where they tell none
 * @param chords those that are written or, where none is, those that several voices make
 * @param written whether the chords are written
 * @param phraseStarts where phrases of the melody begin, in ticks
 * @param shiftSteps by how many sixteenths all notes are late
 * @param errorSteps how far onsets are from the grid on average, in sixteenths
 */
public record ScoreFacts(
    Score score,
    List<String> mended,
    List<Bar> bars,
    Optional<KeyEstimate> found,
    List<TimedChord> chords,
    boolean written,
    List<Long> phraseStarts,
    double shiftSteps,
    double errorSteps) {

  /** Finds it out. */
  public static ScoreFacts of(ReadScore read) {
    Score score = read.score();
    boolean written = !score.chords().isEmpty();
    boolean accompanied =
        score.parts().stream().filter(part -> !part.drums()).count() > 1
            || score.parts().stream().anyMatch(part -> !part.drums() && part.polyphony() > 1);
    List<TimedChord> chords =
        written ? score.chords() : accompanied ? ChordFinder.find(score) : List.of();
    Quantizer.Result grid = Quantizer.quantize(score);
    return new ScoreFacts(
        score,
        read.mended(),
        score.bars(),
        KeyFinder.find(score),
        chords,
        written,
        phrases(score),
        grid.shiftSteps(),
        grid.meanErrorSteps());
  }

  private static List<Long> phrases(Score score) {
    Optional<Part> melody = Melodies.part(score);
    if (melody.isEmpty()) {
      return List.of();
    }
    return PhraseFinder.starts(
        Melodies.skyline(melody.get().notes()),
        score.meter().barTicks(score.ticksPerQuarter()),
        score.meter().beatTicks(score.ticksPerQuarter()),
        score.pickupTicks());
  }

  /** The title, or that there is none. */
  public String title() {
    String title = score.origin().title();
    return title.isEmpty() ? "untitled" : title;
  }

  /** The number of the bar at a place. */
  public int barAt(long ticks) {
    int number = bars.get(0).number();
    for (Bar bar : bars) {
      if (bar.startTicks() <= ticks) {
        number = bar.number();
      }
    }
    return number;
  }

  /** How many whole bars there are; a pickup is none. */
  public int wholeBars() {
    return (int) bars.stream().filter(bar -> bar.number() > 0).count();
  }

  /** Whether the key that is written has the tonic, and the third, of the one that was found. */
  public boolean keysAgree() {
    if (score.keys().isEmpty() || found.isEmpty()) {
      return true;
    }
    Key key = score.key();
    Key other = found.get().key();
    return key.tonicPitchClass() == other.tonicPitchClass()
        && key.mode().hasMinorThird() == other.mode().hasMinorThird();
  }

  /** How many notes all parts have. */
  public int notes() {
    return score.parts().stream().mapToInt(part -> part.notes().size()).sum();
  }

  /** The lowest pitch of a part. */
  static int lowest(Part part) {
    return part.notes().stream().mapToInt(ScoreNote::midiPitch).min().orElse(0);
  }

  /** The highest pitch of a part. */
  static int highest(Part part) {
    return part.notes().stream().mapToInt(ScoreNote::midiPitch).max().orElse(0);
  }
}
