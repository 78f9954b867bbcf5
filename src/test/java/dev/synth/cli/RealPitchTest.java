package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavFile;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.latent.StoredEmbedding;
import dev.synth.model.ModelFile;
import dev.synth.testing.Fixtures;
import dev.synth.testing.RandomModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pitches between the notes of the scale, and pitches that move: an instant model plays them. */
class RealPitchTest {
  private static final int FRAMES = 40;
  private static final double SECONDS = FRAMES * 0.032;

  @TempDir private Path dir;
  private Path instant;
  private Path wavenet;
  private Path embedding;
  private Path out;

  @BeforeEach
  void writeModels() throws IOException {
    instant = dir.resolve("instant.safetensors");
    ModelFile.write(instant, RandomModels.evenInstant(), true);
    wavenet = Fixtures.model(dir.resolve("wavenet.safetensors"));
    embedding = Fixtures.embedding(dir.resolve("a.npy"), FRAMES, 16);
    makeSteady(embedding);
    out = dir.resolve("out");
  }

  /** Takes what a note's pitch deviates by out of its embedding: its second channel. */
  private static void makeSteady(Path file) throws IOException {
    StoredEmbedding stored = EmbeddingFile.load(file);
    Embedding steady = stored.embedding();
    for (int frame = 0; frame < steady.frames(); frame++) {
      steady.values()[frame * steady.channels() + 1] = 0;
    }
    EmbeddingFile.write(file, steady, stored.info(), true);
  }

  private Cli decode(Path model, Object... args) {
    List<Object> all = new ArrayList<>(List.of("decode", "-m", model, "-o", out, "-f"));
    all.addAll(List.of(args));
    return Cli.run(all.toArray());
  }

  private AudioClip decoded(Object... args) throws IOException {
    decode(instant, args).succeeded();
    return AudioFile.read(out.resolve("gen_a.wav"));
  }

