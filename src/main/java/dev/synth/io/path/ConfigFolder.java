package dev.synth.io.path;

import java.nio.file.Path;

/**
 * Where synth keeps what is the user's own and cannot be made again: {@code synth} in the user's
 * folder for settings, which {@code XDG_CONFIG_HOME} names, else {@code ~/.config}. The system
 * property {@code synth.config} names another.
 */
public final class ConfigFolder {
  private ConfigFolder() {}

  /** The folder, which need not exist. */
  public static Path path() {
    String own = System.getProperty("synth.config");
    if (own != null) {
      return Path.of(own);
    }
    String config = System.getenv("XDG_CONFIG_HOME");
    return (config == null || !Path.of(config).isAbsolute()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(config))
        .resolve("synth");
  }
}
