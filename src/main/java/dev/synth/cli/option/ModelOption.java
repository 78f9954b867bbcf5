package dev.synth.cli.option;

import dev.synth.app.LoadedModel;
import dev.synth.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

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
}
