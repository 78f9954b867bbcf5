package dev.synth.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --threads}. */
public final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Count.class,
      description = "Threads that compute (default: all cores).")
  private Integer threads;

  public int count() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** A whole number from 1 up. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      int number = Numbers.whole(value);
      if (number < 1) {
        throw new TypeConversionException("'" + value + "' is not a number from 1 up");
      }
      return number;
    }
  }
}
