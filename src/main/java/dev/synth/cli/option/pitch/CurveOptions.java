package dev.synth.cli.option.pitch;

import dev.synth.dataset.NoteNames;
import dev.synth.generate.PitchCurve;
import dev.synth.io.BadSettingException;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.TimeLength;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --bend} and {@code --glide}: pitches that move along a note. */
public final class CurveOptions {
  @Option(
      names = "--bend",
      paramLabel = "FILE.npy",
      description =
          "Cents added to the pitch along the note, a float32 array [frames]: a value where each"
              + " frame (32 ms) of the note as it is played begins, straight between them. Wants an"
              + " instant model.")
  private Path bend;

  @Option(
      names = "--glide",
      paramLabel = "FROM..TO[,TIME]",
      converter = GlideConverter.class,
      description =
          "Glide straight from one note to another, such as A3..E4, or by semitones from the pitch,"
              + " such as -2..0; over all of the note, or within TIME, such as -2..0,0.2s. Wants an"
              + " instant model.")
  private PitchCurve.Glide glide;

  /**
   * How the pitch moves, if it does.
   *
   * @throws BadSettingException if both are given
   * @throws dev.synth.io.NoInputException if there is no such file
   * @throws dev.synth.io.BadDataException if it has not one finite number a frame
   */
  public Optional<PitchCurve> curve() throws IOException {
    if (bend != null && glide != null) {
      throw new BadSettingException(
          "Give the setting 'bend' or the setting 'glide', not both; add the glide to the values"
              + " of the bend");
    }
    return bend == null
        ? Optional.ofNullable(glide)
        : Optional.of(
            new PitchCurve.Drawn(bend.toString(), EmbeddingFile.loadOneValueAFrame(bend)));
  }

  /** Two notes, or two numbers of semitones, and perhaps a length of time. */
  static final class GlideConverter implements ITypeConverter<PitchCurve.Glide> {
    private static final Pattern TEXT =
        Pattern.compile("\\s*(?<from>.+?)\\s*\\.\\.\\s*(?<to>[^,]+?)\\s*(,(?<time>.*))?");
    private static final Pattern SEMITONES = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

    @Override
    public PitchCurve.Glide convert(String value) {
      Matcher matcher = TEXT.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is not FROM..TO, such as A3..E4 or -2..0,0.2s");
      }
      String from = matcher.group("from");
      String to = matcher.group("to");
      boolean isRelative = SEMITONES.matcher(from).matches();
      if (isRelative != SEMITONES.matcher(to).matches()) {
        throw new TypeConversionException(
            "'" + value + "' goes between a note and semitones; write two notes or two numbers");
      }
      try {
        String time = matcher.group("time");
        return new PitchCurve.Glide(
            isRelative ? Double.parseDouble(from) : NoteNames.parseReal(from),
            isRelative ? Double.parseDouble(to) : NoteNames.parseReal(to),
            !isRelative,
            time == null ? null : TimeLength.parse(time));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + value + "': " + e.getMessage());
      }
    }
  }
}
