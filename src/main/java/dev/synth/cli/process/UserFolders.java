package dev.synth.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/**
 * Where libraries may keep what they make again if it is lost. Java takes the user's folder from
 * the system's list of users; one who is not in it, as in many a container, has a folder called
 * {@code ?} there, which libraries would make wherever synth runs.
 */
public final class UserFolders {
  private static final String HOME = "user.home";
  private static final String PREFERENCES = "java.util.prefs.PreferencesFactory";
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private UserFolders() {}

  /** Sees to it that nothing is made outside of them; before any library is loaded. */
  public static void choose() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String home = system.contains("windows") ? null : System.getenv("HOME");
    if (isUsable(home)) {
      System.setProperty(HOME, home);
    } else if (!isUsable(System.getProperty(HOME))) {
      System.setProperty(HOME, temporary().toString());
    }
    if (System.getProperty(PREFERENCES) == null) {
      System.setProperty(PREFERENCES, "dev.synth.midi.NoPreferences");
    }
  }

  private static boolean isUsable(String folder) {
    try {
      return folder != null
          && Path.of(folder).isAbsolute()
          && Files.isDirectory(Path.of(folder))
          && Files.isWritable(Path.of(folder));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * A folder among the temporary files that nobody else can write to, the same every time where
   * that can be had.
   */
  private static Path temporary() {
    Path all = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    try {
      Path probe = Files.createTempFile(all, "synth", "");
      Object owner = Files.getAttribute(probe, "unix:uid");
      Files.delete(probe);
      Path own = all.resolve("synth-" + owner);
      if (!Files.exists(own)) {
        Files.createDirectory(own, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
      boolean safe =
          Files.isDirectory(own, java.nio.file.LinkOption.NOFOLLOW_LINKS)
              && Files.getAttribute(own, "unix:uid").equals(owner)
              && Files.getPosixFilePermissions(own).equals(PRIVATE);
      return safe ? own : Files.createTempDirectory(all, "synth");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return all;
    }
  }
}
