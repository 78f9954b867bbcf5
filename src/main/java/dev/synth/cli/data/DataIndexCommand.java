package dev.synth.cli.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.trace.IndexNotes;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.Progress;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.Note;
import dev.synth.io.Outputs;
import dev.synth.io.text.Printable;
import dev.synth.model.ModelFiles;
import dev.synth.provenance.sources.TrainingNotes;
import dev.synth.provenance.sources.TrainingNotesFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth data index}: what a model was trained on, in little. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Index the notes that a model was trained on.",
    description = {
      "",
      "The index has the names of the notes, where they are from, under which licence, and what each"
          + " sounds like in 256 bytes. It lies beside the model, as MODEL.notes.npz. synth info"
          + " tells the sources then, and synth trace which training notes are nearest to a sound.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth data index mine --model runs/mine --licence mine='my own'",
      "  synth data index nsynth-train.tfrecord -m runs/nsynth \\",
      "    -l nsynth-train.tfrecord='CC BY 4.0, Google Inc., the NSynth Dataset'",
      ""
    })
public final class DataIndexCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "Notes, in any form.")
  private List<Path> sources;

  @ArgGroup(multiplicity = "1")
  private Place place;

  /** Where the index goes. */
  private static final class Place {
    @Option(
        names = {"-m", "--model"},
        paramLabel = "MODEL",
        description =
            "Write the index beside this model, which must have been trained on these notes.")
    private Path model;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE.npz",
        description = "Write the index to this file.")
    private Path output;
  }

  @Option(
      names = {"-l", "--licence"},
      paramLabel = "SOURCE=TEXT",
      description =
          "Licence of the notes of a source, and whom to name. SOURCE is a soundfont's file name, or"
              + " that of the notes' file or folder. May be given several times.")
  private Map<String, String> licences = new LinkedHashMap<>();

  @Mixin private NoteOptions wanted;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing index.")
  private boolean force;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    Path model = place.model == null ? null : ModelFiles.of(place.model);
    Path output = model == null ? place.output : TrainingNotes.besides(model);
    Outputs.check(output, force);
    List<Note> notes = wanted.openGood(sources, this::warn, verbosity.quiet());
    PrintWriter err = spec.commandLine().getErr();
    IndexNotes.Result result;
    try (Progress bar = new Progress(err, "indexing", verbosity.quiet())) {
      result =
          IndexNotes.of(
              notes,
              model,
              licences,
              threads.count(),
              problem -> {
                bar.clear();
                warn(problem);
              },
              bar::update);
    }
    TrainingNotesFile.write(output, result.index(), force);
    if (json) {
      spec.commandLine()
          .getOut()
          .println(
              JSON.createObjectNode()
                  .put("output", output.toString())
                  .put("notes", result.index().notes().size())
                  .put("notesFailed", result.failed())
                  .<ObjectNode>set("sources", JSON.valueToTree(result.index().sources()))
                  .toPrettyString());
    } else {
      spec.commandLine().getOut().println(output);
    }
    result.index().sources().stream()
        .filter(source -> source.licence().isEmpty())
        .forEach(
            source ->
                warn(
                    "no licence is given for "
                        + Printable.name(source.name())
                        + "; say it with --licence '"
                        + Printable.name(source.name())
                        + "=TEXT'."));
    return result.failed() == 0 ? wanted.exitCode() : ExitCodes.BAD_DATA;
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.asSentence(problem));
    }
  }
}
