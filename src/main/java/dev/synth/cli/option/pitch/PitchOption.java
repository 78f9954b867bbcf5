package dev.synth.cli.option.pitch;

import dev.synth.dataset.NoteNames;
import dev.synth.generate.PitchCurve;
import dev.synth.generate.PitchSettings;
import dev.synth.generate.PlayedPitch;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --pitch} and {@code --cents}, of all notes. */
public final class PitchOption {
  @Option(
      names = "--pitch",
      paramLabel = "NOTE",
      converter = Converter.class,
      description =
          "Pitch to play, to which the sound's own intonation and vibrato are added: a note such as A3 or Bb2 (C4 is middle C), a MIDI number from 0 to 127,"
              + " or none, which sounds like noise. An instant model plays any pitch from 12 to"
              + " 120, such as A3+50 (with cents) or 57.5, and never none. Ignored unless the model"
              + " is pitch-conditioned (default: the pitch kept with the embedding, in its name, or"
              + " detected in the sound).")
  private PlayedPitch pitch;

  @Option(
      names = "--cents",
      paramLabel = "N",
      description =
          "Cents added to the pitch, whether given or kept: 50 is a quarter tone up, -1200 an"
              + " octave down. Other than whole semitones want an instant model (default: 0).")
  private double cents;

  /**
   * What is asked for.
   *
   * @throws dev.synth.io.BadSettingException if it cannot be
   */
  public PitchSettings settings() {
    return settings(Optional.empty());
  }

  /** As {@link #settings()}, with a pitch that moves. */
  public PitchSettings settings(Optional<PitchCurve> curve) {
    return new PitchSettings(Optional.ofNullable(pitch), cents, curve);
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

  /** A note's name, with or without cents, a MIDI pitch, or "none". */
  static final class Converter implements ITypeConverter<PlayedPitch> {
    @Override
    public PlayedPitch convert(String value) {
      if (value.toLowerCase(Locale.ROOT).equals("none")) {
        return PlayedPitch.UNKNOWN;
      }
      try {
        return PlayedPitch.of(NoteNames.parseReal(value));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage() + ", nor none");
      }
    }
  }
}
