package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixCommandTest {
  @TempDir private Path dir;
  private Path model;
  private Path out;
  private Path one;
  private Path ten;
  private Path hundred;

  @BeforeEach
  void writeInputs() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    out = dir.resolve("out.npy");
    one = constant("one.npy", 1);
    ten = constant("ten.npy", 10);
    hundred = constant("hundred.npy", 100);
  }

  private Path constant(String name, float value) throws IOException {
    float[] values = new float[8 * 16];
    Arrays.fill(values, value);
    EmbeddingFile.write(dir.resolve(name), new Embedding(8, 16, values), Fixtures.MIDDLE_C, false);
    return dir.resolve(name);
  }

  private Cli mix(Object... args) {
    List<Object> all = new ArrayList<>(List.of("mix", "-m", model, "-o", out));
    all.addAll(List.of(args));
    return Cli.run(all.toArray());
  }

  private Embedding mixed(Object... args) throws IOException {
    mix(args).succeeded();
    Embedding embedding = EmbeddingFile.read(out);
    Files.delete(out);
    return embedding;
  }

  private float value(Object... args) throws IOException {
    return mixed(args).value(3, 5);
  }

  @Test
  void weightsAreGivenOrShared() throws IOException {
    assertEquals(37, value(one, ten, hundred), 1e-4);
    assertEquals(3.7, value(one + "@0.7", ten + "@0.3"), 1e-6);
    assertEquals(3.7, value(one + "@0.7", ten), 1e-6);
    assertEquals(91, value(one, hundred, "--minus", ten), 1e-4);
    assertEquals(1 * 2 + 2 * -10, value(one + "@2", "--minus", ten + "@2"), 1e-4);
    assertTrue(mix(one, ten).succeeded().out().contains("8 frames (0.256 s), weights 0.5, 0.5"));
    Cli again = mix(one, ten).succeeded();
    assertTrue(again.out().contains("done before"), again.out());
    mix(one, ten, "--stretch", "2").refused(ExitCodes.CANNOT_CREATE, out, "stretch", "-f");
    Files.writeString(out, "mine");
    mix(one).refused(ExitCodes.CANNOT_CREATE, out, "-f");
    mix("-f", one).succeeded();
  }

  @Test
  void timeIsStretchedTiledCutAndFaded() throws IOException {
    assertEquals(16, mixed(one, "--stretch", "2").frames());
    assertEquals(4, mixed(one, "--stretch", "0.5").frames());
    assertEquals(24, mixed(one, "--tile", "3").frames());
    assertEquals(32, mixed(one, "--length", "1s").frames());
    assertEquals(3, mixed(one, "--length", "3frames").frames());
    assertEquals(0.5, mixed(one, "--envelope", "0s:0,256ms:1").value(3, 0), 0.07);
    Embedding faded = mixed(one, hundred, "--crossfade");
    assertEquals(1, faded.value(0, 0), 1);
    assertEquals(100, faded.value(7, 0), 1);
    assertEquals(101, faded.value(3, 0) + faded.value(4, 0), 1e-3);
    Embedding late = mixed(one, hundred, "--crossfade", "4frames..6frames");
    assertEquals(1, late.value(3, 0));
    assertEquals(100, late.value(6, 0));
  }

  @Test
  void soundsAreEncodedAndShorterInputsCutTheLonger() throws IOException {
    Path sound = Fixtures.note(dir.resolve("s.wav"), 60, 0.1);
    Cli run = mix(sound, one);
    run.refused(ExitCodes.OK, one, "8 frames (0.26 s) to 4 (0.13 s)");
    assertEquals(4, EmbeddingFile.read(out).frames());
  }

  @Test
  void typingErrorsAreUsageErrors() {
    mix(one + "@x").misused("after its @");
    mix(one, "--crossfade").misused("two inputs");
    mix(one, ten, "--crossfade", "2..3").misused("unit");
    mix(one, ten, "--crossfade", "2s").misused("FROM..TO");
    mix(one, ten, "--crossfade", "2s..1s").misused("before it begins");
    mix(one, ten, hundred, "--crossfade", "1s..2s").misused("two inputs");
    mix(dir.resolve("none.npy")).refused(ExitCodes.NO_INPUT, "none.npy");
    Cli.run("mix", "-m", model, one, "-o", dir.resolve("x.wav")).misused(".npy");
    assertFalse(Files.exists(out));
  }
}
