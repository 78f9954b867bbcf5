package dev.synth.cli.provenance;

import dev.synth.cli.BuildVersion;
import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.provenance.Marking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How generated sounds say that they were generated: in fields, credentials and a watermark, unless
 * these are turned off.
 */
public final class MarkOptions {
  /** What reproducible builds put in the place of today's date. */
  private static final String DATE = "SOURCE_DATE_EPOCH";

  private static final int KEY_BYTES_MIN = 16;
  private static final long KEY_BYTES_MAX = 4096;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--no-fields",
      description =
          "Do not write in plain text into the file that it was generated, by what and when; players"
              + " and editors will not show it.")
  private boolean noFields;

  @Option(
      names = "--no-credentials",
      description =
          "Do not sign; nobody can then tell from the file who made it, from what, and whether it"
              + " was changed.")
  private boolean noCredentials;

  @Option(
      names = "--no-watermark",
      description =
          "Do not put the faint mark into the sound itself; once it is converted, nothing in it says"
              + " then that it was generated.")
  private boolean noWatermark;

  @Option(
      names = "--mark-key",
      paramLabel = "FILE",
      description =
          "Mark with a key of your own, the bytes of this file, 16 or more; who looks for the mark"
              + " needs it, too (default: a key that everyone has).")
  private Path markKey;

  /** The marking that the options ask for. */
  public Marking marking() throws IOException {
    Optional<byte[]> key = Optional.empty();
    if (noWatermark && markKey != null) {
      throw usage(
          spec, "--mark-key is of the watermark that --no-watermark leaves out; give one of them");
    }
    if (!noWatermark) {
      key = Optional.of(markKey == null ? Marking.publicKey() : key(markKey));
    }
    Marking.Layers layers =
        new Marking.Layers(!noFields, noCredentials ? null : new FirstUse(spec), key);
    return new Marking(layers, BuildVersion.version(), date(spec));
  }

  /** The key in a file. */
  static byte[] key(Path file) throws IOException {
    InputFile.check(file);
    long bytes = Files.size(file);
    if (bytes < KEY_BYTES_MIN || bytes > KEY_BYTES_MAX) {
      throw new BadDataException(
          file
              + ": has "
              + bytes
              + " bytes, and the key of a watermark has from "
              + KEY_BYTES_MIN
              + " to "
              + KEY_BYTES_MAX
              + "; head -c 32 /dev/urandom makes one.");
    }
    return Files.readAllBytes(file);
  }

  /** Today, or the date of {@value #DATE}. */
  static Instant date(CommandSpec spec) {
    String seconds = System.getenv(DATE);
    if (seconds == null || seconds.isBlank()) {
      return Instant.now();
    }
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds.strip()));
    } catch (NumberFormatException | DateTimeException e) {
      throw usage(spec, DATE + " is not a number of seconds since 1970: '" + seconds + "'");
    }
  }

  private static ParameterException usage(CommandSpec spec, String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }
}
