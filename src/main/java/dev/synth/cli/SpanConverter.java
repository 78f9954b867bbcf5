package dev.synth.cli;

import dev.synth.latent.Span;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length with its unit, such as {@code 4s} or {@code 125frames}, as an option's value. */
final class SpanConverter implements ITypeConverter<Span> {
  @Override
  public Span convert(String value) {
    try {
      return Span.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
