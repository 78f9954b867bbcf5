package dev.synth.cli.compose;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.compose.TrainStyle;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.option.Verbosity;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.StyleFile;
import dev.synth.io.Outputs;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth style train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Learn a style from files and folders of scores.",
    description = {
      "",
      "Reads MIDI files and tunes in ABC notation, takes the melody of each and its chords (found"
          + " from the melody where there are none), and keeps all tunes with their titles, sources"
          + " and licences in the style. Every file is reported: how many of its tunes were taken,"
          + " or why it was left out. Learning takes seconds; synth compose writes pieces in the"
          + " style.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth style train my-tunes -o mine.style.json",
      "  synth style train waltzes.abc songs/*.mid --order 4 --max-copy 9 \\",
      "      -o waltz.style.json",
      ""
    })
public final class StyleTrainCommand implements Callable<Integer> {
  /** Of one file. */
  private static final int REMARKS = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "CORPUS",
      description = "MIDI and ABC files, and folders of them.")
  private List<Path> corpus;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The style: NAME" + StyleFile.ENDING + ".")
  private Path output;

  @Option(
      names = "--order",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "The most notes that decide what follows them, 1 to 8: more is nearer to the tunes"
              + " (default: ${DEFAULT-VALUE}).")
  private int order;

  @Option(
      names = "--max-copy",
      paramLabel = "N",
      defaultValue = "7",
      description =
          "The most notes in a row that a piece may have as a tune has them, transposed or not"
              + " (default: ${DEFAULT-VALUE}).")
  private int maxCopy;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing style.")
  private boolean force;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    String file = output.getFileName().toString();
    if (!file.endsWith(StyleFile.ENDING) || file.equals(StyleFile.ENDING)) {
      throw new ParameterException(
          spec.commandLine(),
          "--output: " + output + " is a style; name it NAME" + StyleFile.ENDING + ".");
    }
    Outputs.check(output, force);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ObjectNode report = new ObjectMapper().createObjectNode();
    ArrayNode files = report.putArray("files");
    TrainStyle.Listener listener =
        new TrainStyle.Listener() {
          @Override
          public void taken(Path path, List<String> titles, List<String> remarks) {
            ObjectNode node = files.addObject().put("file", path.toString());
            node.put("result", "taken");
            titles.forEach(node.putArray("tunes")::add);
            remarks.forEach(node.putArray("remarks")::add);
            if (!json) {
              String first = titles.size() == 1 ? ": " + Printable.name(titles.get(0)) : "";
              out.println(path + ": " + Counted.of(titles.size(), "tune") + first);
            }
            if (!verbosity.quiet()) {
              remarks.stream()
                  .limit(verbosity.verbose() ? remarks.size() : REMARKS)
                  .forEach(remark -> err.println("synth: " + ExitCodes.asSentence(remark)));
              if (!verbosity.verbose() && remarks.size() > REMARKS) {
                err.println(
                    "synth: "
                        + path
                        + ": "
                        + Counted.of(remarks.size() - REMARKS, "more remark")
                        + "; -v shows all.");
              }
            }
          }

          @Override
          public void leftOut(Path path, IOException reason) {
            String sentence = ExitCodes.sentence(reason);
            files
                .addObject()
                .put("file", path.toString())
                .put("result", "left out")
                .put("error", sentence);
            err.println("synth: " + sentence);
          }
        };
    String name = file.substring(0, file.length() - StyleFile.ENDING.length());
    TrainStyle.Result result =
        new TrainStyle(new Style.Settings(order, maxCopy), listener).run(name, corpus);
    StyleFile.write(output, result.style(), force);
    Style style = result.style();
    if (json) {
      report.put("style", output.toString()).put("tunes", style.tunes().size());
      ObjectNode meters = report.putObject("meters");
      style.meters().forEach((meter, count) -> meters.put(meter.toString(), count));
      report.put("filesLeftOut", result.filesLeftOut());
      report.put("tunesLeftOut", result.tunesLeftOut());
      out.println(report.toPrettyString());
    } else {
      StringJoiner meters = new StringJoiner(", ");
      style.meters().forEach((meter, count) -> meters.add(count + " in " + meter));
      out.println(
          output
              + ": "
              + Counted.of(style.tunes().size(), "tune")
              + " ("
              + meters
              + "); "
              + Counted.of(result.filesLeftOut(), "file")
              + " and "
              + Counted.of(result.tunesLeftOut(), "tune")
              + " left out");
    }
    return result.filesLeftOut() == 0 ? ExitCodes.OK : ExitCodes.BAD_DATA;
  }
}
