package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeCommandTest {
  @TempDir private Path dir;
  private Path model;
  private Path out;
  private Path embedding;

  @BeforeEach
  void writeModel() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    embedding = Fixtures.embedding(dir.resolve("a_embeddings.npy"), 4, 16);
    out = dir.resolve("out");
  }

  private Cli decode(Object... args) {
    List<Object> all = new ArrayList<>(List.of("decode", "-m", model, "-o", out));
    all.addAll(List.of(args));
    return Cli.run(all.toArray());
  }

  private float[] decoded(Object... args) throws IOException {
    decode(args).succeeded();
    float[] samples = WavFile.read(out.resolve("gen_a.wav")).samples();
    Files.delete(out.resolve("gen_a.wav"));
    return samples;
  }

  @Test
  void anEmbeddingBecomesASoundThatItsSeedDecides() throws IOException {
    Cli first = decode(embedding).succeeded();
    assertEquals(out.resolve("gen_a.wav") + System.lineSeparator(), first.out());
    AudioClip clip = WavFile.read(out.resolve("gen_a.wav"));
    assertEquals(4 * 512, clip.samples().length);
    assertEquals(16_000, clip.sampleRateHz());
    decode(embedding).refused(ExitCodes.CANNOT_CREATE, "gen_a.wav", "-f");
    decode(embedding, "-f").succeeded();

    assertArrayEquals(clip.samples(), decoded("-f", embedding, "--seed", "1", "--threads", "1"));
    assertFalse(java.util.Arrays.equals(clip.samples(), decoded(embedding, "--seed", "2")));
    assertArrayEquals(
        decoded(embedding, "--temperature", "0"),
        decoded(embedding, "--temperature", "0", "--seed", "2"));
  }

  @Test
  void lengthAndEncodingAreChosen() throws IOException {
    assertEquals(800, decoded(embedding, "--seconds", "0.05").length);
    long pcm = bytes("--dither");
    assertEquals(2L * 4 * 512, bytes("--float") - pcm, 64);
    decode(embedding, "--seconds", "1").refused(ExitCodes.BAD_DATA, embedding, "0.128 s");
    decode(embedding, "--seconds", "-1").misused("--seconds");
    decode(embedding, "--seconds", "NaN").misused("--seconds");
    decode(embedding, "--pitch", "128").misused("--pitch", "128");
    decode(embedding, "--pitch", "-1").misused("--pitch", "-1");
    decode(embedding, "--temperature", "-1").misused("--temperature");
    decode(embedding, "--seed", "x").misused("--seed");
    decode().misused("EMBEDDING");
  }

  private long bytes(String option) throws IOException {
    decode("-f", embedding, option).succeeded();
    long size = Files.size(out.resolve("gen_a.wav"));
    Files.delete(out.resolve("gen_a.wav"));
    return size;
  }

  @Test
  void thePitchIsTakenFromAnNsynthName() throws IOException {
    Path named = dir.resolve("flute_acoustic_001-067-100_embeddings.npy");
    Files.copy(embedding, named);
    decode(named).succeeded();
    Path target = out.resolve("gen_flute_acoustic_001-067-100.wav");
    assertArrayEquals(WavFile.read(target).samples(), decoded(embedding, "--pitch", "67"));
    assertFalse(java.util.Arrays.equals(WavFile.read(target).samples(), decoded(embedding)));
  }

  @Test
  void whatCannotBeDecodedIsTold() throws IOException {
    Path narrow = Fixtures.embedding(dir.resolve("narrow.npy"), 4, 8);
    Path sound = Fixtures.note(dir.resolve("s.wav"), 60, 0.1);
    decode(narrow).refused(ExitCodes.BAD_DATA, narrow, "8 channels", "16", "--model");
    decode(sound).refused(ExitCodes.BAD_DATA, sound, "synth encode");
    decode(dir.resolve("none")).refused(ExitCodes.NO_INPUT, dir.resolve("none"));
    assertEquals(List.of(), Cli.files(out));

    Path same = dir.resolve("a.npy");
    Files.copy(embedding, same);
    Cli both = decode("--json", "-f", embedding, same, narrow);
    assertEquals(ExitCodes.BAD_DATA, both.code());
    assertEquals(2, both.err().lines().count(), both.err());
    assertTrue(both.err().contains(same + ": would be written to"), both.err());
    assertEquals(4 * 512, both.json().get(0).get("samples").asInt());
    assertTrue(both.json().get(1).has("error") && !both.json().get(1).has("output"));
    assertEquals(List.of("gen_a.wav"), Cli.files(out));
  }

  @Test
  void anEmbeddingBeyondAllBoundsIsNoFaultOfSynth() throws IOException {
    float[] values = new float[16];
    java.util.Arrays.fill(values, Float.MAX_VALUE);
    Path huge = dir.resolve("huge.npy");
    EmbeddingFile.write(huge, new Embedding(1, 16, values), false);
    decode(huge).refused(ExitCodes.FAILURE, "not a number", "synth info");
    assertEquals(List.of(), Cli.files(out));
  }
}
