package dev.synth.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.io.NoInputException;
import dev.synth.train.run.RunFolder;
import dev.synth.train.run.RunSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The settings of a run that is forked, as arguments of {@code synth train}. */
public final class ForkedSettings {
  private static final String INITIAL_SHARE = "--initial-share";

  /** What the checkpoint brings, or what does not hold for the new run. */
  private static final Set<String> NOT_TAKEN = Set.of("preset", "init", "fork", "steps");

  private ForkedSettings() {}

  /**
   * The arguments that stand for the settings of {@code run}, but for those that were typed.
   *
   * @throws NoInputException if there is no run
   */
  public static List<String> arguments(Path run, ParseResult typed) throws IOException {
    RunFolder folder = new RunFolder(run);
    if (!folder.isRun()) {
      throw new NoInputException(
          run + ": is no run's folder (it has no " + RunFolder.CONFIGURATION + ").");
    }
    if (typed.hasMatchedOption(INITIAL_SHARE)) {
      throw new ParameterException(
          typed.commandSpec().commandLine(),
          INITIAL_SHARE + " stays what it is in the run that is forked; leave it out.");
    }
    List<String> arguments = new ArrayList<>();
    if (folder.settings().text(INITIAL_SHARE.substring(2)).isEmpty()) {
      arguments.add(INITIAL_SHARE + "=0"); // not the preset's
    }
    String precision = "--" + RunSettings.PRECISION;
    if (folder.settings().text(RunSettings.PRECISION).isEmpty()
        && !typed.hasMatchedOption(precision)) {
      arguments.add(precision + "=" + folder.precision());
    }
    int steps = folder.configuration().path("steps").asInt();
    if (steps > 0 && !typed.hasMatchedOption("--steps")) {
      arguments.add("--steps=" + steps);
    }
    for (Map.Entry<String, JsonNode> setting : folder.settings().values().entrySet()) {
      String name = "--" + setting.getKey();
      OptionSpec option = typed.commandSpec().findOption(name);
      if (option == null
          || NOT_TAKEN.contains(setting.getKey())
          || !RunSettings.isSetting(setting.getKey())
          || typed.hasMatchedOption(option)) {
        continue;
      }
      String value = RunSettings.text(setting.getValue());
      if (option.arity().max() > 0) {
        arguments.add(name + "=" + value);
      } else if (value.equals("true")) {
        arguments.add(name);
      }
    }
    return arguments;
  }
}
