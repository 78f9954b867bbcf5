package dev.synth.cli.option;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));
  private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*?)'");

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
    JsonNode root;
    try {
      root = YAML.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
      Matcher twice = DUPLICATE.matcher(e.getOriginalMessage());
      throw new BadDataException(
          twice.find()
              ? file + where + ": '" + twice.group(1) + "' is set a second time; keep one of them."
              : file + where + ": is no YAML.",
          e);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new BadDataException(file + ": is not a text in UTF-8.", e);
    }
    if (!root.isObject()) {
      throw new BadDataException(file + ": has no settings, such as size: 5.");
    }
    Path folder = file.getParent() == null ? Path.of("") : file.getParent();
    List<String> arguments = new ArrayList<>();
    List<String> several = new ArrayList<>();
    for (Map.Entry<String, JsonNode> setting : root.properties()) {
      String name = OldWords.current(command, "--" + setting.getKey());
      OptionSpec option = command.findOption(name);
      if (option == null || name.equals("--help") || name.equals("--version")) {
        throw new BadDataException(
            file
                + ": '"
                + setting.getKey()
                + "' is no setting; these are: "
                + String.join(", ", known(command))
                + ".");
      }
      if (typed.hasMatchedOption(option)) {
        continue;
      }
      List<String> values = new ArrayList<>();
      for (String value : values(file, setting.getKey(), setting.getValue())) {
        values.add(paths.contains(name) ? resolved(folder, value) : value);
      }
      if (option.arity().max() == 0) {
        if (!values.equals(List.of("true")) && !values.equals(List.of("false"))) {
          throw new BadDataException(file + ": " + setting.getKey() + " is true or false.");
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

  /** {@code NAME=PATH} keeps its name. */
  private static String resolved(Path folder, String value) {
    int equals = value.indexOf('=');
    String name = value.substring(0, equals + 1);
    return name + folder.resolve(value.substring(equals + 1));
  }

  private static List<String> values(Path file, String key, JsonNode node) throws BadDataException {
    List<String> values = new ArrayList<>();
    if (node.isArray() || node.isObject()) {
      for (Map.Entry<String, JsonNode> item : named(node)) {
        if (!item.getValue().isValueNode() || item.getValue().isNull()) {
          throw new BadDataException(file + ": " + key + " has something else than plain values.");
        }
        String name = item.getKey();
        values.add((name == null ? "" : name + "=") + item.getValue().asText());
      }
    } else if (node.isValueNode() && !node.isNull()) {
      values.add(node.asText());
    }
    if (values.isEmpty()) {
      throw new BadDataException(file + ": " + key + " has no value.");
    }
    return values;
  }

  /** The items of a list, or of an object with their names. */
  private static List<Map.Entry<String, JsonNode>> named(JsonNode node) {
    List<Map.Entry<String, JsonNode>> items = new ArrayList<>();
    if (node.isObject()) {
      items.addAll(node.properties());
    } else {
      node.forEach(item -> items.add(new java.util.AbstractMap.SimpleEntry<>(null, item)));
    }
    return items;
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
