package dev.synth.cli.option;

import dev.synth.app.LoadedModel;
import dev.synth.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --model}, with the model that comes with synth as its default. */
public final class ModelOption {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description =
          "Model to use, or a run's folder for its model (default: the one that comes with synth).")
  private Path model;

  /** The file meant: the one given, or the default model beside {@code bin/}. */
  public Path path() {
    return model != null
        ? ModelFile.in(model)
        : Path.of(System.getProperty("synth.home", "."), "nsynth-data", "model.safetensors");
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
