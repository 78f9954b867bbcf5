package dev.synth.cli.option;

import dev.synth.latent.TimeLength;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length with its unit, such as {@code 4s} or {@code 125frames}, as an option's value. */
public final class TimeLengthConverter implements ITypeConverter<TimeLength> {
  @Override
  public TimeLength convert(String value) {
    try {
      return TimeLength.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
