package dev.synth.cli.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.LatentInputs;
import dev.synth.app.exchange.ExportModel;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.option.Verbosity;
import dev.synth.io.path.Destination;
import dev.synth.model.ModelFile;
import dev.synth.model.ModelFiles;
import dev.synth.model.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Write a model for PyTorch and ONNX Runtime.",
    description = {
      "",
      "NAME.pytorch.safetensors has the tensors under PyTorch's names and in its order,"
          + " NAME.pytorch.json their shapes and all sizes. Of a WaveNet, NAME.encoder.onnx and"
          + " NAME.decoder-step.onnx are the encoder and one step of the decoder."
          + " docs/published-model.md says how they are used.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth export wavenet -o exported",
      "  synth export runs/mine --as onnx -o exported",
      ""
    })
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1",
      paramLabel = "MODEL",
      description = "A model: a file, a run's folder, or one that comes with synth.")
  private Path given;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for the files (default: the current one).")
  private Path output;

  @Option(
      names = "--as",
      paramLabel = "FORMS",
      split = ",",
      description = "What to write: pytorch, onnx (default: all that its kind can be).")
  private List<ExportModel.Form> forms = List.of();

  @Option(names = "--json", description = "Print the names of the files as JSON.")
  private boolean json;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite existing files.")
  private boolean force;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    Path folder = Destination.of(output, null).folder();
    Path file = ModelFiles.of(given);
    SavedModel model = ModelFile.read(file);
    Set<ExportModel.Form> wanted = EnumSet.noneOf(ExportModel.Form.class);
    wanted.addAll(forms);
    ExportModel export =
        new ExportModel(model, folder, name(file), wanted, BuildVersion.version(), force);
    export.write();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode result = new ObjectMapper().createObjectNode();
      result.put("input", given.toString()).put("result", "made");
      export.files().forEach(each -> result.withArray("files").add(each.toString()));
      out.println(result.toPrettyString());
    } else {
      export.files().forEach(out::println);
    }
    return ExitCodes.OK;
  }

  /** A run's model is called by its run. */
  private String name(Path file) {
    Path folder = given.toAbsolutePath().normalize().getFileName();
    return Files.isDirectory(given) && folder != null ? folder.toString() : LatentInputs.stem(file);
  }
}
