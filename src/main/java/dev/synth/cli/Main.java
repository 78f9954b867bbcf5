package dev.synth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.cli.compose.ComposeCommand;
import dev.synth.cli.compose.StyleCommand;
import dev.synth.cli.data.DataCommand;
import dev.synth.cli.exchange.ExportCommand;
import dev.synth.cli.exchange.ImportCheckpointCommand;
import dev.synth.cli.measure.CompareCommand;
import dev.synth.cli.option.ArgumentFiles;
import dev.synth.cli.option.Numbers;
import dev.synth.cli.option.OldWords;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.pipe.PipedOutput;
import dev.synth.cli.pipe.Pipes;
import dev.synth.cli.play.PlayCommand;
import dev.synth.cli.process.Arguments;
import dev.synth.cli.process.Interruption;
import dev.synth.cli.process.Share;
import dev.synth.cli.process.StandardWriter;
import dev.synth.cli.process.UserFolders;
import dev.synth.cli.provenance.CredentialsCommand;
import dev.synth.cli.provenance.TraceCommand;
import dev.synth.cli.runs.RunsCommand;
import dev.synth.cli.score.ScoreCommand;
import dev.synth.io.BadSettingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code synth} command and the only place that ends the process. */
@Command(
    name = "synth",
    versionProvider = BuildVersion.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Neural audio synthesis: learn notes, morph between them, play the result.",
    subcommands = {
      HelpCommand.class,
      DataCommand.class,
      TrainCommand.class,
      RunsCommand.class,
      EncodeCommand.class,
      DecodeCommand.class,
      InterpolateCommand.class,
      MixCommand.class,
      GridCommand.class,
      PadCommand.class,
      PlayCommand.class,
      DemoCommand.class,
      ClassifyCommand.class,
      EvalCommand.class,
      CompareCommand.class,
      PlotCommand.class,
      ComposeCommand.class,
      StyleCommand.class,
      ScoreCommand.class,
      InfoCommand.class,
      TraceCommand.class,
      CredentialsCommand.class,
      ImportCheckpointCommand.class,
      ExportCommand.class,
      picocli.AutoComplete.GenerateCompletion.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Halfway between two of your sounds, with the model that comes with synth:",
      "    synth interpolate flute.wav piano.wav --steps 3 -o morph",
      "  Everything about a command:",
      "    synth train --help",
      "",
      "Limits:",
      "  The models that come with synth play single pitched notes, one at a time,",
      "  such as the notes of 4 s that they were trained on: instant at 48 kHz,",
      "  wavenet at 16 kHz."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all work done",
      "1:failure (not enough memory, or a fault in synth itself)",
      "2:the command line is wrong",
      "65:an input's content cannot be used",
      "66:an input does not exist",
      "73:an output cannot be created (-f overwrites)",
      "74:reading or writing failed",
      "129:the terminal was closed",
      "130:interrupted (a training run is saved first, and can be resumed)",
      "143:terminated, likewise"
    })
public final class Main implements Runnable {
  /** Commands that keep, when they are interrupted, what they have finished. */
  /** Picocli's sentence on a value that is none of an enum's. */
  private static final Pattern ONE_OF =
      Pattern.compile("expected one of \\[(.*)\\] \\(case-insensitive\\) but was ('.*')");

  private static final Set<String> RESUMED =
      Set.of(
          "encode",
          "decode",
          "interpolate",
          "grid",
          "classify",
          "plot",
          "convert",
          "import",
          "render");

  /** Commands whose JSON is a list of results. */
  private static final Set<String> LISTS =
      Set.of("encode", "decode", "grid", "classify", "plot", "info", "trace", "list", "show");

  @Spec private CommandSpec spec;

  /** Ends the process with the command's exit code. */
  public static void main(String[] args) {
    UserFolders.choose();
    StandardWriter err = StandardWriter.err();
    Interruption.listen(err);
    System.exit(
        commandLine().setOut(StandardWriter.out()).setErr(err).execute(Arguments.exact(args)));
  }

