package dev.synth.cli.option;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.json.JsonProblem;
import dev.synth.io.text.Printable;
import dev.synth.io.text.TextLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command's options from a YAML file: each key is an option's long name without the dashes. So a
 * file says nothing that the command line cannot, in the same words, with the same checks.
 */
public final class YamlArguments {
  private static final JsonFactory YAML =
      new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final Pattern DUPLICATE =
      Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

  private YamlArguments() {}

  /**
   * The arguments that {@code file} stands for, but for those that were typed.
   *
   * @param typed what was typed
   * @param paths options whose values are paths, relative to the file's folder
   * @param lists options of several arguments each
   * @throws BadDataException if the file is no YAML of this kind; the message names the key
   */
  public static List<String> read(
      Path file,
      CommandSpec command,
      CommandLine.ParseResult typed,
      Set<String> paths,
      Set<String> lists)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoInputException(file + ": no such file.");
    }
    Map<String, List<Item>> settings = settings(file);
    if (settings.isEmpty()) {
      throw new BadDataException(file + ": has no settings, such as size: 5.");
    }
    Path folder = file.getParent() == null ? Path.of("") : file.getParent();
    List<String> arguments = new ArrayList<>();
    List<String> several = new ArrayList<>();
    for (Map.Entry<String, List<Item>> setting : settings.entrySet()) {
      String name = OldWords.current(command, "--" + setting.getKey());
      OptionSpec option = command.findOption(name);
      if (option == null || name.equals("--help") || name.equals("--version")) {
        throw new BadDataException(
            file
                + ": '"
                + Printable.value(setting.getKey())
                + "' is no setting; these are: "
                + String.join(", ", known(command))
                + ".");
      }
      if (typed.hasMatchedOption(option)) {
        continue;
      }
      List<String> values = new ArrayList<>();
      for (Item item : setting.getValue()) {
        try {
          values.add(paths.contains(name) ? resolved(folder, item.text()) : item.text());
        } catch (InvalidPathException e) {
          throw new BadDataException(
              file + ": '" + Printable.name(item.text()) + "' cannot be a path.", e);
        }
      }
      if (option.arity().max() == 0) {
        if (!values.equals(List.of("true")) && !values.equals(List.of("false"))) {
          throw new BadDataException(
              file + ": " + Printable.value(setting.getKey()) + " is true or false.");
        }
        arguments.addAll(values.equals(List.of("true")) ? List.of(name) : List.of());
      } else if (lists.contains(name)) {
        several.add(name);
        several.addAll(values);
      } else {
        arguments.add(name + "=" + String.join(",", values));
      }
    }
    // Last, because such an option takes what comes after it, too.
    arguments.addAll(several);
    return arguments;
  }

  /** A value as it was typed: {@code 060} is no octal number, and {@code on} no boolean. */
  private record Item(String name, String value) {
    String text() {
      return (name == null ? "" : name + "=") + value;
    }
  }

  /** The settings of {@code file}, each with its one value, or its list or object of them. */
  private static Map<String, List<Item>> settings(Path file) throws IOException {
    String text = TextLines.text(Files.readAllBytes(file), file.toString());
    Map<String, List<Item>> settings = new LinkedHashMap<>();
    try (YAMLParser yaml = (YAMLParser) YAML.createParser(text)) {
      if (yaml.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      while (yaml.nextToken() == JsonToken.FIELD_NAME) {
        String key = yaml.currentName();
        yaml.nextToken();
        List<Item> items = items(file, key, yaml);
        if (items.isEmpty()) {
          throw new BadDataException(file + ": " + Printable.value(key) + " has no value.");
        }
        settings.put(key, items);
      }
      if (yaml.nextToken() != null) {
        throw new BadDataException(
            file
                + JsonProblem.at(yaml.currentTokenLocation())
                + ": a second document begins; keep one.");
      }
    } catch (JsonProcessingException e) {
      Matcher twice = DUPLICATE.matcher(e.getOriginalMessage());
      String where = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
      throw new BadDataException(
          twice.find()
              ? file
                  + where
                  + ": '"
                  + Printable.value(twice.group(1))
                  + "' is set a second time; keep one of them."
              : file + where + ": is no YAML.",
          e);
    }
    return settings;
  }

  private static List<Item> items(Path file, String key, YAMLParser yaml) throws IOException {
    List<Item> items = new ArrayList<>();
    JsonToken first = yaml.currentToken();
    if (!first.isStructStart()) {
      return first == JsonToken.VALUE_NULL
          ? items
          : List.of(new Item(null, plain(file, key, yaml)));
    }
    while (!yaml.nextToken().isStructEnd()) {
      String name = first == JsonToken.START_OBJECT ? yaml.currentName() : null;
      if (first == JsonToken.START_OBJECT) {
        yaml.nextToken();
      }
      items.add(new Item(name, plain(file, key, yaml)));
    }
    return items;
  }

  private static String plain(Path file, String key, YAMLParser yaml) throws IOException {
    if (!yaml.currentToken().isScalarValue()
        || yaml.currentToken() == JsonToken.VALUE_NULL
        || yaml.isCurrentAlias()) {
      throw new BadDataException(
          file + ": " + Printable.value(key) + " has something else than plain values.");
    }
    return yaml.getText();
  }

  /** {@code NAME=PATH} keeps its name. */
  private static String resolved(Path folder, String value) {
    int equals = value.indexOf('=');
    String name = value.substring(0, equals + 1);
    return name + folder.resolve(value.substring(equals + 1));
  }

  private static Set<String> known(CommandSpec command) {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : command.options()) {
      names.add(option.longestName().substring(2));
    }
    names.removeAll(Set.of("help", "version"));
    return names;
  }
}
