package dev.synth.io.path;

import java.nio.file.Path;

/**
 * Where synth keeps what it can make again: {@code synth} in the user's cache folder, which {@code
 * XDG_CACHE_HOME} names, else {@code ~/.cache}. The system property {@code synth.cache} names
 * another.
 */
public final class CacheFolder {
  private CacheFolder() {}

  /** The folder, which need not exist. */
  public static Path path() {
    String own = System.getProperty("synth.cache");
    if (own != null) {
      return Path.of(own);
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    return (cache == null || !Path.of(cache).isAbsolute()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache))
        .resolve("synth");
  }
}
