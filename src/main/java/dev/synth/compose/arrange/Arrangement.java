package dev.synth.compose.arrange;

import dev.synth.score.Score;
import java.util.List;
import java.util.Map;

/**
 * What the instruments play, on the beat: {@link Performer} gives it a player's time.
 *
 * @param score with the parts {@value #MELODY}, {@value #CHORDS}, {@value #BASS} and, where there
 *     are some, {@value #DRUMS}; parts without notes are not there
 * @param patterns the accompaniment, by the names of sections that are sung
 * @param drums the drummer's pattern, or {@link DrumPattern#NONE}
 * @param swingRatio how long the first of two eighths is to the second; 1 for straight ones
 * @param voicings MIDI pitches of each chord, by the ticks at which it begins
 */
public record Arrangement(
    Score score,
    Map<String, String> patterns,
    String drums,
    double swingRatio,
    Map<Long, List<Integer>> voicings) {
  /** The name of the part with the melody. */
  public static final String MELODY = "melody";

  /** The name of the part with the chords. */
  public static final String CHORDS = "chords";

  /** The name of the bass. */
  public static final String BASS = "bass";

  /** The name of the drums. */
  public static final String DRUMS = "drums";
}
