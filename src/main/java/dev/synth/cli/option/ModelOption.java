package dev.synth.cli.option;

import dev.synth.app.LoadedModel;
import dev.synth.cli.ExitCodes;
import dev.synth.generate.Precision;
import dev.synth.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --model}, with the model that comes with synth as its default. */
public final class ModelOption {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "Model to use: a file, a run's folder for its model, or the name of one that comes with"
              + " synth: instant, wavenet (default: instant).")
  private Path model;

  /** The file meant: the one given, or the default model beside {@code bin/}. */
  public Path path() {
    return model == null ? ModelFiles.byDefault() : ModelFiles.of(model);
  }

  /** Whether a model was named. */
  public boolean isGiven() {
    return model != null;
  }

  /**
   * Opens it.
   *
   * @param threads that compute
   */
  public LoadedModel open(ThreadsOption threads) throws IOException {
    return LoadedModel.open(path(), threads.count());
  }

  /**
   * Opens it to encode with.
   *
   * @param command of which the option is
   * @param precision of the encoder's products
   */
  public LoadedModel open(CommandLine command, ThreadsOption threads, Precision precision)
      throws IOException {
    try {
      return LoadedModel.open(path(), threads.count(), precision);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, ExitCodes.withFlags(e.getMessage() + "."), e);
    }
  }
}
