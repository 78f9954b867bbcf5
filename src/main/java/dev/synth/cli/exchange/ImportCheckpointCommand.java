package dev.synth.cli.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.exchange.CheckpointReport;
import dev.synth.app.exchange.CheckpointRow;
import dev.synth.app.exchange.ImportCheckpoint;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.option.LearningOptions;
import dev.synth.cli.option.Verbosity;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import dev.synth.model.ModelFile;
import dev.synth.model.Preset;
import dev.synth.model.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth import-checkpoint}. */
@Command(
    name = "import-checkpoint",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Make a model of a TensorFlow checkpoint, as NSynth's.",
    description = {
      "",
      "CHECKPOINT is a prefix such as model.ckpt-200000, one of its files, a folder that holds it,"
          + " or the tar archive that it comes in, gzipped or not. Each of its variables is told, and"
          + " whether it is taken. Names and shapes must be those of the sizes, by default those of"
          + " Magenta's NSynth; moving averages of the weights are preferred to the weights"
          + " themselves. Without -o nothing is written. docs/published-model.md tells more.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth import-checkpoint wavenet-ckpt.tar -o nsynth.safetensors",
      "  synth import-checkpoint baseline-ckpt.tar --preset baseline \\",
      "      -o baseline.safetensors",
      "  synth import-checkpoint wavenet-ckpt/model.ckpt-200000 --weights trained \\",
      "      -o nsynth.safetensors",
      "  What a checkpoint holds, and whether it fits:",
      "    synth import-checkpoint logs/ --set width=128",
      ""
    })
public final class ImportCheckpointCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "CHECKPOINT", description = "The checkpoint.")
  private Path checkpoint;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The model file to write, such as nsynth.safetensors.")
  private Path output;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      completionCandidates = LearningOptions.PresetNames.class,
      description = "Sizes of the model, of kind wavenet or spectral (default: nsynth).")
  private String preset;

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description = "Sizes that no preset has: a JSON file, as of synth train.")
  private Path specFile;

  @Option(
      names = "--set",
      paramLabel = "SIZE=VALUE",
      mapFallbackValue = "",
      description =
          "Change one size of the preset or file, such as width=128; may be given several times.")
  private Map<String, String> changes = new LinkedHashMap<>();

  @Option(
      names = "--weights",
      paramLabel = "WHICH",
      defaultValue = "averaged",
      description =
          "averaged takes the moving averages where there are any, trained the weights as the last"
              + " step left them, which Magenta's own programs play (default: ${DEFAULT-VALUE}).")
  private ImportCheckpoint.Weights weights;

  @Option(
      names = "--allow-unknown",
      description = "Leave out weights that the sizes do not have, instead of refusing them.")
  private boolean unknownAllowed;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing file.")
  private boolean force;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    if (output != null) {
      if (!output.toString().endsWith(ModelFile.ENDING)) {
        throw new ParameterException(
            spec.commandLine(),
            "--output: " + output + " is written as a model; name it " + ModelFile.ENDING + ".");
      }
      Outputs.check(output, force);
    }
    Preset sizes;
    try {
      sizes = LearningOptions.sizes(preset, "nsynth", specFile, changes);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + ".", e);
    }
    try (ImportCheckpoint open = ImportCheckpoint.open(checkpoint, sizes, weights)) {
      return take(open);
    }
  }

  private int take(ImportCheckpoint open) throws IOException {
    CheckpointReport report = open.report();
    PrintWriter out = spec.commandLine().getOut();
    if (!json && !verbosity.quiet()) {
      list(report, out);
    }
    ObjectNode result = tree(report);
    try {
      SavedModel model = open.model(unknownAllowed, BuildVersion.version());
      result.put("parameters", model.spec().parameterCount());
      if (output != null) {
        ModelFile.write(output, model, force);
        result.put("output", output.toString());
      }
      result.put("result", output == null ? "fits" : "made");
      if (json) {
        out.println(result.toPrettyString());
      } else {
        out.println(output == null ? "The checkpoint fits." : output.toString());
      }
      return ExitCodes.OK;
    } catch (BadDataException e) {
      if (json) {
        result.put("result", "failed").put("error", ExitCodes.sentence(e));
        out.println(result.toPrettyString());
      }
      throw e;
    }
  }

  private static void list(CheckpointReport report, PrintWriter out) {
    for (CheckpointRow row : report.rows()) {
      out.println(
          "  "
              + Printable.name(row.variable().name())
              + " "
              + Arrays.toString(row.variable().shape())
              + " "
              + row.variable().type()
              + ": "
              + row.use().label()
              + (row.tensor() == null ? "" : " (" + row.remark() + ")"));
    }
    report.missing().forEach(name -> out.println("  " + name + ": missing"));
    out.println(
        Printable.line(report.checkpoint())
            + ": "
            + report.form()
            + ", "
            + (report.steps() == 0 ? "" : Counted.of(report.steps(), "step") + ", ")
            + Counted.of(report.rows().size(), "variable"));
    for (CheckpointRow.Use use : CheckpointRow.Use.values()) {
      long count = report.count(use);
      if (count > 0) {
        out.println(
            "  "
                + count
                + " "
                + use.label()
                + (use == CheckpointRow.Use.TAKEN ? ": " + report.weights() : ""));
      }
    }
    if (!report.missing().isEmpty()) {
      out.println("  " + report.missing().size() + " missing");
    }
  }

  private ObjectNode tree(CheckpointReport report) {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("input", checkpoint.toString()).put("checkpoint", report.checkpoint());
    tree.put("form", report.form()).put("preset", report.preset()).put("steps", report.steps());
    tree.put("weights", report.weights());
    var variables = tree.putArray("variables");
    for (CheckpointRow row : report.rows()) {
      ObjectNode variable = variables.addObject();
      variable.put("name", row.variable().name()).put("type", row.variable().type());
      Arrays.stream(row.variable().shape()).forEach(variable.putArray("shape")::add);
      variable.put("use", row.use().label());
      if (row.tensor() != null) {
        variable.put("tensor", row.tensor()).put("remark", row.remark());
      }
    }
    report.missing().forEach(tree.putArray("missing")::add);
    return tree;
  }
}
