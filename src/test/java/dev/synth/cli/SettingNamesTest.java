package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The rooms below the command line name settings in words; a person reads flags. */
class SettingNamesTest {
  private static final Pattern SETTING = Pattern.compile("setting '([a-z][a-z ]*)'");

  @Test
  void settingsBecomeFlags() {
    assertEquals(
        "--batch must be at least 1; lower --min-confidence, or --crop.",
        ExitCodes.asSentence(
            "The setting 'batch' must be at least 1; lower the setting 'min confidence', or setting"
                + " 'crop'"));
    assertEquals("set 'a', settings 'b'", ExitCodes.withFlags("set 'a', settings 'b'"));
  }

  @Test
  void everySettingThatIsNamedIsAFlag() throws IOException {
    Set<String> flags = new HashSet<>();
    collect(Main.commandLine(), flags);
    int named = 0;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        // A message may be broken over lines.
        String text = Files.readString(file).replaceAll("\"\\s*\\+ \"", "");
        Matcher matcher = SETTING.matcher(text);
        while (matcher.find()) {
          String flag = ExitCodes.withFlags(matcher.group());
          assertTrue(flags.contains(flag), file + ": " + flag);
          named++;
        }
      }
    }
    assertTrue(named > 10, named + " settings");
  }

  private static void collect(CommandLine command, Set<String> flags) {
    flags.addAll(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(sub -> collect(sub, flags));
  }
}
