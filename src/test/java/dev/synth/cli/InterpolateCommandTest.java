package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioFile;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpolateCommandTest {
  @TempDir private Path dir;
  private Path model;
  private Path out;

  @BeforeEach
  void writeModel() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    out = dir.resolve("out");
  }

  private Cli interpolate(Object... args) {
    List<Object> all = new ArrayList<>(List.of("interpolate", "-m", model, "-o", out));
    all.addAll(List.of(args));
    return Cli.run(all.toArray());
  }

  private Path embedding(String name, int frames) throws IOException {
    return Fixtures.embedding(dir.resolve(name + ".npy"), frames, 16);
  }

  private Embedding point(String name) throws IOException {
    return EmbeddingFile.read(out.resolve(name + "_embeddings.npy"));
  }

  @Test
  void aSoundAndAnEmbeddingMakeALine() throws IOException {
    Path sound = Fixtures.note(dir.resolve("flute_acoustic_001-060-100.wav"), 60, 0.2);
    Path other = dir.resolve("flute_acoustic_001-064-100_embeddings.npy");
    Fixtures.embedding(other, 4, 16);
    EmbeddingFile.write(other, EmbeddingFile.read(other), EmbeddingInfo.NONE, true);
    Cli run = interpolate(sound, other, "--steps", "3");
    // The sound's 3200 samples are 7 frames.
    run.refused(ExitCodes.OK, sound, "7 frames (0.22 s) to 4 (0.13 s)");
    assertEquals(
        List.of(
            "index.html",
            "morph.json",
            "morph_1_flute_acoustic_001-100pct.wav",
            "morph_1_flute_acoustic_001-100pct_embeddings.npy",
            "morph_2_flute_acoustic_001-50pct_flute_acoustic_001-50pct.wav",
            "morph_2_flute_acoustic_001-50pct_flute_acoustic_001-50pct_embeddings.npy",
            "morph_3_flute_acoustic_001-100pct.wav",
            "morph_3_flute_acoustic_001-100pct_embeddings.npy"),
        Cli.files(out));
    assertEquals(3, run.out().lines().count());
    assertEquals(EmbeddingFile.read(other), point("morph_3_flute_acoustic_001-100pct"));
    assertEquals(
        4 * 512,
        AudioFile.read(out.resolve("morph_2_flute_acoustic_001-50pct_flute_acoustic_001-50pct.wav"))
            .samples()
            .length);
    JsonNode morph = new ObjectMapper().readTree(out.resolve("morph.json").toFile());
    assertEquals("[0.5,0.5]", morph.get("points").get(1).get("weights").toString());
    assertEquals(62, morph.get("points").get(1).get("pitch").asInt());
    assertEquals("linear", morph.get("mode").asText());

    Cli again = interpolate("--json", sound, other, "--steps", "3");
    assertTrue(again.summary().startsWith("interpolate: 0 made, 3 done before"), again.err());
    assertEquals(morph, again.json());
    Path cut = out.resolve("morph_2_flute_acoustic_001-50pct_flute_acoustic_001-50pct.wav");
    byte[] whole = Files.readAllBytes(cut);
    Files.delete(cut);
    Files.delete(out.resolve("morph.json"));
    Cli rest = interpolate(sound, other, "--steps", "3");
    assertTrue(rest.summary().startsWith("interpolate: 1 made, 2 done before"), rest.err());
    assertArrayEquals(whole, Files.readAllBytes(cut));
    assertEquals(morph, new ObjectMapper().readTree(out.resolve("morph.json").toFile()));

    Cli others = interpolate("-q", sound, other);
    others.refused(ExitCodes.CANNOT_CREATE, "morph.json", "points 3, not", "-f");
    assertEquals(8, Cli.files(out).size());
    Files.writeString(out.resolve("morph.json"), "{}");
    interpolate("-q", sound, other, "--steps", "3")
        .refused(ExitCodes.CANNOT_CREATE, "morph.json", "-f");
    interpolate("-qf", sound, other, "--steps", "3").succeeded();
    assertEquals(morph, new ObjectMapper().readTree(out.resolve("morph.json").toFile()));
  }

  @Test
  void fourInputsMakeAGridWithThemAtTheCorners() throws IOException {
    Path a = embedding("a", 2);
    Path b = embedding("b", 3);
    Path c = embedding("c", 4);
    Path d = embedding("d", 5);
    Cli run = interpolate(a, b, c, d, "--grid", "2", "-q", "--json").succeeded();
    assertEquals("", run.err());
    JsonNode points = run.json().get("points");
    assertEquals(4, points.size());
    assertEquals("[0.0,0.0,1.0,0.0]", points.get(2).get("weights").toString());
    assertEquals(60, points.get(0).get("pitch").asInt());
    assertEquals(EmbeddingFile.read(b).first(2), point("morph_1_2_b-100pct"));
    assertEquals(EmbeddingFile.read(c).first(2), point("morph_2_1_c-100pct"));
    assertEquals(10, Cli.files(out).size());
  }

  @Test
  void slerpIsAnotherWay() throws IOException {
    Path a = embedding("a", 2);
    Path b = Fixtures.embedding(dir.resolve("b.npy"), 3, 16);
    interpolate("-q", a, b, "--steps", "3").succeeded();
    Embedding straight = point("morph_2_a-50pct_b-50pct");
    interpolate("-qf", a, b, "--steps", "3", "--interpolation", "slerp", "--json").succeeded();
    assertNotEquals(straight, point("morph_2_a-50pct_b-50pct"));
  }

  @Test
  void typingErrorsAreUsageErrorsAndMakeNothing() throws IOException {
    Path a = embedding("a", 2);
    interpolate(a).misused("two inputs", "not 1");
    interpolate(a, a, a).misused("two inputs", "not 3");
    interpolate(a, a, a, a, a, a).misused("not 6");
    interpolate(a, a, "--grid", "2").misused("--grid");
    interpolate(a, a, a, a, "--steps", "2").misused("--steps");
    interpolate(a, a, "--steps", "1").misused("--steps", "2");
    interpolate(a, a, a, a, "--grid", "100000").misused("--grid", "32");
    interpolate(a, a, "--interpolation", "cubic").misused("--interpolation");
    Cli.run("interpolate", a, a).misused("--output");
    assertFalse(Files.exists(out));
  }

  @Test
  void embeddingsOfAnotherModelAreRefused() throws IOException {
    Path narrow = Fixtures.embedding(dir.resolve("narrow.npy"), 4, 8);
    interpolate(embedding("a", 2), narrow).refused(ExitCodes.BAD_DATA, narrow, "8 channels");
    assertFalse(Files.exists(out));
  }
}
