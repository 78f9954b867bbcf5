package dev.synth.cli.play;

import dev.synth.app.play.Corner;
import dev.synth.app.play.PlayedSounds;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.GridCommand;
import dev.synth.cli.option.GridOptions;
import dev.synth.cli.option.YamlArguments;
import dev.synth.io.BadSettingException;
import dev.synth.io.PathNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine;

/** What was named for the corners of the pad. */
final class CornerInputs {
  private static final String CORNERS = "--corners";

  private final List<String> given;
  private final Consumer<String> remarks;

  /**
   * The corners of what was typed.
   *
   * @param typed sounds, or one YAML file of a grid
   * @param remarks receives sentences about sounds
   */
  CornerInputs(List<String> typed, Consumer<String> remarks) throws IOException {
    this.remarks = remarks;
    boolean isGrid = typed.size() == 1 && isYaml(typed.get(0));
    this.given = isGrid ? cornersOf(PathNames.of(typed.get(0))) : typed;
  }

  private static boolean isYaml(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return small.endsWith(".yaml") || small.endsWith(".yml");
  }

  private static List<String> cornersOf(Path file) throws IOException {
    CommandLine grid = new CommandLine(new GridCommand());
    List<String> arguments =
        YamlArguments.read(
            file, grid.getCommandSpec(), grid.parseArgs(), Set.of(CORNERS), Set.of(CORNERS));
    List<String> corners = new ArrayList<>();
    boolean isCorner = false;
    for (String argument : arguments) {
      if (argument.startsWith("--")) {
        isCorner = argument.equals(CORNERS);
      } else if (isCorner) {
        corners.add(argument);
      }
    }
    return corners;
  }

  int count() {
    return given.size();
  }

  /**
   * The corners, of {@code library} where none was named.
   *
   * @param others the names of the library's instruments for these
   */
  List<Corner> corners(PlayedSounds library, List<String> others) throws IOException {
    List<Corner> corners = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      corners.add(
          i < given.size() ? corner(given.get(i), library) : library.library(others.get(i)));
    }
    return corners;
  }

  private Corner corner(String text, PlayedSounds library) throws IOException {
    if (text.endsWith("=") || text.startsWith("=")) {
      throw new BadSettingException("'" + text + "' is not NAME=SOUND: one of the two is missing");
    }
    if (library.library().contains(text) && !Files.exists(PathNames.of(text))) {
      return library.library(text);
    }
    return library.of(
        GridOptions.corner(text, (input, problem) -> remarks.accept(ExitCodes.sentence(problem))),
        remarks);
  }
}
