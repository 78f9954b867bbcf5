package dev.synth.score.abc;

import dev.synth.score.Key;
import dev.synth.score.Meter;
import dev.synth.score.Mode;
import dev.synth.score.PitchClasses;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of ABC's fields: keys, meters, lengths and tempos. */
final class Fields {
  private static final Pattern KEY = Pattern.compile("([A-G])([#b]?)\\s*([A-Za-z]*)(?:[\\s=].*)?");
  private static final Pattern METER = Pattern.compile("\\(?(\\d+(?:\\s*\\+\\s*\\d+)*)\\)?/(\\d+)");
  private static final Pattern LENGTH = Pattern.compile("1/(\\d+)");
  private static final Pattern TEMPO =
      Pattern.compile("(?:\"[^\"]*\"\\s*)?(\\d+)/(\\d+)\\s*=\\s*(\\d+(?:\\.\\d+)?).*");
  private static final Pattern BARE_TEMPO = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final int MODE_LETTERS = 3;

  private Fields() {}

  /** A key such as {@code Bb}, {@code F#m}, {@code D dor} or {@code Amixolydian}. */
  static Optional<Key> key(String text) {
    String bare = text.strip();
    if (bare.isEmpty() || bare.equalsIgnoreCase("none")) {
      return Optional.of(Key.C_MAJOR);
    }
    if (bare.equals("HP") || bare.equals("Hp")) {
      return Optional.of(new Key(2, Mode.MIXOLYDIAN)); // the bagpipes': A with F and C sharp
    }
    Matcher matcher = KEY.matcher(bare);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String word = matcher.group(3).toLowerCase(Locale.ROOT);
    boolean clef = word.matches("clef|treble|bass|alto|tenor|octave|transpose|exp|shift|name");
    Optional<Mode> mode = clef ? Optional.of(Mode.MAJOR) : mode(word);
    int accidental = matcher.group(2).isEmpty() ? 0 : matcher.group(2).equals("#") ? 1 : -1;
    // On the line of fifths, where C is 0: sharps are those of the tonic less those of the mode.
    int letter = "FCGDAEB".indexOf(matcher.group(1).charAt(0)) - 1;
    return mode.flatMap(m -> signature(letter + 7 * accidental - m.fifths(), m));
  }

  private static Optional<Key> signature(int sharps, Mode mode) {
    return Math.abs(sharps) > 7
        ? Optional.of(Key.of(PitchClasses.of(7 * (sharps + mode.fifths())), mode))
        : Optional.of(new Key(sharps, mode));
  }

  private static Optional<Mode> mode(String word) {
    if (word.isEmpty()) {
      return Optional.of(Mode.MAJOR);
    }
    if (word.equals("m")) {
      return Optional.of(Mode.MINOR);
    }
    if (word.length() < MODE_LETTERS) {
      return Optional.empty();
    }
    return switch (word.substring(0, MODE_LETTERS)) {
      case "maj", "ion" -> Optional.of(Mode.MAJOR);
      case "min", "aeo" -> Optional.of(Mode.MINOR);
      case "dor" -> Optional.of(Mode.DORIAN);
      case "phr" -> Optional.of(Mode.PHRYGIAN);
      case "lyd" -> Optional.of(Mode.LYDIAN);
      case "mix" -> Optional.of(Mode.MIXOLYDIAN);
      case "loc" -> Optional.of(Mode.LOCRIAN);
      default -> Optional.empty();
    };
  }

  /** A meter such as {@code 6/8}, {@code C}, {@code C|} or {@code (2+3)/8}. */
  static Optional<Meter> meter(String text) {
    String bare = text.strip();
    if (bare.equals("C")) {
      return Optional.of(Meter.COMMON);
    }
    if (bare.equals("C|")) {
      return Optional.of(new Meter(2, 2));
    }
    Matcher matcher = METER.matcher(bare);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      int beats = 0;
      for (String part : matcher.group(1).split("\\+")) {
        beats = Math.addExact(beats, Integer.parseInt(part.strip()));
      }
      return Optional.of(new Meter(beats, Integer.parseInt(matcher.group(2))));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Parts of a quarter in a unit length such as {@code 1/8}. */
  static Optional<Long> unitParts(String text) {
    String bare = text.strip();
    if (bare.equals("1")) {
      return Optional.of(4L * Element.PARTS_PER_QUARTER);
    }
    Matcher matcher = LENGTH.matcher(bare);
    if (!matcher.matches() || matcher.group(1).length() > 3) {
      return Optional.empty();
    }
    int below = Integer.parseInt(matcher.group(1));
    return below == 0 || 4L * Element.PARTS_PER_QUARTER % below != 0
        ? Optional.empty()
        : Optional.of(4L * Element.PARTS_PER_QUARTER / below);
  }

  /** The unit length where none is given: an eighth, or a sixteenth in meters below 3/4. */
  static long defaultUnitParts(Meter meter) {
    boolean small = 4 * meter.beats() < 3 * meter.unit();
    return Element.PARTS_PER_QUARTER / (small ? 4 : 2);
  }

  /**
   * Quarters a minute of a tempo such as {@code 1/4=120} or {@code 120}, which counts unit lengths.
   */
  static Optional<Double> tempo(String text, long unitParts) {
    String bare = text.strip();
    Matcher matcher = TEMPO.matcher(bare);
    double tempo = 0;
    if (matcher.matches()) {
      double quarters =
          4 * Double.parseDouble(matcher.group(1)) / Double.parseDouble(matcher.group(2));
      tempo = quarters * Double.parseDouble(matcher.group(3));
    } else if (BARE_TEMPO.matcher(bare).matches()) {
      tempo = Double.parseDouble(bare) * unitParts / Element.PARTS_PER_QUARTER;
    }
    return tempo >= 1 && tempo <= 2000 ? Optional.of(tempo) : Optional.empty();
  }
}
