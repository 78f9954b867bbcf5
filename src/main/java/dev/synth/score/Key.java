package dev.synth.score;

import java.util.ArrayList;
import java.util.List;

/**
 * A key: a signature and a mode. A minor has no sharps, as C major.
 *
 * @param sharps of the signature, -7 (seven flats) to 7
 * @param mode which of the signature's scales
 */
public record Key(int sharps, Mode mode) {
  /** C major. */
  public static final Key C_MAJOR = new Key(0, Mode.MAJOR);

  private static final int SHARPS_MAX = 7;

  /** Place of the tonic's middle neighbour: a major scale goes from 1 fifth below to 5 above. */
  private static final int CENTRE = 2;

  /**
   * Checks the signature.
   *
   * @throws IllegalArgumentException if it has more than seven sharps or flats
   */
  public Key {
    if (Math.abs(sharps) > SHARPS_MAX) {
      throw new IllegalArgumentException("a key has up to 7 sharps or flats, not " + sharps);
    }
  }

  /** The key of a tonic and mode, spelled with the fewest accidentals; six are sharps. */
  public static Key of(int tonicPitchClass, Mode mode) {
    int major = PitchClasses.of(tonicPitchClass - mode.fifths() * PitchClasses.FIFTH);
    int sharps = PitchClasses.of(major * PitchClasses.FIFTH);
    return new Key(sharps > PitchClasses.OCTAVE / 2 ? sharps - PitchClasses.OCTAVE : sharps, mode);
  }

  /** All keys of major and minor, twelve each, from C upward. */
  public static List<Key> majorAndMinor() {
    List<Key> keys = new ArrayList<>();
    for (Mode mode : List.of(Mode.MAJOR, Mode.MINOR)) {
      for (int tonic = 0; tonic < PitchClasses.OCTAVE; tonic++) {
        keys.add(of(tonic, mode));
      }
    }
    return keys;
  }

  /** Pitch class of the tonic. */
  public int tonicPitchClass() {
    return PitchClasses.of((sharps + mode.fifths()) * PitchClasses.FIFTH);
  }

  /** Semitones above the tonic, 0 to 11. */
  public int degreeOf(int pitch) {
    return PitchClasses.of(pitch - tonicPitchClass());
  }

  /** Whether a pitch or pitch class is of the scale. */
  public boolean contains(int pitch) {
    int fifths = PitchClasses.of(PitchClasses.of(pitch) * PitchClasses.FIFTH - sharps + 1);
    return fifths < SHARPS_MAX;
  }

  /** The pitch classes of the scale, from the tonic upward. */
  public List<Integer> scale() {
    List<Integer> scale = new ArrayList<>();
    for (int semitones = 0; semitones < PitchClasses.OCTAVE; semitones++) {
      int pitchClass = PitchClasses.of(tonicPitchClass() + semitones);
      if (contains(pitchClass)) {
        scale.add(pitchClass);
      }
    }
    return scale;
  }

  /** The alteration that the signature gives to a letter: -1 flat, 0, or 1 sharp. */
  public int alteration(char letter) {
    int sharpPlace = "FCGDAEB".indexOf(letter);
    if (sharpPlace < 0) {
      throw new IllegalArgumentException("'" + letter + "' is no note's letter, A to G");
    }
    return sharpPlace < sharps ? 1 : SHARPS_MAX - 1 - sharpPlace < -sharps ? -1 : 0;
  }

  /** The name of a pitch class as it is spelled in this key: Bb in F major, A# in B major. */
  public String nameOf(int pitchClass) {
    return PitchClasses.nameOnFifths(PitchClasses.fifthsNear(pitchClass, sharps + CENTRE));
  }

  /** The same mode on another tonic, spelled with the fewest accidentals. */
  public Key transposed(int semitones) {
    return of(tonicPitchClass() + semitones, mode);
  }

  /** The tonic's name, such as F# or Bb. */
  public String tonicName() {
    return PitchClasses.nameOnFifths(sharps + mode.fifths());
  }

  /** For people: {@code Bb major}. */
  public String label() {
    return tonicName() + " " + mode.label();
  }
}
