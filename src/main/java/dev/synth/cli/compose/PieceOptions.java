package dev.synth.cli.compose;

import dev.synth.compose.plan.Cadence;
import dev.synth.compose.plan.Mood;
import dev.synth.compose.plan.PlanFile;
import dev.synth.compose.plan.Request;
import dev.synth.compose.plan.Wishes;
import dev.synth.compose.style.StyleFile;
import dev.synth.score.Key;
import dev.synth.score.Meter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What kind of piece is wanted; whatever is not said is chosen. */
public final class PieceOptions {
  @Option(
      names = "--mood",
      paramLabel = "MOOD",
      description =
          "happy, calm, tender, sad, tense, angry, solemn, mysterious, playful: decides tempo, mode,"
              + " register, density and instruments where nothing else does (default: one of the"
              + " first three).")
  private Mood mood;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description =
          "Length, up to 60; the tempo is fitted to it unless --tempo is given (default: about 1,"
              + " or as the form has it).")
  private Double minutes;

  @Option(names = "--bars", paramLabel = "N", description = "Length in bars, 4 to 1000, instead.")
  private Integer bars;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      converter = KeyConverter.class,
      description = "Such as G, \"F# minor\", Bbm, \"D dorian\" or \"G mixolydian\".")
  private Key key;

  @Option(
      names = "--tempo",
      paramLabel = "BPM",
      description =
          "Beats a minute, 20 to 400; beats are dotted quarters in 6/8, 9/8 and 12/8, and quarters in"
              + " 3/8, 5/8 and 7/8 (default: by the mood, or as --melody has it).")
  private Double tempo;

  @Option(
      names = "--meter",
      paramLabel = "N/N",
      converter = MeterConverter.class,
      description = "One of the style's meters.")
  private Meter meter;

  @Option(
      names = "--form",
      paramLabel = "LETTERS",
      description =
          "Sections, such as AABA; the same letter is the same music again. Without a length it has"
              + " 8 bars a section, and 4 more for the chords before and behind.")
  private String form;

  @Option(
      names = "--density",
      paramLabel = "X",
      description = "Notes a bar, over those that the style has, 0.25 to 4 (default: by the mood).")
  private Double density;

  @Option(
      names = "--cadence",
      paramLabel = "HOW",
      converter = CadenceConverter.class,
      description = "How it ends: authentic, V-I, or plagal, IV-I (default: authentic).")
  private Cadence cadence;

  /** Whether any is given. */
  boolean isGiven() {
    return mood != null
        || minutes != null
        || bars != null
        || key != null
        || tempo != null
        || meter != null
        || form != null
        || density != null
        || cadence != null;
  }

  /** Whether nothing is given that a melody brings itself. */
  boolean isOfMelody() {
    return minutes == null
        && bars == null
        && key == null
        && meter == null
        && form == null
        && density == null
        && cadence == null;
  }

  /** The mood, or another where none is given. */
  Mood moodOr(Mood other) {
    return mood == null ? other : mood;
  }

  /** Felt beats a minute, or null. */
  Double tempo() {
    return tempo;
  }

  /** What is asked for. */
  Request request(long seed, Wishes wishes) {
    return new Request(
        seed,
        mood,
        key,
        meter,
        tempo,
        bars,
        minutes == null ? null : 60 * minutes,
        form,
        density,
        cadence,
        wishes);
  }

  /** How a piece ends; the other cadences are those of phrases within. */
  static final class CadenceConverter implements ITypeConverter<Cadence> {
    @Override
    public Cadence convert(String value) {
      for (Cadence each : Cadence.values()) {
        if (each.isFinal() && each.name().equalsIgnoreCase(value)) {
          return each;
        }
      }
      throw new TypeConversionException("'" + value + "' is none of authentic, plagal");
    }
  }

  /** A tonic and a mode. */
  static final class KeyConverter implements ITypeConverter<Key> {
    @Override
    public Key convert(String value) {
      String text = value.matches("[A-G][#b]?m") ? value.replace("m", " minor") : value;
      try {
        return PlanFile.key(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'" + value + "' is no key, such as G, Bbm or \"D dorian\"");
      }
    }
  }

  /** A meter. */
  static final class MeterConverter implements ITypeConverter<Meter> {
    @Override
    public Meter convert(String value) {
      try {
        return StyleFile.meter(value);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new TypeConversionException("'" + value + "' is no meter, such as 3/4");
      }
    }
  }
}
