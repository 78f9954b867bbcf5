package dev.synth.testing;

import dev.synth.io.checkpoint.Variable;
import dev.synth.model.TensorShape;
import dev.synth.models.wavenet.WaveNetSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The checkpoints that {@code scripts/make-checkpoints.sh} had TensorFlow write. */
public final class Checkpoints {
  /** Where they are. */
  public static final Path FOLDER = Path.of("src/test/resources/dev/synth/io/checkpoint");

  /** The sizes of their networks. */
  public static final WaveNetSpec SIZES =
      new WaveNetSpec(16_000, 2, 2, 3, 512, 3, 2, 2, 10, 3, 0, 0, false, 0);

  /** The same, as the command line sets them. */
  public static final String[] SET = {
    "--set", "encoderWidth=2",
    "--set", "encoderLayers=2",
    "--set", "latentChannels=3",
    "--set", "width=3",
    "--set", "skipWidth=2",
    "--set", "layers=2"
  };

  private Checkpoints() {}

  /** The values that TensorFlow was given for a variable: its name decides. */
  public static float[] values(Variable variable) {
    long length = 1;
    for (long extent : variable.shape()) {
      length *= extent;
    }
    return values(variable.name(), (int) length);
  }

  /** The same, of the moving average of a tensor, or of itself. */
  public static float[] values(TensorShape tensor, boolean averaged) {
    return values(tensor.name() + (averaged ? "/ExponentialMovingAverage" : ""), tensor.length());
  }

  private static float[] values(String name, int length) {
    Random random = new Random(name.hashCode());
    float[] values = new float[length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextInt(255) - 127) / 64f;
    }
    return values;
  }

  /** A copy of the files of {@code form}, to be damaged. */
  public static Path copy(String form, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(FOLDER.resolve(form))) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  /** An archive of the files of {@code form}, in a folder, as the published ones are. */
  public static void tar(String form, OutputStream to) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(to);
        Stream<Path> files = Files.list(FOLDER.resolve(form))) {
      for (Path file : files.sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        // macOS's tar adds such a file to each.
        for (String name : new String[] {"._" + file.getFileName(), file.getFileName() + ""}) {
          byte[] content = name.startsWith("._") ? new byte[] {1, 2, 3} : bytes;
          TarArchiveEntry entry = new TarArchiveEntry("wavenet-ckpt/" + name);
          entry.setSize(content.length);
          tar.putArchiveEntry(entry);
          tar.write(content);
          tar.closeArchiveEntry();
        }
      }
    }
  }
}
