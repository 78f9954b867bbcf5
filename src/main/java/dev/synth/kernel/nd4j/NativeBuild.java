package dev.synth.kernel.nd4j;

import dev.synth.kernel.IncubatorModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Chooses among ND4J's native builds the one for this CPU, before ND4J loads. ND4J by itself takes
 * the first one on the class path, and stops where the CPU lacks what that needs. So a build is
 * taken only for a CPU that is known to have all of it: Linux and macOS list what theirs has;
 * elsewhere the widest vectors that the JVM uses tell.
 */
public final class NativeBuild {
  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
  private static final String LOGGER = "org.bytedeco.javacpp.logger";
  private static final String AVX512 = "-onednn-avx512";
  private static final String AVX2 = "-onednn-avx2";
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final long PATIENCE_SECONDS = 5;

  private NativeBuild() {}

  /** Does nothing where the property is set already, or the CPU has no builds to choose from. */
  public static void choose() {
    // JavaCPP prints a warning that its version is not the one ND4J was built with, as it must be.
    if (System.getProperty(LOGGER) == null) {
      System.setProperty(LOGGER, "slf4j");
    }
    String architecture = System.getProperty("os.arch");
    boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
    if (x86 && System.getProperty(EXTENSION) == null) {
      System.setProperty(EXTENSION, ofSystem(System.getProperty("os.name")));
    }
  }

  private static String ofSystem(String system) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return linuxFlags().map(NativeBuild::extension).orElseGet(NativeBuild::ofVectors);
    }
    if (name.startsWith("mac")) {
      String known = macFlags().map(NativeBuild::extension).orElseGet(NativeBuild::ofVectors);
      return known.equals(AVX512) ? AVX2 : known; // there is no wider one for macOS
    }
    return ofVectors();
  }

  private static Optional<String> linuxFlags() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines.filter(line -> line.startsWith("flags")).findFirst();
    } catch (IOException | java.io.UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> macFlags() {
    Process process = null;
    try {
      process =
          new ProcessBuilder(
                  "/usr/sbin/sysctl", "-n", "machdep.cpu.features", "machdep.cpu.leaf7_features")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return Optional.empty();
      }
      InputStream out = process.getInputStream();
      return Optional.of(new String(out.readNBytes(out.available()), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  static String ofVectors() {
    IncubatorModule.load();
    try {
      // By name: the module is an incubating one, which may be missing.
      Object species =
          Class.forName("jdk.incubator.vector.ByteVector").getField("SPECIES_PREFERRED").get(null);
      Class<?> type = Class.forName("jdk.incubator.vector.VectorSpecies");
      return extension((int) type.getMethod("vectorBitSize").invoke(species));
    } catch (ReflectiveOperationException e) {
      return extension(0);
    }
  }

  /**
   * The ending of the build for a CPU on which the JVM prefers vectors of bytes of {@code bits}
   * bits: it does 512 of them only with AVX-512 BW, and 256 only with AVX2.
   */
  static String extension(int bits) {
    return bits >= 512 ? AVX512 : bits >= 256 ? AVX2 : "";
  }

  /**
   * The ending of the build for a CPU with these flags, as {@code /proc/cpuinfo} or {@code sysctl}
   * lists them.
   */
  static String extension(String flags) {
    String words = " " + flags.toLowerCase(Locale.ROOT).replaceAll("\\s", " ") + " ";
    if (words.contains(" avx512f ") && words.contains(" avx512bw ")) {
      return AVX512;
    }
    return words.contains(" avx2 ") && words.contains(" fma ") ? AVX2 : "";
  }
}
