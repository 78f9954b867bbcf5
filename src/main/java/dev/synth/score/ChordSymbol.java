package dev.synth.score;

import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chord by its root, kind and lowest note: {@code Am7}, {@code G7/B}.
 *
 * @param rootPitchClass 0 for C to 11 for B
 * @param kind its notes above the root
 * @param bassPitchClass the lowest note; the root where no other is named
 */
public record ChordSymbol(int rootPitchClass, ChordKind kind, int bassPitchClass) {
  private static final String NOTE = "([A-G])([#b\u266f\u266d]{0,2})";
  private static final String BASS = "([A-Ga-g])([#b\u266f\u266d]{0,2})";
  private static final Pattern SYMBOL = Pattern.compile(NOTE + "(?<kind>[^/]*)(?:/" + BASS + ")?");

  /**
   * Checks the pitch classes.
   *
   * @throws IllegalArgumentException if one is outside 0 to 11
   */
  public ChordSymbol {
    Objects.requireNonNull(kind, "kind");
    if (rootPitchClass < 0 || rootPitchClass >= PitchClasses.OCTAVE) {
      throw new IllegalArgumentException("a pitch class is 0 to 11, not " + rootPitchClass);
    }
    if (bassPitchClass < 0 || bassPitchClass >= PitchClasses.OCTAVE) {
      throw new IllegalArgumentException("a pitch class is 0 to 11, not " + bassPitchClass);
    }
  }

  /** A chord over its root. */
  public ChordSymbol(int rootPitchClass, ChordKind kind) {
    this(rootPitchClass, kind, rootPitchClass);
  }

  /**
   * Reads a symbol such as {@code Am7}, {@code F#m7b5}, {@code Bbmaj7}, {@code G7/B} or {@code
   * G7/b}.
   *
   * @return empty if it is none, or of a kind that is not known
   */
  public static Optional<ChordSymbol> parse(String text) {
    Matcher matcher = SYMBOL.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int root = pitchClass(matcher.group(1), matcher.group(2));
    int bass = matcher.group(4) == null ? root : pitchClass(matcher.group(4), matcher.group(5));
    return ChordKind.of(matcher.group("kind").strip())
        .map(kind -> new ChordSymbol(root, kind, bass));
  }

  private static int pitchClass(String letter, String accidentals) {
    int semitones = PitchClasses.ofLetter(Character.toUpperCase(letter.charAt(0)));
    for (char accidental : accidentals.toCharArray()) {
      semitones += accidental == '#' || accidental == '\u266f' ? 1 : -1;
    }
    return PitchClasses.of(semitones);
  }

  /** The pitch classes that it has, its bass among them, in order from C. */
  public TreeSet<Integer> pitchClasses() {
    TreeSet<Integer> all = new TreeSet<>();
    kind.semitones().forEach(above -> all.add(PitchClasses.of(rootPitchClass + above)));
    all.add(bassPitchClass);
    return all;
  }

  /** Whether a pitch, in any octave, is of the chord. */
  public boolean contains(int pitch) {
    int above = PitchClasses.of(pitch - rootPitchClass);
    return PitchClasses.of(pitch) == bassPitchClass
        || kind.semitones().stream().anyMatch(semitones -> PitchClasses.of(semitones) == above);
  }

  /** Semitones of its root above the tonic of {@code key}, 0 to 11. */
  public int degreeIn(Key key) {
    return key.degreeOf(rootPitchClass);
  }

  /** The chord at so many semitones above the tonic of {@code key}. */
  public static ChordSymbol inKey(Key key, int degreeSemitones, ChordKind kind) {
    return new ChordSymbol(PitchClasses.of(key.tonicPitchClass() + degreeSemitones), kind);
  }

  /** The same chord, so many semitones higher. */
  public ChordSymbol transposed(int semitones) {
    return new ChordSymbol(
        PitchClasses.of(rootPitchClass + semitones),
        kind,
        PitchClasses.of(bassPitchClass + semitones));
  }

  /** The same chord over its root. */
  public ChordSymbol inRootPosition() {
    return new ChordSymbol(rootPitchClass, kind);
  }

  /** As it is written in {@code key}: {@code Bb7/D}. */
  public String name(Key key) {
    String name = key.nameOf(rootPitchClass) + kind.symbol();
    return bassPitchClass == rootPitchClass ? name : name + "/" + key.nameOf(bassPitchClass);
  }

  /** As it is written in C major. */
  @Override
  public String toString() {
    return name(Key.C_MAJOR);
  }
}
