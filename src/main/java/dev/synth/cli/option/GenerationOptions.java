package dev.synth.cli.option;

import dev.synth.app.Sampling;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.Precision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How sound is made from embeddings. */
public final class GenerationOptions {
  /** Where the default model is near to its originals: see docs/evaluation.md. */
  public static final String DEFAULT_TEMPERATURE = "" + GenerationRequest.DEFAULT_TEMPERATURE;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = DEFAULT_TEMPERATURE,
      converter = Temperature.class,
      description =
          "A WaveNet's sampling temperature (an instant model has none): 1 samples the learned distribution, lower is less random, 0 always"
              + " takes the likeliest sample;"
              + " what is a hundred times less likely than that is never taken (default:"
              + " ${DEFAULT-VALUE}). Above 1.2 expect noise, and a warning.")
  private double temperature;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description =
          "Of the sampling; each note's own seed comes from it and the note's name, so that a note"
              + " is independent of batch order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--precision",
      paramLabel = "KIND",
      defaultValue = "float",
      description =
          "How the model's weights are kept while it plays: float, as trained, bf16 in half, or int8"
              + " in a quarter of the memory: faster for large models, a little rougher (default:"
              + " ${DEFAULT-VALUE}).")
  private Precision precision;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The sampling the options ask for; a warning is printed where noise is to be expected. */
  public Sampling sampling() {
    Sampling sampling = new Sampling(temperature, seed, precision);
    if (sampling.isWild()) {
      spec.commandLine()
          .getErr()
          .println(
              "synth: --temperature "
                  + temperature
                  + ": above "
                  + Sampling.WILD_TEMPERATURE
                  + " a WaveNet plays mostly noise; 0.1 to 1 are usual. No note will be louder than its"
                  + " source, where the source's level is known.");
    }
    return sampling;
  }

  /** A finite number from 0 up. */
  public static final class Temperature implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      double number = Numbers.real(value);
      if (!(number >= 0 && number <= Double.MAX_VALUE)) {
        throw new TypeConversionException("'" + value + "' is not a number from 0 up");
      }
      return number;
    }
  }
}
