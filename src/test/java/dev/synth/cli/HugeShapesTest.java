package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.WorkFailedException;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingOps;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products of frames, hops, samples and channels beyond an array's end in a sentence. */
class HugeShapesTest {
  @TempDir private Path dir;

  @Test
  void everyShapeThatIsTooMuchIsRefusedByItsOption() throws IOException {
    Path model = Fixtures.model(dir.resolve("m.safetensors"));
    Path e = Fixtures.embedding(dir.resolve("e.npy"), 4, 16);
    Path other = Fixtures.embedding(dir.resolve("f.npy"), 4, 16);
    Path out = dir.resolve("out");
    String[][] shapes = {
      {"--stretch", "1e6"},
      {"--stretch", "1e300"},
      {"--stretch", "NaN"},
      {"--tile", "1000000"},
      {"--tile", "2147483647"},
      {"--tile", "99999999999"},
      {"--length", "100000h"},
      {"--length", "999999999s"},
      {"--length", "99999999999999999999samples"},
      {"--length", "4194304frames"},
      {"--length", "9".repeat(400) + "s"},
      {"--envelope", "9".repeat(400) + "s:1"},
    };
    for (String[] shape : shapes) {
      Cli.run("decode", "-m", model, "-o", out, e, shape[0], shape[1]).misused(shape[0]);
      Cli.run("mix", "-m", model, "-o", out.resolve("x.npy"), e, shape[0], shape[1])
          .misused(shape[0]);
      Cli.run("grid", "-m", model, "-o", out, "--corners", e, other, shape[0], shape[1])
          .misused(shape[0]);
    }
    Cli.run("decode", "-m", model, "-o", out, e, "--tile", "10000", "--stretch", "1000")
        .misused("--tile");
    for (String fade : List.of("--fade-in", "--fade-out")) {
      Cli.run("decode", "-m", model, "-o", out, e, fade, "999999999s", "--length", "10ms")
          .refused(ExitCodes.FAILURE, "fade", "longer");
    }
    for (String length : List.of("999999999s", "2000000000samples")) {
      Cli.run(
              "grid",
              "-m",
              model,
              "-o",
              out,
              "--corners",
              e,
              other,
              "x=" + e,
              "y=" + other,
              "--forms",
              "pads",
              "--pad-length",
              length)
          .misused();
    }
    assertEquals(List.of(), Cli.files(out));
  }

  @Test
  void productsAreExact() {
    assertEquals(512, Embedding.samples(1, 512));
    assertEquals(4_194_303 * 512, Embedding.samples(4_194_303, 512));
    Embedding wide = new Embedding(2, 3, new float[6]);
    int most = Integer.MAX_VALUE;
    List<org.junit.jupiter.api.function.Executable> tooMuch =
        List.of(
            () -> Embedding.samples(4_194_304, 512),
            () -> Embedding.samples(most, most),
            () -> EmbeddingOps.stretch(wide, most),
            () -> EmbeddingOps.tile(wide, most),
            () -> EmbeddingOps.tile(wide, most / 4),
            () -> EmbeddingOps.fit(wide, most));
    for (org.junit.jupiter.api.function.Executable each : tooMuch) {
      String message = assertThrows(WorkFailedException.class, each).getMessage();
      assertTrue(message.endsWith("."), message);
    }
  }
}
