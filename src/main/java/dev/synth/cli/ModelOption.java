package dev.synth.cli;

import dev.synth.io.Sha256;
import dev.synth.model.ModelFile;
import dev.synth.model.SynthModel;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --model}, with the model that comes with synth as its default. */
final class ModelOption {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "Model to use (default: the one that comes with synth).")
  private Path model;

  /** The file meant: the one given, or the default model beside {@code bin/}. */
  Path path() {
    return model != null
        ? model
        : Path.of(System.getProperty("synth.home", "."), "nsynth-data", "model.safetensors");
  }

  SynthModel load() throws IOException {
    return ModelFile.read(path());
  }

  /** SHA-256 of the file, in hexadecimal. */
  String sha256() throws IOException {
    return Sha256.of(path());
  }
}
