package dev.synth.kernel.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Chooses among ND4J's native builds the one for this CPU, before ND4J loads. ND4J by itself takes
 * the first one on the class path, and stops where the CPU lacks what that needs.
 */
final class NativeBuild {
  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private NativeBuild() {}

  /** Does nothing where the property is set already, or the system does not tell of its CPU. */
  static void choose() {
    if (System.getProperty(EXTENSION) != null || !Files.isReadable(CPU_INFO)) {
      return;
    }
    try (var lines = Files.lines(CPU_INFO)) {
      lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .ifPresent(flags -> System.setProperty(EXTENSION, extension(flags)));
    } catch (IOException | java.io.UncheckedIOException e) {
      // Then ND4J chooses.
    }
  }

  /** The ending of the build for a CPU with these flags, as {@code /proc/cpuinfo} lists them. */
  static String extension(String flags) {
    String words = " " + flags.replace('\t', ' ') + " ";
    if (words.contains(" avx512f ") && words.contains(" avx512bw ")) {
      return "-onednn-avx512";
    }
    return words.contains(" avx2 ") && words.contains(" fma ") ? "-onednn-avx2" : "";
  }
}
