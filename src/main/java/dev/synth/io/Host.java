package dev.synth.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the numbers of processes mean something: this machine, or, in a container, this container.
 */
final class Host {
  /** Twelve hexadecimal digits. */
  static final String ID = Sha256.of(name() + " " + processes()).substring(0, 12);

  private Host() {}

  /** The machine's name, without asking a network for it. */
  private static String name() {
    try {
      Path linux = Path.of("/proc/sys/kernel/hostname");
      if (Files.isReadable(linux)) {
        return Files.readString(linux).strip();
      }
      String windows = System.getenv("COMPUTERNAME");
      if (windows != null) {
        return windows;
      }
      Process uname =
          new ProcessBuilder("uname", "-n").redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Which processes are seen: those of another container may have the same numbers. */
  private static String processes() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
