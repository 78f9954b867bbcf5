package dev.synth.compose.style;

import dev.synth.score.Key;
import dev.synth.score.Mode;
import dev.synth.score.PitchClasses;
import java.util.List;

/**
 * Pitches as steps of a scale, so that a melody in major and one in minor are of the same symbols.
 * A symbol is a step above or below the tonic, unaltered, raised or lowered. The seventh step of
 * minor modes has no symbol of its own where it is raised: it is raised where the chord has the
 * leading tone.
 */
public final class ScaleSteps {
  /** The lowest and the highest step: two octaves and a half round the tonic. */
  static final int LOWEST = -12;

  static final int HIGHEST = 19;

  /** Steps of an octave. */
  public static final int OCTAVE_STEPS = 7;

  private static final int ALTERATIONS = 3;
  private static final int LEADING_TONE = 11;
  private static final int SEVENTH = 6;

  /** How many symbols there are. */
  public static final int SYMBOLS = (HIGHEST - LOWEST + 1) * ALTERATIONS;

  private final int[] semitones = new int[OCTAVE_STEPS];
  private final boolean minorSeventh;

  /** The steps of a mode. */
  public ScaleSteps(Mode mode) {
    Key key = Key.of(0, mode);
    List<Integer> scale = key.scale();
    for (int i = 0; i < OCTAVE_STEPS; i++) {
      semitones[i] = scale.get(i);
    }
    minorSeventh = mode.hasMinorThird() && semitones[SEVENTH] == LEADING_TONE - 1;
  }

  /** The symbol of an unaltered step, 0 being the tonic; -1 where it is out of reach. */
  public static int symbol(int step) {
    return symbol(step, 0);
  }

  private static int symbol(int step, int alteration) {
    return step < LOWEST || step > HIGHEST ? -1 : (step - LOWEST) * ALTERATIONS + alteration + 1;
  }

  /** Steps above the tonic. */
  public static int step(int symbol) {
    return symbol / ALTERATIONS + LOWEST;
  }

  /** -1 lowered, 0, 1 raised by a semitone. */
  public static int alteration(int symbol) {
    return symbol % ALTERATIONS - 1;
  }

  /** The degree of the scale, 0 to 6. */
  public static int degree(int symbol) {
    return Math.floorMod(step(symbol), OCTAVE_STEPS);
  }

  /**
   * The symbol of a pitch, or -1 where it is out of reach.
   *
   * @param above semitones above the tonic, negative below
   */
  public int symbolOf(int above) {
    int octave = Math.floorDiv(above, PitchClasses.OCTAVE);
    int within = Math.floorMod(above, PitchClasses.OCTAVE);
    if (minorSeventh && within == LEADING_TONE) {
      return symbol(OCTAVE_STEPS * octave + SEVENTH, 0);
    }
    int lowered = -1;
    int raised = -1;
    for (int i = 0; i < OCTAVE_STEPS; i++) {
      if (semitones[i] == within) {
        return symbol(OCTAVE_STEPS * octave + i, 0);
      }
      lowered = semitones[i] == within + 1 ? i : lowered;
      raised = semitones[i] == within - 1 ? i : raised;
    }
    // Flat thirds and sevenths; other notes outside the scale are sharp, as leading tones are.
    boolean flat = lowered == 2 || lowered == SEVENTH || raised < 0;
    return symbol(OCTAVE_STEPS * octave + (flat ? lowered : raised), flat ? -1 : 1);
  }

  /**
   * The pitch of a symbol, in semitones above the tonic.
   *
   * @param leading whether the chord has the leading tone, so that a minor seventh step is raised
   */
  public int semitones(int symbol, boolean leading) {
    int step = step(symbol);
    int degree = Math.floorMod(step, OCTAVE_STEPS);
    int above =
        Math.floorDiv(step, OCTAVE_STEPS) * PitchClasses.OCTAVE
            + semitones[degree]
            + alteration(symbol);
    return leading && minorSeventh && degree == SEVENTH && alteration(symbol) == 0
        ? above + 1
        : above;
  }

  /** Whether a chord has the leading tone and not the seventh step of the scale. */
  public boolean hasLeadingTone(ChordEvent chord) {
    return chord.contains(LEADING_TONE) && !chord.contains(LEADING_TONE - 1);
  }
}