  /** The MIDI pitch, to 2 cents, of the fundamental between two times. */
  private static double pitch(AudioClip clip, double from, double to, double near) {
    int first = (int) (from * clip.sampleRateHz());
    int last = Math.min(clip.samples().length, (int) (to * clip.sampleRateHz()));
    double best = 0;
    double found = near;
    for (double midi = near - 1.5; midi <= near + 1.5; midi += 0.02) {
      double turn = 2 * Math.PI * Pitch.hzOfMidi(midi) / clip.sampleRateHz();
      double re = 0;
      double im = 0;
      for (int t = first; t < last; t++) {
        double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (t - first) / (last - first));
        re += window * clip.samples()[t] * Math.cos(turn * t);
        im += window * clip.samples()[t] * Math.sin(turn * t);
      }
      if (re * re + im * im > best) {
        best = re * re + im * im;
        found = midi;
      }
    }
    return found;
  }

  private Path bend(String name, float... cents) throws IOException {
    Path file = dir.resolve(name);
    Embedding column = new Embedding(cents.length, 1, cents);
    EmbeddingFile.write(file, column, EmbeddingInfo.NONE, true);
    return file;
  }

  private static float[] steady(int frames, float cents) {
    float[] all = new float[frames];
    Arrays.fill(all, cents);
    return all;
  }

  @Test
  void anyPitchIsPlayedAndKeptForSamplers() throws IOException {
    assertEquals(60, pitch(decoded(embedding), 0.1, SECONDS, 60), 0.04);
    assertEquals(57.5, pitch(decoded(embedding, "--pitch", "57.5"), 0.1, SECONDS, 57), 0.04);
    SamplerInfo sampler = WavFile.samplerInfo(out.resolve("gen_a.wav")).orElseThrow();
    assertEquals(57, sampler.rootNote());
    assertEquals(50, sampler.rootCents(), 1e-6);
    assertEquals(56.75, pitch(decoded(embedding, "--pitch", "A3-25"), 0.1, SECONDS, 57), 0.04);
    assertEquals(60.3, pitch(decoded(embedding, "--cents", "30"), 0.1, SECONDS, 60), 0.04);
    assertEquals(
        63, pitch(decoded(embedding, "--pitch", "61", "--cents", "200"), 0.1, SECONDS, 63), 0.04);
    assertEquals(63, WavFile.samplerInfo(out.resolve("gen_a.wav")).orElseThrow().rootNote());
  }

  @Test
  void pitchesMove() throws IOException {
    AudioClip bent = decoded(embedding, "--bend", bend("up.npy", steady(FRAMES, 70)));
    assertEquals(60.7, pitch(bent, 0.1, SECONDS, 60.5), 0.04);
    float[] late = steady(FRAMES, 0);
    Arrays.fill(late, 20, FRAMES, 1200);
    AudioClip jumped = decoded(embedding, "--bend", bend("late.npy", late));
    assertEquals(60, pitch(jumped, 0.1, 18 * 0.032, 60), 0.06);
    assertEquals(72, pitch(jumped, 21 * 0.032, SECONDS, 72), 0.06);
    AudioClip glided = decoded(embedding, "--glide", "A3..E4,0.3s");
    assertEquals(64, pitch(glided, 0.4, SECONDS, 64), 0.05);
    AudioClip raised = decoded(embedding, "--glide", "-2..0,0.2s", "--cents", "50");
    assertEquals(60.5, pitch(raised, 0.3, SECONDS, 60), 0.05);
    AudioClip whole = decoded(embedding, "--glide", "0..12");
    double half = 0.5 * (FRAMES - 1) * 0.032;
    assertEquals(66, pitch(whole, half - 0.06, half + 0.06, 66), 0.15);
    decode(instant, embedding, "--length", "20frames", "--bend", bend("x.npy", new float[20]))
        .succeeded();
    Cli again = Cli.run("decode", "-m", instant, "-o", out, embedding, "--length", "20frames");
    again.refused(ExitCodes.CANNOT_CREATE, "gen_a.wav", "bend");
  }

  @Test
  void aMixtureKeepsItsCents() throws IOException {
    Path mixed = dir.resolve("mixed.npy");
    Cli.run("mix", "-m", instant, embedding, "-o", mixed, "--pitch", "A3+50").succeeded();
    EmbeddingInfo info = EmbeddingFile.load(mixed).info();
    assertEquals(57, info.pitch());
    assertEquals(50, info.pitchCents());
    assertEquals(57.5, info.knownMidi().getAsDouble());
    String shown = Cli.run("info", mixed).out();
    assertTrue(shown.contains("pitch A3+50 (MIDI 57.5, from its mix)"), shown);
    JsonNode json = Cli.run("info", "--json", mixed).json().get(0);
    assertEquals(57, json.get("pitch").asInt());
    assertEquals(50, json.get("pitchCents").asDouble());
    decode(instant, mixed).succeeded();
    AudioClip played = AudioFile.read(out.resolve("gen_mixed.wav"));
    assertEquals(57.5, pitch(played, 0.1, SECONDS, 57), 0.04);
    decode(wavenet, mixed, embedding, "--length", "1frame")
        .refused(ExitCodes.BAD_DATA, mixed, "57.5", "whole MIDI notes", "instant");
    assertTrue(Files.exists(out.resolve("gen_a.wav")), "the other is played");
    Cli.run("mix", "-m", wavenet, embedding, "-o", dir.resolve("m.npy"), "--cents", "10")
        .misused("--cents", "instant");
    Cli.run("mix", "-m", wavenet, embedding, "-o", dir.resolve("m.npy"), "--cents", "100")
        .succeeded();
    assertEquals(61, EmbeddingFile.load(dir.resolve("m.npy")).info().pitch());
  }

  @Test
  void aLineGoesThroughAllPitches() throws IOException {
    Path high = dir.resolve("high.npy");
    Cli.run("mix", "-m", instant, embedding, "-o", high, "--pitch", "63").succeeded();
    Cli line =
        Cli.run("interpolate", "-m", instant, embedding, high, "--steps", "3", "-o", out, "--json");
    assertEquals(ExitCodes.OK, line.code(), line.err());
    assertEquals(61.5, line.json().get("points").get(1).get("pitch").asDouble());
    assertTrue(line.json().get("points").get(0).get("pitch").isInt());
    Path point = out.resolve("morph_2_a-50pct_high-50pct");
    AudioClip played = AudioFile.read(Path.of(point + ".wav"));
    assertEquals(61.5, pitch(played, 0.1, SECONDS, 61.5), 0.04);
    assertEquals(
        61.5,
        EmbeddingFile.load(Path.of(point + "_embeddings.npy")).info().knownMidi().getAsDouble());
  }

  @Test
  void aWavenetRefusesThem() throws IOException {
    decode(wavenet, embedding, "--pitch", "57.5").misused("--pitch", "instant");
    decode(wavenet, embedding, "--cents", "-20").misused("--cents", "instant");
    decode(wavenet, embedding, "--glide", "-2..0").misused("--glide", "instant");
    Path bend = bend("b.npy", new float[FRAMES]);
    decode(wavenet, embedding, "--bend", bend).misused("--bend", "instant");
    Cli.run("interpolate", "-m", wavenet, "-o", out, embedding, embedding, "--cents", "1")
        .misused("--cents", "instant");
    decode(wavenet, embedding, "--cents", "-1200", "--length", "1frame").succeeded();
    SamplerInfo sampler = WavFile.samplerInfo(out.resolve("gen_a.wav")).orElseThrow();
    assertEquals(new SamplerInfo(48), sampler);
  }

  @Test
  void whatAnInstantModelCannotPlayIsRefused() throws IOException {
    for (String pitch : List.of("none", "0", "11.9", "121")) {
      decode(instant, embedding, "--pitch", pitch).misused("--pitch", "instant");
    }
    decode(instant, embedding, "--pitch", "128").misused("--pitch", "'128'");
    decode(instant, embedding, "--pitch", "A3+x").misused("--pitch", "'A3+x'");
    decode(instant, embedding, "--pitch", "119", "--cents", "150").misused("--pitch", "120.5");
    decode(instant, embedding, "--cents", "NaN").misused("--cents", "NaN");
    decode(instant, embedding, "--cents", "9000")
        .refused(ExitCodes.BAD_DATA, embedding, "--cents", "150.00");
    decode(instant, embedding, "--cents", "6100").refused(ExitCodes.BAD_DATA, embedding, "121");
    decode(instant, embedding, "--pitch", "120", "--cents", "800").misused("--cents", "128.00");
    Cli.run(
            "grid",
            "-m",
            instant,
            "--corners",
            "a=" + embedding,
            "b=" + embedding,
            "--pitches",
            "3",
            "-o",
            out)
        .misused("--pitches", "12 to 120");
  }

  @Test
  void whatIsNoCurveIsRefused() throws IOException {
    decode(instant, embedding, "--bend", bend("short.npy", 1, 2, 3))
        .refused(ExitCodes.BAD_DATA, embedding, "40 frames", "3 values", "--bend");
    float[] values = new float[FRAMES];
    values[7] = Float.NaN;
    decode(instant, embedding, "--bend", bend("nan.npy", values))
        .refused(ExitCodes.BAD_DATA, "nan.npy", "frame 7", "NaN");
    decode(instant, embedding, "--bend", bend("far.npy", steady(FRAMES, 6100)))
        .refused(ExitCodes.BAD_DATA, embedding, "121.00", "120");
    decode(instant, embedding, "--bend", embedding)
        .refused(ExitCodes.BAD_DATA, embedding, "(40, 16)", "[frames, 1]");
    decode(instant, embedding, "--bend", dir.resolve("none.npy"))
        .refused(ExitCodes.NO_INPUT, "none.npy");
    decode(instant, embedding, "--bend", wavenet).refused(ExitCodes.BAD_DATA, "is not a NumPy");
    Path good = bend("good.npy", new float[FRAMES]);
    decode(instant, embedding, "--bend", good, "--glide", "-2..0").misused("--bend", "--glide");
    decode(instant, embedding, "--bend", good, "--pitch", "none").misused("--bend", "--pitch");
    for (String wrong : List.of("A3", "A3..", "A3..2", "x..y", "0..1,2", "0..1,", "0..1,0s")) {
      decode(instant, embedding, "--glide=" + wrong).misused("--glide");
    }
    decode(instant, embedding, "--glide", "A3..E4", "--pitch", "A3").misused("--glide", "--pitch");
    decode(instant, embedding, "--glide", "0..70").refused(ExitCodes.BAD_DATA, "130.00");
    decode(instant, embedding, "--glide", "A3..127").misused("--glide", "semitones");
  }
}
