package dev.synth.compose.style;

import dev.synth.score.ChordKind;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.PitchClasses;

/**
 * A chord beside its key, at its place in a bar.
 *
 * @param degreeSemitones of its root above the tonic, 0 to 11
 * @param kind its notes above the root
 * @param place in the bar
 */
public record ChordEvent(int degreeSemitones, ChordKind kind, Place place) {
  /** Which part of a bar. */
  public enum Place {
    WHOLE,
    FIRST_HALF,
    SECOND_HALF
  }

  /** Checks the degree. */
  public ChordEvent {
    if (degreeSemitones < 0 || degreeSemitones >= PitchClasses.OCTAVE) {
      throw new IllegalArgumentException("a degree is 0 to 11 semitones, not " + degreeSemitones);
    }
  }

  /** The same chord at another place. */
  public ChordEvent at(Place other) {
    return new ChordEvent(degreeSemitones, kind, other);
  }

  /** Half bars that it lasts. */
  public int halves() {
    return place == Place.WHOLE ? 2 : 1;
  }

  /** Whether a pitch is of it, in semitones above the tonic, of any octave. */
  public boolean contains(int above) {
    int aboveRoot = PitchClasses.of(above - degreeSemitones);
    return kind.semitones().stream().anyMatch(s -> PitchClasses.of(s) == aboveRoot);
  }

  /** In a key. */
  public ChordSymbol in(Key key) {
    return ChordSymbol.inKey(key, degreeSemitones, kind);
  }

  /** Whether it is the major or minor triad, or seventh chord, on the tonic. */
  public boolean isTonic() {
    return degreeSemitones == 0
        && switch (kind) {
          case MAJOR, MINOR, MAJOR_6, MINOR_6, MAJOR_7, MINOR_7 -> true;
          default -> false;
        };
  }

  /** Whether it is the major triad, or a dominant seventh, on the fifth. */
  public boolean isDominant() {
    return degreeSemitones == 7 && kind.semitones().contains(4);
  }

  /** Whether it is the triad on the fourth. */
  public boolean isSubdominant() {
    return degreeSemitones == 5;
  }
}
