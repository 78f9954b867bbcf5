package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class HelpTest {
  @Test
  void helpListsAllCommandsAndExitCodes() {
    String help = Cli.run("--help").succeeded().out();
    for (Map.Entry<String, CommandLine> command : Main.commandLine().getSubcommands().entrySet()) {
      assertTrue(help.contains("\n  " + command.getKey() + " "), command.getKey());
      assertTrue(help.contains(command.getValue().getHelp().header().strip()), help);
    }
    for (String code : "0 1 2 65 66 73 74 130".split(" ")) {
      assertTrue(help.lines().anyMatch(line -> line.startsWith("  " + code + " ")), code);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "encode",
        "decode",
        "interpolate",
        "mix",
        "grid",
        "pad",
        "play",
        "demo",
        "classify",
        "eval",
        "compare",
        "plot",
        "score",
        "score inspect",
        "runs",
        "runs list",
        "runs show",
        "runs plot",
        "compose",
        "style",
        "style train",
        "info",
        "import-checkpoint",
        "export",
        "data",
        "data render",
        "data import",
        "data inspect",
        "data check",
        "data convert",
        "data split"
      })
  void everyCommandShowsAnExample(String command) {
    String help = Cli.run((Object[]) (command + " --help").split(" ")).succeeded().out();
    assertTrue(help.contains("Example"), help);
    assertTrue(help.substring(help.indexOf("Example")).contains("  synth " + command), help);
    assertFalse(help.contains("null") || help.contains("${"), help);
    assertFalse(help.contains("Default:"), "defaults are written (default: x)");
  }

  @Test
  void noteFiltersAreUnderOneHeadingAndLimitsAreSaid() {
    for (String command : List.of("encode", "train", "eval", "data convert", "data check")) {
      String help = Cli.run((Object[]) (command + " --help").split(" ")).succeeded().out();
      int heading = help.indexOf("Note filters:");
      assertTrue(heading > 0 && help.lastIndexOf("--skip-corrupt") > heading, help);
      assertTrue(help.lastIndexOf("--family") > heading && help.indexOf("--force") < heading, help);
    }
    for (String help : List.of(Cli.run("--help").out(), Cli.run("encode", "--help").out())) {
      assertTrue(help.contains("16 kHz") && help.contains("single pitched notes"), help);
      assertTrue(help.contains("8 kHz") && help.contains("4 s"), help);
    }
  }

  @Test
  void withoutACommandThereIsASentenceAndTheUsage() {
    Cli none = Cli.run();
    none.misused("Name a command");
    assertTrue(none.err().contains("interpolate"), none.err());
    Cli.run("data").misused("Name a data command");
    Cli typo = Cli.run("encod");
    typo.misused("encod");
    assertTrue(typo.err().contains("encode"), typo.err());
    Cli option = Cli.run("encode", "--modle", "x", "y.wav");
    option.misused("--modle");
    assertTrue(option.err().contains("--model"), option.err());
    Cli.run("info", "--json=maybe").misused("--json");
  }

  /** Whatever is wrong, the hint is a line that can be typed as it stands. */
  @Test
  void everyHintNamesTheWholeCommand() {
    List<List<String>> paths = new ArrayList<>();
    collect(Main.commandLine(), List.of(), paths);
    assertTrue(paths.contains(List.of("data", "import")), paths.toString());
    paths.remove(List.of("generate-completion")); // picocli's own, which takes anything
    for (List<String> path : paths) {
      List<String> words = new ArrayList<>(path);
      words.add("--no-such-option=1");
      words.add("no-such-argument");
      Cli wrong = Cli.run(words.toArray());
      assertEquals(ExitCodes.USAGE, wrong.code(), path + ": " + wrong.err());
      // synth help tells of synth.
      List<String> told = path.subList(0, path.size() - (path.contains("help") ? 1 : 0));
      String whole = String.join(" ", Stream.concat(Stream.of("synth"), told.stream()).toList());
      wrong
          .err()
          .lines()
          .filter(line -> line.startsWith("Try ") || line.startsWith("Usage: "))
          .forEach(line -> assertTrue(line.matches("(Try|Usage:) " + whole + "\\b.*"), line));
    }
    Cli value = Cli.run("data", "import", "x", "-o", "y", "--min-confidence", "9");
    value.misused("--min-confidence");
    assertTrue(value.err().contains("Try synth data import --help."), value.err());
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> all) {
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              List<String> longer = new ArrayList<>(path);
              longer.add(name);
              all.add(longer);
              collect(sub, longer, all);
            });
  }

  /** Examples are not wrapped, so that they are to be short enough as they are. */
  @Test
  void noLineIsWiderThanATerminal() {
    assertNarrow(Main.commandLine());
  }

  private static void assertNarrow(CommandLine command) {
    command
        .getUsageMessage()
        .lines()
        .forEach(line -> assertTrue(line.length() <= 80, command.getCommandName() + ": " + line));
    command.getSubcommands().values().forEach(HelpTest::assertNarrow);
  }

  /** A grid's settings may come from a file, in which case the command is put together anew. */
  @Test
  void theHintOfACommandFromAFileIsTheSame(@TempDir Path dir) throws IOException {
    Path yaml = Files.writeString(dir.resolve("grid.yaml"), "corners: [a, b]\n");
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("-o", "x", "--tile", "0"),
            List.of("-o", "x", "--size", "1"))) {
      List<Object> words = new ArrayList<>(List.of("grid", yaml));
      words.addAll(wrong);
      Cli cli = Cli.run(words.toArray());
      cli.misused();
      assertTrue(cli.err().endsWith("Try synth grid --help." + System.lineSeparator()), cli.err());
    }
  }

  @Test
  void versionIsTheBuilds() {
    String version = Cli.run("--version").succeeded().out();
    assertTrue(version.matches("(?s)synth \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R.*"), version);
    assertEquals(version, Cli.run("encode", "--version").succeeded().out());
  }

  @Test
  void completionIsABashScript() {
    String script = Cli.run("generate-completion").succeeded().out();
    assertTrue(script.startsWith("#!/usr/bin/env bash"), script.substring(0, 80));
    assertTrue(script.contains("interpolate"));
  }

  @Test
  void aFullHeapIsASentence() {
    @Command(name = "fill")
    final class Fill implements Runnable {
      @Override
      public void run() {
        throw new OutOfMemoryError("Java heap space");
      }
    }

    java.io.StringWriter err = new java.io.StringWriter();
    CommandLine main = Main.commandLine().addSubcommand(new Fill());
    main.setErr(new java.io.PrintWriter(err, true));
    assertEquals(ExitCodes.FAILURE, main.execute("fill"));
    assertTrue(err.toString().contains("SYNTH_HEAP"), err.toString());
  }

  @Test
  void helpDoesNotWaitForTheTensorLibraryNorForPictures() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "--help")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains(" dev.synth.cli.TrainCommand "), "classes are logged");
    assertFalse(output.contains(" org.nd4j.") || output.contains(" org.deeplearning4j."));
    assertFalse(output.contains(" java.awt.") || output.contains(" org.knowm."));
  }
}
