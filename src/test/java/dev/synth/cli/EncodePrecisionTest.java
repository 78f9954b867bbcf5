package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synth.kernel.Kernels;
import dev.synth.kernel.ProductPrecision;
import dev.synth.latent.EmbeddingFile;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code synth encode --precision}. */
class EncodePrecisionTest {
  @TempDir private Path dir;
  private Path model;
  private Path sound;
  private String kernels;

  @BeforeEach
  void writeModel() throws IOException {
    kernels = System.getProperty(Kernels.PROPERTY);
    model = Fixtures.model(dir.resolve("model.safetensors"));
    sound = Fixtures.note(dir.resolve("vocal_C4.wav"), 60, 0.4);
  }

  @AfterEach
  void restore() {
    if (kernels == null) {
      System.clearProperty(Kernels.PROPERTY);
    } else {
      System.setProperty(Kernels.PROPERTY, kernels);
    }
  }

  private Cli encode(Object model, Object... more) {
    Object[] args = {"encode", "-m", model, sound, "-o", dir.resolve("out"), "--precision"};
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Cli.run(all);
  }

  private float[] encoded() throws IOException {
    return EmbeddingFile.read(dir.resolve("out/vocal_C4_embeddings.npy")).values();
  }

  @Test
  void bf16IsNearFloatAndNotTakenForIt() throws IOException {
    assumeTrue(Kernels.hasFast(ProductPrecision.BF16), Kernels.lack(ProductPrecision.BF16));
    encode(model, "float").succeeded();
    float[] exact = encoded();
    Cli other = encode(model, "bf16");
    assertEquals(ExitCodes.CANNOT_CREATE, other.code());
    assertTrue(other.err().contains("precision none, not bf16"), other.err());
    encode(model, "bf16", "-f").succeeded();
    float[] rounded = encoded();
    encode(model, "bf16", "-f", "--threads", "1").succeeded();
    assertTrue(Arrays.equals(rounded, encoded()), "threads change no bit");
    assertFalse(Arrays.equals(exact, rounded));
    double difference = 0;
    double power = 0;
    for (int i = 0; i < exact.length; i++) {
      difference += Math.pow(rounded[i] - exact[i], 2);
      power += Math.pow(exact[i], 2);
    }
    // Each factor of each of the layers' products is off by 2^-9 of itself at most.
    assertTrue(Math.sqrt(difference / power) < 0.02, Math.sqrt(difference / power) + "");
  }

  @Test
  void whatCannotBeComputedIsOneSentence() {
    Cli steps = encode(model, "int8");
    assertEquals(ExitCodes.USAGE, steps.code());
    assertTrue(steps.err().contains("must be float or bf16, not int8"), steps.err());
    System.setProperty(Kernels.PROPERTY, "vector");
    Cli here = encode(model, "bf16");
    assertEquals(ExitCodes.USAGE, here.code());
    assertTrue(
        here.err().contains("--precision bf16 cannot be computed here (the sys"), here.err());
    assertFalse(Files.exists(dir.resolve("out/vocal_C4_embeddings.npy")));
  }

  @Test
  void kindsThatComputeInFloatAloneAreTold() {
    assumeTrue(Kernels.hasFast(ProductPrecision.BF16), Kernels.lack(ProductPrecision.BF16));
    Cli instant = encode("instant", "bf16");
    assertEquals(ExitCodes.USAGE, instant.code());
    String sentence = "--precision must be float for encoders of the kind instant";
    assertTrue(instant.err().contains(sentence), instant.err());
  }
}
