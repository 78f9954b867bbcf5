package dev.synth.io.path;

import dev.synth.io.BadSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where the outputs of a command go: into a folder, or, of a single input, to a file of a chosen
 * name.
 *
 * @param folder the folder, of the file if there is one
 * @param file the only output, or null
 */
public record Destination(Path folder, Path file) {
  /** Endings of files, which nobody gives to a folder. */
  private static final List<String> ENDINGS =
      List.of(
          ".wav",
          ".npy",
          ".png",
          ".aif",
          ".aiff",
          ".flac",
          ".ogg",
          ".mp3",
          ".m4a",
          ".opus",
          ".json",
          ".html",
          ".sfz",
          ".dspreset",
          ".safetensors",
          ".tfrecord");

  /**
   * Decides by the name: a name with {@code ending} is a file's, unless a folder has it.
   *
   * @param ending of the outputs, with its point, in small letters; null where they are several
   * @throws BadSettingException if the name is that of another kind of file
   */
  public static Destination of(Path output, String ending) {
    String name = output.toString().toLowerCase(Locale.ROOT);
    if (!Files.isDirectory(output)) {
      if (ending != null && name.endsWith(ending)) {
        Path parent = output.getParent();
        return new Destination(parent == null ? Path.of("") : parent, output);
      }
      for (String other : ENDINGS) {
        if (name.endsWith(other)) {
          throw new BadSettingException(
              "The setting 'output': "
                  + output
                  + (ending == null
                      ? " is named as a file, but several files are written; name a folder"
                      : " is written as "
                          + ending.substring(1).toUpperCase(Locale.ROOT)
                          + "; name it "
                          + ending
                          + ", or name a folder"));
        }
      }
    }
    return new Destination(output, null);
  }

  /** The only file, or {@code name} in the folder. */
  public Path resolve(Path name) {
    return file != null ? file : folder.resolve(name);
  }

  /**
   * Checks that a single file is wanted of a single input.
   *
   * @throws BadSettingException if there are several
   */
  public void check(int inputs) {
    if (file != null && inputs > 1) {
      throw new BadSettingException(
          "The setting 'output': "
              + file
              + " is one file, but there are "
              + inputs
              + " inputs; name a folder");
    }
  }
}
