package dev.synth.cli;

import dev.synth.generate.NoteSeed;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How sound is made from embeddings. */
final class GenerationOptions {
  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      converter = Temperature.class,
      description =
          "1 plays what was learned, less is calmer, 0 always takes the likeliest sample"
              + " (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description =
          "Of the sampling; each note's own seed comes from it and the note's name, so that a note"
              + " sounds the same in any company (default: ${DEFAULT-VALUE}).")
  private long seed;

  double temperature() {
    return temperature;
  }

  long seed() {
    return seed;
  }

  /** The seed of the note called {@code name}. */
  long seed(String name) {
    return NoteSeed.of(seed, name);
  }

  /** A finite number from 0 up. */
  static final class Temperature implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      double number = Double.parseDouble(value);
      if (!(number >= 0 && number <= Double.MAX_VALUE)) {
        throw new TypeConversionException("'" + value + "' is not a number from 0 up");
      }
      return number;
    }
  }
}
