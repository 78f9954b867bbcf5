package dev.synth.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Options that had another name in version 0.1: the old one is still understood, on the command
 * line and in settings files, but not shown in any help.
 */
public final class OldWords {
  private static final Map<String, String> NEW =
      Map.of(
          "--mode", "--interpolation",
          "--batch", "--notes-at-once",
          "--workers", "--replicas",
          "--peak", "--peak-db",
          "--trim", "--trim-db",
          "--picture", "--output");

  private OldWords() {}

  /** {@code name}, with its dashes, or what {@code command} calls that option now. */
  public static String current(CommandSpec command, String name) {
    String current = NEW.get(name);
    boolean old =
        current != null && command.findOption(name) == null && command.findOption(current) != null;
    return old ? current : name;
  }

  /** {@code args} of {@code main} with the words of today. */
  public static String[] current(CommandLine main, String[] args) {
    CommandSpec command = main.getCommandSpec();
    List<String> words = new ArrayList<>();
    boolean options = true;
    for (String arg : args) {
      CommandLine subcommand = command.subcommands().get(arg);
      if (subcommand != null) {
        command = subcommand.getCommandSpec();
      }
      options &= !arg.equals("--");
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg : arg.substring(0, equals);
      words.add(
          options && arg.startsWith("--")
              ? current(command, name) + arg.substring(name.length())
              : arg);
    }
    return words.toArray(String[]::new);
  }
}
