package dev.synth.cli.option;

import dev.synth.io.Sha256;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --model}, with the model that comes with synth as its default. */
public final class ModelOption {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "Model to use (default: the one that comes with synth).")
  private Path model;

  /** The file meant: the one given, or the default model beside {@code bin/}. */
  public Path path() {
    return model != null
        ? model
        : Path.of(System.getProperty("synth.home", "."), "nsynth-data", "model.safetensors");
  }

  public SavedModel load() throws IOException {
    return ModelFile.read(path());
  }

  /** SHA-256 of the file, in hexadecimal. */
  public String sha256() throws IOException {
    return Sha256.of(path());
  }
}