  /** The whole command tree; tests run it without ending the JVM. */
  public static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Main()) {
          @Override
          public int execute(String... args) {
            try {
              String[] words = OldWords.current(this, ArgumentFiles.expand(args));
              return checkWritten(this, super.execute(words));
            } catch (IOException e) {
              return report(e, this);
            } finally {
              Pipes.close();
            }
          }
        };
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    keepExamplesWhole(commandLine);
    Numbers.register(commandLine);
    commandLine.setExpandAtFiles(false); // in execute, which knows byte order marks
    commandLine.setExecutionStrategy(Main::runOrReport);
    commandLine.setExecutionExceptionHandler(
        (failure, command, result) -> report(failure, command));
    commandLine.setParameterExceptionHandler((failure, args) -> explain(failure));
    return commandLine;
  }

  /** Examples are there to be copied, so their lines are not wrapped. */
  private static void keepExamplesWhole(CommandLine command) {
    command
        .getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_FOOTER,
            help -> {
              String end = System.lineSeparator();
              return String.format(
                      Locale.ROOT, String.join(end, help.commandSpec().usageMessage().footer()))
                  + end;
            });
    command.getSubcommands().values().forEach(Main::keepExamplesWhole);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** Results that nobody received are no success. */
  private static int checkWritten(CommandLine command, int code) {
    String failure = command.getOut() instanceof StandardWriter out ? out.failure() : null;
    if (failure == null) {
      return code;
    }
    String sentence = "Standard output cannot be written to: " + failure + ".";
    command.getErr().println("synth: " + sentence);
    return code == ExitCodes.OK ? ExitCodes.IO_ERROR : code;
  }

  /**
   * Picocli hands exceptions to the handler but lets errors through: a full heap is reported too,
   * and a library that does not load.
   */
  private static int runOrReport(CommandLine.ParseResult parsed) {
    refuseRepeated(parsed);
    CommandLine command = command(parsed);
    PipedOutput.check(command, command.getCommandName());
    int[] code = new int[1];
    Runnable run = () -> code[0] = new CommandLine.RunLast().execute(parsed);
    Interruption.Ending ending = Interruption.add(() -> endJson(command));
    try {
      String name = command.getCommandSpec().name();
      Interruption.advise(
          RESUMED.contains(name) ? "What is finished is kept; the same command goes on." : "");
      if (isHelp(parsed)) {
        StandardWriter.raw(command.getOut(), run);
      } else {
        run.run();
      }
    } catch (Error e) {
      throw new CommandLine.ExecutionException(command, "error", e);
    } finally {
      ending.close();
    }
    return code[0];
  }

  private static CommandLine command(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.commandSpec().commandLine();
  }

  /** A command that is interrupted before it could print its JSON prints some that says so. */
  private static void endJson(CommandLine command) {
    if (isOn(command.getCommandSpec(), "--json")
        && command.getOut() instanceof StandardWriter out
        && out.isUnused()) {
      out.println("{\"interrupted\": true}");
    }
  }

  /** A command that fails before it could print its JSON prints some that says why. */
  private static void failJson(CommandLine command, String sentence) {
    CommandSpec spec = command.getCommandSpec();
    if (isOn(spec, "--json") && command.getOut() instanceof StandardWriter out && out.isUnused()) {
      ObjectNode failure = JsonNodeFactory.instance.objectNode();
      failure.put("result", "failed").put("error", sentence);
      boolean list = LISTS.contains(spec.name()) && !isOn(spec, "--dry-run");
      JsonNode result = list ? JsonNodeFactory.instance.arrayNode().add(failure) : failure;
      out.println(result.toPrettyString());
    }
  }

  private static boolean isOn(CommandSpec command, String flag) {
    OptionSpec option = command.findOption(flag);
    return option != null && Boolean.TRUE.equals(option.getValue());
  }

  /** Whether nothing but help is printed, which may have bold letters. */
  private static boolean isHelp(CommandLine.ParseResult parsed) {
    for (CommandLine.ParseResult part = parsed; part != null; part = part.subcommand()) {
      if (part.isUsageHelpRequested() || part.commandSpec().userObject() instanceof HelpCommand) {
        return true;
      }
    }
    return false;
  }

  /**
   * Picocli refuses an option that is given twice, but not one of a group: there it would forget
   * all that was given of the group before.
   */
  private static void refuseRepeated(CommandLine.ParseResult parsed) {
    CommandSpec command = parsed.commandSpec();
    for (ArgGroupSpec group : command.argGroups()) {
      Set<ArgSpec> seen = new HashSet<>();
      for (var container : parsed.findMatches(group)) {
        for (var match : container.matches()) {
          for (OptionSpec option : group.allOptionsNested()) {
            if (!match.matchedValues(option).isEmpty() && !seen.add(option)) {
              throw new ParameterException(
                  command.commandLine(),
                  "option '" + option.longestName() + "' should be specified only once");
            }
          }
        }
      }
    }
    if (parsed.hasSubcommand()) {
      refuseRepeated(parsed.subcommand());
    }
  }

  /** What is wrong with the command line, and where to read how it goes. */
  private static String noneOf(MatchResult found) {
    String known = found.group(1).toLowerCase(Locale.ROOT);
    return Matcher.quoteReplacement(found.group(2) + " is none of " + known);
  }

  private static int explain(ParameterException thrown) {
    CommandLine command = thrown.getCommandLine();
    List<String> unmatched = command.getUnmatchedArguments();
    // An option that is unknown is told before one that is missing: it is often the same.
    ParameterException failure =
        thrown instanceof MissingParameterException && !unmatched.isEmpty()
            ? new UnmatchedArgumentException(command, unmatched)
            : thrown;
    if (!Share.OWN.tells(ExitCodes.USAGE)) {
      return ExitCodes.USAGE;
    }
    PrintWriter err = command.getErr();
    String sentence = ONE_OF.matcher(failure.getMessage()).replaceAll(Main::noneOf);
    err.println("synth: " + ExitCodes.asSentence(sentence));
    if (!command.getSubcommands().isEmpty() && !(failure instanceof UnmatchedArgumentException)) {
      StandardWriter.raw(err, () -> command.usage(err));
    } else if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
      err.println("Try " + command.getCommandSpec().qualifiedName() + " --help.");
    }
    return ExitCodes.USAGE;
  }

  /** One sentence for the person, the exit code for the script; the trace only under -v. */
  private static int report(Exception failure, CommandLine command) {
    if (failure instanceof BadSettingException) {
      return explain(new ParameterException(command, failure.getMessage(), failure));
    }
    failJson(command, ExitCodes.sentence(failure));
    if (!Share.OWN.tells(ExitCodes.of(failure))) {
      return ExitCodes.of(failure);
    }
    command.getErr().println("synth: " + ExitCodes.sentence(failure));
    if (Verbosity.isVerbose(command)) {
      failure.printStackTrace(command.getErr());
    }
    return ExitCodes.of(failure);
  }
}
