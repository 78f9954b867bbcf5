package dev.synth.io;

import dev.synth.io.text.Printable;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names of files that are made in one go, held to what every system can keep: a folder of
 * sounds is copied from Linux to Windows and macOS. There {@code A.wav} and {@code a.wav} are one
 * file, and so are an umlaut in one character and in two.
 *
 * <p>Source of the reserved names and characters: Microsoft, "Naming Files, Paths, and Namespaces".
 */
public final class FileNames {
  private static final Pattern RESERVED_CHARACTERS =
      Pattern.compile("[\\x00-\\x1f\\x7f<>:\"/\\\\|?*]");
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³]) *(\\..*)?");

  private final Map<String, Taken> taken = new HashMap<>();

  private record Taken(Path target, Object by) {}

  /**
   * Why {@code name}, with its ending, cannot be a file's name on every system, as the end of a
   * sentence about it; null if it can.
   */
  public static String problem(String name) {
    if (name.isEmpty()) {
      return "is empty";
    }
    if (RESERVED_CHARACTERS.matcher(name).find()) {
      return "has a character that not every system allows in a file's name";
    }
    if (name.endsWith(".") || name.endsWith(" ")) {
      return "ends with a point or a space, which Windows drops from a file's name";
    }
    if (DEVICE.matcher(name).matches()) {
      return "is the name of a device on Windows";
    }
    if (name.indexOf('\ufffd') >= 0) {
      return "has bytes that are not UTF-8, which other systems cannot keep (convmv renames many)";
    }
    // Half of a pair is a code point of its own, which no encoding has.
    boolean half = name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
    return half ? "has half a character" : null;
  }

  /** {@code name} with a dash for every character that not every system allows. */
  public static String safe(String name) {
    return RESERVED_CHARACTERS.matcher(name).replaceAll("-");
  }

  /**
   * Sets {@code target} aside for {@code input}, both as messages call them.
   *
   * @throws BadDataException if its name cannot be a file's on every system, or if an input before
   *     has the same output, or one that some systems take for the same
   */
  public void claim(Object input, Path target) throws BadDataException {
    String name = target.getFileName().toString();
    String problem = problem(name);
    if (problem != null) {
      throw new BadDataException(
          input
              + ": '"
              + Printable.name(name)
              + "' cannot be a file's name: it "
              + problem
              + "; rename it.");
    }
    Taken before = taken.putIfAbsent(key(target), new Taken(target, input));
    if (before == null) {
      return;
    }
    Object other = before.by();
    if (before.target().equals(target)) {
      throw new BadDataException(
          input + ": would be written to " + target + ", as " + other + " is; rename one.");
    }
    throw new BadDataException(
        input
            + ": would be written to "
            + target
            + ", and "
            + other
            + " to "
            + before.target()
            + ", which Windows and macOS take for the same file; rename one.");
  }

  /** Sets {@code target}, which nothing has, aside for {@code input}. */
  public void hold(Object input, Path target) {
    taken.put(key(target), new Taken(target, input));
  }

  /** Gives up {@code target}: the input that it was set aside for cannot be used. */
  public void release(Path target) {
    taken.remove(key(target));
  }

  /**
   * What {@code target}, or what some systems take for the same file, is set aside for; or null.
   */
  public Object holder(Path target) {
    Taken before = taken.get(key(target));
    return before == null ? null : before.by();
  }

  /** Whether {@code target}, or what some systems take for the same file, is set aside. */
  public boolean isTaken(Path target) {
    return taken.containsKey(key(target));
  }

  /** The same for all paths that a system may take for one. */
  private static String key(Path target) {
    String path = PathNames.text(target.toAbsolutePath().normalize());
    // Both ways: some letters, such as the long s, have their small letter only through a capital.
    String folded = Normalizer.normalize(path, Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(folded.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }
}
