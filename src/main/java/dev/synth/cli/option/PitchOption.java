package dev.synth.cli.option;

import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --pitch}, of all notes. */
public final class PitchOption {
  @Option(
      names = "--pitch",
      paramLabel = "MIDI",
      converter = MidiPitch.class,
      description =
          "Pitch to play, 0 to 127, 60 is middle C; ignored unless the model is pitch-conditioned"
              + " (default: from an NSynth name such as flute_acoustic_001-067-100, else unknown).")
  private Integer pitch;

  public OptionalInt pitch() {
    return pitch == null ? OptionalInt.empty() : OptionalInt.of(pitch);
  }

  /** A MIDI note number. */
  static final class MidiPitch implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      int number = Integer.parseInt(value);
      if (number < 0 || number > 127) {
        throw new TypeConversionException("'" + value + "' is not from 0 to 127");
      }
      return number;
    }
  }
}
