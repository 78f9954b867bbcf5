package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.ProductPrecision;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainPrecisionTest {
  @TempDir private Path dir;

  @AfterEach
  void fastest() {
    System.clearProperty(Kernels.PROPERTY);
  }

  private Cli train(String run, Object... more) throws IOException {
    Path notes = dir.resolve("notes");
    if (!Files.exists(notes)) {
      Fixtures.notes(notes);
    }
    List<Object> args = new ArrayList<>(List.of("train", notes, "--run", dir.resolve(run)));
    args.addAll(List.of("--threads", "2"));
    args.addAll(List.of(more));
    if (!args.contains("--crop")) {
      args.addAll(List.of("--batch", "2", "--crop", "1536"));
    }
    return Cli.run(args.toArray());
  }

  private String precision(String run) throws IOException {
    return new ObjectMapper()
        .readTree(dir.resolve(run).resolve("run.json").toFile())
        .path("settings")
        .path("precision")
        .asText("none");
  }

  private static void assumeBf16() {
    assumeTrue(Kernels.hasFast(ProductPrecision.BF16), Kernels.lack(ProductPrecision.BF16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "instant-tiny"})
  void aRunInBf16ResumesToTheBitAndAsBf16(String preset) throws IOException {
    assumeBf16();
    String crop = preset.equals("tiny") ? "1536" : "12288";
    List<Object> common =
        List.of("--preset", preset, "--evaluate-every", "2", "--crop", crop, "--batch", "2");
    List<Object> six = new ArrayList<>(common);
    six.addAll(List.of("--steps", "6", "--schedule", "constant"));
    List<Object> three = new ArrayList<>(common);
    three.addAll(List.of("--steps", "3", "--schedule", "constant"));
    train("whole", six.toArray()).succeeded();
    assertEquals("bf16", precision("whole"), "what is fastest here");
    train("pieces", three.toArray()).succeeded();
    six.addAll(List.of("--precision", "bf16"));
    train("pieces", six.toArray()).succeeded();
    assertEquals(
        -1,
        Files.mismatch(
            dir.resolve("whole/model.safetensors"), dir.resolve("pieces/model.safetensors")));
  }

  @Test
  void aRunKeepsWhatItBeganWith() throws IOException {
    train("run", "--preset", "tiny", "--steps", "2", "--precision", "float").succeeded();
    assertEquals("none", precision("run"));
    train("run", "--preset", "tiny", "--steps", "2").succeeded();
    train("fork", "--fork", dir.resolve("run"), "--steps", "3").succeeded();
    assertEquals("none", precision("fork"));
    assumeBf16();
    Cli other = train("run", "--preset", "tiny", "--steps", "2", "--precision", "bf16");
    assertEquals(ExitCodes.CANNOT_CREATE, other.code());
    assertTrue(other.err().contains("--precision not set, now bf16"), other.err());
  }

  @Test
  void whatCannotBeComputedIsOneSentence() throws IOException {
    Cli kind = train("c", "--preset", "classifier-tiny", "--precision", "bf16");
    assertEquals(ExitCodes.USAGE, kind.code());
    assertTrue(kind.err().contains("--precision must be float for this kind"), kind.err());
    System.setProperty(Kernels.PROPERTY, "vector");
    Cli kernels = train("v", "--preset", "tiny", "--precision", "bf16");
    assertEquals(ExitCodes.USAGE, kernels.code());
    String sentence =
        "--precision bf16 cannot be computed here (the system property synth.kernels is vector)";
    assertTrue(kernels.err().contains(sentence), kernels.err());
    assertTrue(!Files.exists(dir.resolve("v/run.json")));
  }

  @Test
  void aRunInBf16ThatCannotGoOnNamesTheWay() throws IOException {
    assumeBf16();
    train("run", "--preset", "tiny", "--steps", "2").succeeded();
    System.setProperty(Kernels.PROPERTY, "vector");
    Cli again = train("run", "--preset", "tiny", "--steps", "4");
    assertEquals(ExitCodes.USAGE, again.code());
    assertTrue(again.err().contains("start another run with --fork and --precision float"));
    train("on", "--fork", dir.resolve("run"), "--precision", "float", "--steps", "3").succeeded();
    assertEquals("none", precision("on"));
  }
}
