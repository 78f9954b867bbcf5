package dev.synth.cli.compose;

import dev.synth.cli.option.Numbers;
import dev.synth.cli.option.pitch.PitchOption;
import dev.synth.compose.plan.Wishes;
import dev.synth.score.ChordSymbol;
import dev.synth.score.PitchClasses;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is wanted of melody and chords. */
public final class WishOptions {
  @Option(
      names = "--range",
      paramLabel = "LOW..HIGH",
      converter = RangeConverter.class,
      description = "The lowest and highest pitch of the melody, such as G3..E5.")
  private PitchRange range;

  @Option(
      names = "--note",
      paramLabel = "BAR:BEAT=PITCH",
      converter = NoteAt.class,
      description =
          "A note of the melody at its place, such as 4:1=A4; may be given again. Beats are those"
              + " of the meter's lower number: 1 to 6 in 6/8.")
  private List<Wishes.NoteAt> notes;

  @Option(
      names = "--chord",
      paramLabel = "BAR=CHORD",
      converter = ChordAt.class,
      description =
          "A chord that a bar begins with, such as 5=F; may be given again. Where --melody has a"
              + " pickup, that is bar 1.")
  private List<Wishes.ChordAt> chords;

  @Option(
      names = "--avoid-chord",
      paramLabel = "CHORD",
      converter = Chord.class,
      description = "A chord that is not used; may be given again.")
  private List<ChordSymbol> avoidedChords;

  @Option(
      names = "--avoid-note",
      paramLabel = "NOTE",
      converter = PitchClass.class,
      description = "A note that is not sung in any octave, such as F#; may be given again.")
  private List<Integer> avoidedNotes;

  @Option(
      names = "--motif",
      paramLabel = "STEPS",
      converter = MotifConverter.class,
      description =
          "Steps of the scale from note to note that the first phrase has, such as +1,+1,-2.")
  private Motif motif;

  @Option(
      names = "--avoid-motif",
      paramLabel = "STEPS",
      converter = MotifConverter.class,
      description = "Steps from note to note that the melody has nowhere.")
  private Motif avoidedMotif;

  /** Whether any is given. */
  boolean isGiven() {
    return range != null
        || notes != null
        || chords != null
        || avoidedChords != null
        || avoidedNotes != null
        || motif != null
        || avoidedMotif != null;
  }

  /** Whether none is of anything but chords. */
  boolean areOfChords() {
    return range == null
        && notes == null
        && avoidedNotes == null
        && motif == null
        && avoidedMotif == null;
  }

  /** All of them. */
  Wishes wishes() {
    return new Wishes(
        range == null ? Wishes.NONE.lowestPitch() : range.lowest(),
        range == null ? Wishes.NONE.highestPitch() : range.highest(),
        orNone(notes),
        orNone(chords),
        orNone(avoidedChords),
        orNone(avoidedNotes),
        list(motif),
        list(avoidedMotif),
        null);
  }

  private static <T> List<T> orNone(List<T> list) {
    return list == null ? List.of() : list;
  }

  private static List<Integer> list(Motif motif) {
    return motif == null ? List.of() : motif.steps();
  }

  /** The lowest and the highest MIDI pitch. */
  record PitchRange(int lowest, int highest) {}

  /** Steps of the scale from note to note. */
  record Motif(List<Integer> steps) {}

  /** LOW..HIGH. */
  static final class RangeConverter implements ITypeConverter<PitchRange> {
    private static final int LEAST = 4;

    @Override
    public PitchRange convert(String value) {
      String[] ends = value.split("\\.\\.", -1);
      if (ends.length != 2) {
        throw new TypeConversionException("'" + value + "' is not two pitches, such as G3..E5");
      }
      PitchRange range = new PitchRange(pitch(ends[0]), pitch(ends[1]));
      if (range.highest() - range.lowest() < LEAST) {
        throw new TypeConversionException("'" + value + "' is no range of four semitones or more");
      }
      return range;
    }
  }

  private static int pitch(String text) {
    return new PitchOption.Midi().convert(text);
  }

  /** BAR:BEAT=PITCH. */
  static final class NoteAt implements ITypeConverter<Wishes.NoteAt> {
    @Override
    public Wishes.NoteAt convert(String value) {
      String[] parts = value.split("[:=]", -1);
      if (parts.length != 3) {
        throw new TypeConversionException("'" + value + "' is no BAR:BEAT=PITCH, such as 4:1=A4");
      }
      return new Wishes.NoteAt(Numbers.whole(parts[0]), Numbers.real(parts[1]), pitch(parts[2]));
    }
  }

  /** A chord's name. */
  static final class Chord implements ITypeConverter<ChordSymbol> {
    @Override
    public ChordSymbol convert(String value) {
      return ChordSymbol.parse(value)
          .orElseThrow(
              () -> new TypeConversionException("'" + value + "' is no chord, such as Am or G7"));
    }
  }

  /** BAR=CHORD. */
  static final class ChordAt implements ITypeConverter<Wishes.ChordAt> {
    @Override
    public Wishes.ChordAt convert(String value) {
      int equals = value.indexOf('=');
      if (equals < 0) {
        throw new TypeConversionException("'" + value + "' is no BAR=CHORD, such as 5=F");
      }
      return new Wishes.ChordAt(
          Numbers.whole(value.substring(0, equals)),
          new Chord().convert(value.substring(equals + 1)));
    }
  }

  /** A note's name without an octave. */
  static final class PitchClass implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (!value.matches("[A-G][#b]?")) {
        throw new TypeConversionException("'" + value + "' is no note, such as F# or Bb");
      }
      int sharp = value.endsWith("#") ? 1 : value.endsWith("b") ? -1 : 0;
      return PitchClasses.of(PitchClasses.ofLetter(value.charAt(0)) + sharp);
    }
  }

  /** Steps with commas between. */
  static final class MotifConverter implements ITypeConverter<Motif> {
    private static final int MOST = 9;

    @Override
    public Motif convert(String value) {
      if (!value.matches("[+-]?\\d(,[+-]?\\d){0," + (MOST - 1) + "}")) {
        throw new TypeConversionException(
            "'" + value + "' is not one to nine steps of up to 9, such as +1,+1,-2");
      }
      List<Integer> steps = new ArrayList<>();
      for (String step : value.split(",")) {
        steps.add(Integer.parseInt(step));
      }
      return new Motif(steps);
    }
  }
}
