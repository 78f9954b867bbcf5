package dev.synth.dataset;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of pitches, as people type them ({@code C4}, {@code Bb3}, {@code f#5}, {@code 60}) and as
 * they stand in the names of files ({@code organ C4.wav}, {@code Violin_A#3_ff.wav}, {@code
 * 60.wav}).
 *
 * <p>Octaves are counted in scientific pitch notation, where C4 is middle C, MIDI 60, if not said
 * otherwise.
 */
public final class NoteNames {
  /** The octave of middle C in scientific pitch notation. */
  public static final int MIDDLE_C_OCTAVE = 4;

  /** The highest MIDI note number. */
  public static final int MIDI_MAX = 127;

  /** A bare number below this is no audible pitch but a count: take 2, string 6. */
  private static final int NUMBER_MIN = 12;

  private static final int MIDDLE_C = 60;

  // Each letter stands at its semitones above C.
  private static final String NOTES = "c d ef g a b";
  private static final String[] NAMES = {
    "C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"
  };

  private static final String PITCH =
      "(?<letter>[A-Ga-g])(?<accidental>[#b\u266f\u266d]|s(?=-?\\d))?(?<octave>-?\\d)";
  private static final Pattern TYPED = Pattern.compile(PITCH);
  private static final Pattern DETUNED =
      Pattern.compile("(?<note>.*?\\d)(?<cents>[+-]\\d+(\\.\\d+)?)");

  // Not part of a longer word; but a capital may follow small letters (fluteA4), and a velocity
  // layer may follow (A4v12).
  private static final Pattern IN_NAME =
      Pattern.compile(
          "(?:(?<![\\p{Alnum}#])|(?<=\\p{Ll})(?=[A-G]))"
              + PITCH
              + "(?:(?![\\p{Alnum}#])|(?=[vV]\\d))");

  // The whole name, or what follows its last separator.
  private static final Pattern NUMBER =
      Pattern.compile("(?:.*[_\\s-])?(?:midi|note|key|n)?[_\\s-]?(?<number>\\d{1,3})");

  /**
   * A pitch found in a name.
   *
   * @param midi MIDI note number
   * @param sure whether the name hardly means anything else; a bare number may be a count, and a
   *     small letter a label (take a2)
   */
  public record Found(int midi, boolean sure) {}

  private NoteNames() {}

  /**
   * The MIDI note number that {@code text} is or names.
   *
   * @param middleCOctave the octave of middle C, MIDI 60
   * @throws IllegalArgumentException with a sentence that quotes what cannot be read
   */
  public static int parse(String text, int middleCOctave) {
    String bare = text.strip();
    if (bare.matches("[0-9]{1,3}") && Integer.parseInt(bare) <= MIDI_MAX) {
      return Integer.parseInt(bare);
    }
    Matcher typed = TYPED.matcher(bare);
    OptionalInt midi = typed.matches() ? midi(typed, middleCOctave) : OptionalInt.empty();
    return midi.orElseThrow(
        () ->
            new IllegalArgumentException(
                "'"
                    + text
                    + "' is neither a MIDI note number from 0 to 127 nor a note such as A3,"
                    + " Bb2 or F#5"));
  }

  /** As {@link #parse(String, int)}, middle C being C4. */
  public static int parse(String text) {
    return parse(text, MIDDLE_C_OCTAVE);
  }

  /**
   * The MIDI pitch that {@code text} is or names, any real number from 0 to 127: {@code 57.5}, or a
   * note with cents behind it, {@code A3+50}, {@code Bb2-12.5}.
   *
   * @throws IllegalArgumentException with a sentence that quotes what cannot be read
   */
  public static double parseReal(String text) {
    String bare = text.strip();
    Matcher detuned = DETUNED.matcher(bare);
    double midi = Double.NaN;
    if (isNote(bare)) {
      midi = parse(bare);
    } else if (bare.matches("[0-9]{1,3}\\.[0-9]+")) {
      midi = Double.parseDouble(bare);
    } else if (detuned.matches() && isNote(detuned.group("note"))) {
      midi = parse(detuned.group("note")) + Double.parseDouble(detuned.group("cents")) / 100;
    }
    if (midi >= 0 && midi <= MIDI_MAX) {
      return midi;
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is neither a MIDI pitch from 0 to 127, such as 57.5, nor a note such as A3, Bb2 or"
            + " A3+50, with cents");
  }

  private static boolean isNote(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The name of the nearest note and the cents from it, if any: {@code A3+50} for 57.5. */
  public static String of(double midi) {
    int note = (int) Math.ceil(midi - 0.5);
    double cents = Math.rint(1000 * 100 * (midi - note)) / 1000;
    String number = cents % 1 == 0 ? String.valueOf((long) cents) : String.valueOf(cents);
    return of(note) + (cents == 0 ? "" : cents > 0 ? "+" + number : number);
  }

  /** The name of a pitch, with a sharp where it needs one: {@code C4} for 60. */
  public static String of(int midi) {
    int octave = Math.floorDiv(midi - MIDDLE_C, 12) + MIDDLE_C_OCTAVE;
    return NAMES[Math.floorMod(midi, 12)] + octave;
  }

  /**
   * The pitch in a file's name without its ending: the one note name in it, such as C4, Bb3, F#5 or
   * cs2, else a number that is all of the name or its last part.
   *
   * @param middleCOctave the octave that the name gives to middle C
   * @return empty if there is none, or several different ones
   */
  public static Optional<Found> in(String name, int middleCOctave) {
    Set<Integer> named = new HashSet<>();
    boolean sure = false;
    for (Matcher note = IN_NAME.matcher(name); note.find(); ) {
      midi(note, middleCOctave).ifPresent(named::add);
      boolean capital = Character.isUpperCase(note.group("letter").charAt(0));
      sure |= capital || note.group("accidental") != null;
    }
    if (!named.isEmpty()) {
      return named.size() == 1
          ? Optional.of(new Found(named.iterator().next(), sure))
          : Optional.empty();
    }
    Matcher number = NUMBER.matcher(name.toLowerCase(Locale.ROOT));
    int midi = number.matches() ? Integer.parseInt(number.group("number")) : -1;
    return midi >= NUMBER_MIN && midi <= MIDI_MAX
        ? Optional.of(new Found(midi, false))
        : Optional.empty();
  }

  private static OptionalInt midi(Matcher pitch, int middleCOctave) {
    String accidental = pitch.group("accidental");
    boolean flat = "b".equals(accidental) || "\u266d".equals(accidental);
    int semitone = accidental == null ? 0 : flat ? -1 : 1;
    semitone += NOTES.indexOf(pitch.group("letter").toLowerCase(Locale.ROOT));
    int octave = Integer.parseInt(pitch.group("octave"));
    int midi = MIDDLE_C + 12 * (octave - middleCOctave) + semitone;
    return midi >= 0 && midi <= MIDI_MAX ? OptionalInt.of(midi) : OptionalInt.empty();
  }
}
