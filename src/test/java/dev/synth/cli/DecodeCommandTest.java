package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavFile;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    float[] samples = AudioFile.read(out.resolve("gen_a.wav")).samples();
    Files.delete(out.resolve("gen_a.wav"));
    return samples;
  }

  @Test
  void anEmbeddingBecomesASoundThatItsSeedDecides() throws IOException {
    Cli first = decode(embedding).succeeded();
    assertEquals(out.resolve("gen_a.wav") + System.lineSeparator(), first.out());
    AudioClip clip = AudioFile.read(out.resolve("gen_a.wav"));
    assertEquals(4 * 512, clip.samples().length);
    assertEquals(16_000, clip.sampleRateHz());
    Cli again = decode(embedding).succeeded();
    assertEquals(first.out(), again.out());
    assertTrue(again.summary().startsWith("decode: 0 made, 1 done before, 0 failed"), again.err());
    decode(embedding, "--temperature", "0.7")
        .refused(ExitCodes.CANNOT_CREATE, "gen_a.wav", "temperature 0.1, not 0.7", "-f");
    assertTrue(decode(embedding, "-f").succeeded().summary().startsWith("decode: 1 made"));

    assertArrayEquals(clip.samples(), decoded("-f", embedding, "--seed", "1", "--threads", "1"));
    assertFalse(java.util.Arrays.equals(clip.samples(), decoded(embedding, "--seed", "2")));
    assertArrayEquals(
        decoded(embedding, "--temperature", "0"),
        decoded(embedding, "--temperature", "0", "--seed", "2"));
  }

  @Test
  void roundedWeightsAreAChoiceThatIsRemembered() throws IOException {
    float[] exact = decoded(embedding);
    decode(embedding).succeeded();
    decode(embedding, "--precision", "bf16")
        .refused(ExitCodes.CANNOT_CREATE, out.resolve("gen_a.wav"), "precision float, not bf16");
    assertFalse(java.util.Arrays.equals(exact, decoded("-f", embedding, "--precision", "bf16")));
    decode(embedding, "--precision", "int4").misused("--precision", "int4");
  }

  @Test
  void lengthAndEncodingAreChosen() throws IOException {
    assertEquals(800, decoded(embedding, "--length", "50ms").length);
    assertEquals(3200, decoded(embedding, "--length", "0.2s").length);
    assertEquals(2 * 4 * 512, decoded(embedding, "--stretch", "2").length);
    assertEquals(3 * 4 * 512, decoded(embedding, "--tile", "3").length);
    assertEquals(9 * 512, decoded(embedding, "--hold", "9frames").length);
    assertEquals(6 * 512, decoded(embedding, "--hold", "0.2s").length);
    assertEquals(4 * 512, decoded(embedding, "--hold", "50ms").length);
    long pcm = bytes("--dither");
    assertEquals(2L * 4 * 512, bytes("--float") - pcm, 64);
    decode(embedding, "--length", "4").misused("--length", "'4'", "unit");
    decode(embedding, "--length", "0s").misused("--length");
    decode(embedding, "--length", "1.5frames").misused("--length", "whole");
    decode(embedding, "--hold", "0s").misused("--hold");
    decode(embedding, "--hold", "9").misused("--hold", "unit");
    decode(embedding, "--hold", "1s", "--length", "1s").misused("--hold", "--length");
    decode(embedding, "--stretch", "NaN").misused("--stretch");
    decode(embedding, "--tile", "0").misused("--tile");
    decode(embedding, "--envelope", "0s").misused("--envelope", "TIME:GAIN");
    decode(embedding, "--notes-at-once", "0").misused("--notes-at-once");
    decode(embedding, "--pitch", "128").misused("--pitch", "128");
    decode(embedding, "--pitch", "-1").misused("--pitch", "-1");
    decode(embedding, "--temperature", "-1").misused("--temperature");
    decode(embedding, "--seed", "x").misused("--seed");
    decode().misused("INPUT");
  }

  /** 44 bytes behind the sound, where the pitch is known. */
  @Test
  void theFileKeepsItsRootNote() throws IOException {
    String[] bare = {"--no-fields", "--no-credentials"};
    decode(embedding, "--pitch", "A3", "--loop", bare[0], bare[1]).succeeded();
    Path wav = out.resolve("gen_a.wav");
    assertEquals(Optional.of(new SamplerInfo(57)), WavFile.samplerInfo(wav));
    assertEquals(44 + 2 * 4 * 512 + 44, Files.size(wav));
    decode("-f", embedding, "--pitch", "none", bare[0], bare[1]).succeeded();
    assertEquals(Optional.empty(), WavFile.samplerInfo(wav));
    assertEquals(44 + 2 * 4 * 512, Files.size(wav));
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
    EmbeddingFile.write(named, EmbeddingFile.read(embedding), EmbeddingInfo.NONE, false);
    decode(named, "--temperature", "0").succeeded();
    float[] told = AudioFile.read(out.resolve("gen_flute_acoustic_001-067-100.wav")).samples();
    assertArrayEquals(told, decoded(embedding, "--temperature", "0", "--pitch", "67"));
    assertFalse(java.util.Arrays.equals(told, decoded(embedding, "--temperature", "0")));
  }

  @Test
  void whatCannotBeDecodedIsTold() throws IOException {
    Path narrow = Fixtures.embedding(dir.resolve("narrow.npy"), 4, 8);
    decode(narrow).refused(ExitCodes.BAD_DATA, narrow, "8 channels", "16", "--model");
    decode(dir.resolve("none")).refused(ExitCodes.NO_INPUT, dir.resolve("none"));
    assertEquals(List.of(), Cli.files(out));

    Path same = dir.resolve("a.npy");
    Files.copy(embedding, same);
    Cli both = decode("--json", "-f", embedding, same, narrow);
    assertEquals(ExitCodes.BAD_DATA, both.code());
    assertEquals(2, both.complaints().size(), both.err());
    assertTrue(both.err().contains(same + ": would be written to"), both.err());
    // Failures are known first.
    assertTrue(both.json().get(0).has("error") && !both.json().get(0).has("output"));
    assertEquals("failed", both.json().get(1).get("result").asText());
    assertEquals("made", both.json().get(2).get("result").asText());
    assertEquals(4 * 512, both.json().get(2).get("samples").asInt());
    assertEquals(List.of("gen_a.wav"), Cli.files(out));
  }

  @Test
  void anEmbeddingBeyondAllBoundsIsNoFaultOfSynth() throws IOException {
    float[] values = new float[16];
    java.util.Arrays.fill(values, Float.MAX_VALUE);
    Path huge = dir.resolve("huge.npy");
    EmbeddingFile.write(huge, new Embedding(1, 16, values), Fixtures.MIDDLE_C, false);
    decode(huge).refused(ExitCodes.BAD_DATA, huge, "not a number", "synth info");
    assertEquals(List.of(), Cli.files(out));
  }
}
