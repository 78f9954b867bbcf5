package dev.synth.cli.option;

import dev.synth.dataset.NoteNames;
import dev.synth.generate.GenerationRequest;
import java.util.Locale;
import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --pitch}, of all notes. */
public final class PitchOption {
  @Option(
      names = "--pitch",
      paramLabel = "NOTE",
      converter = Converter.class,
      description =
          "Pitch to play: a note such as A3 or Bb2 (C4 is middle C), a MIDI number from 0 to 127,"
              + " or none, which sounds like noise; ignored unless the model is pitch-conditioned"
              + " (default: the pitch kept with the embedding, in its name, or detected in the"
              + " sound).")
  private Integer pitch;

  /** MIDI, or {@link GenerationRequest#UNKNOWN_PITCH}; empty where nothing was given. */
  public OptionalInt pitch() {
    return pitch == null ? OptionalInt.empty() : OptionalInt.of(pitch);
  }

  /** A note's name or a MIDI note number. */
  public static final class Midi implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        return NoteNames.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A note's name, a MIDI note number, or "none". */
  static final class Converter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (value.toLowerCase(Locale.ROOT).equals("none")) {
        return GenerationRequest.UNKNOWN_PITCH;
      }
      try {
        return NoteNames.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage() + ", nor none");
      }
    }
  }
}
