package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioFile;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private Path dir;

  @Test
  void soundsPicturesAndAPageThatNeedsNothingElse() throws IOException {
    Path model = Fixtures.model(dir.resolve("model.safetensors"));
    Path out = dir.resolve("demo");
    Cli run = Cli.run("demo", "-m", model, "-o", out);
    assertEquals(ExitCodes.OK, run.code(), run.err());
    List<String> names =
        List.of(
            "index.html",
            "morph_1.wav",
            "morph_2.wav",
            "morph_3.wav",
            "morph_4.wav",
            "morph_5.wav",
            "rainbowgrams.png");
    assertEquals(names, Cli.files(out));
    assertEquals(7, run.out().lines().count());
    assertTrue(run.err().contains("index.html"), run.err());
    assertEquals(64_000, AudioFile.read(out.resolve("morph_3.wav")).samples().length);
    String page = Files.readString(out.resolve("index.html"));
    Matcher sources = Pattern.compile("src=\"([^\"]{0,40})").matcher(page);
    int found = 0;
    for (; sources.find(); found++) {
      assertTrue(sources.group(1).startsWith("data:"), sources.group(1));
    }
    assertEquals(14, found, "a picture and a sound for two notes and five morphs");
    Files.delete(out.resolve("morph_2.wav"));
    assertEquals(run.out(), Cli.run("demo", "-m", model, "-o", out).succeeded().out());
    assertEquals(names, Cli.files(out));
    Cli.run("demo", "-m", model, "-o", out, "--temperature", "0.3")
        .refused(ExitCodes.CANNOT_CREATE, "morph_1.wav", "temperature", "-f");
    byte[] exact = Files.readAllBytes(out.resolve("morph_3.wav"));
    assertEquals(
        "",
        Cli.run("demo", "-qf", "--precision", "bf16", "-m", model, "-o", out).succeeded().err());
    assertFalse(
        Arrays.equals(exact, Files.readAllBytes(out.resolve("morph_3.wav"))),
        "rounded weights play otherwise");
  }

  @Test
  @Tag("slow")
  void theModelsThatComeWithSynthPlayIt() throws IOException {
    Path out = dir.resolve("whole");
    Cli.run("demo", "-o", out).succeeded();
    for (String name : List.of("morph_1.wav", "morph_5.wav", "index.html")) {
      assertTrue(Files.size(out.resolve(name)) > 0, name);
    }
  }
}
