package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.dsp.EncodingGain;
import dev.synth.dsp.Levels;
import dev.synth.dsp.OffsetFilter;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.StoredEmbedding;
import dev.synth.testing.Fixtures;
import dev.synth.testing.Tones;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Soft sounds are encoded at the level of others and played at their own. */
class SoundLevelTest {
  @TempDir Path dir;
  private Path model;
  private Path out;

  @BeforeEach
  void writeModel() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    out = dir.resolve("out");
  }

  private Path tone(String name, double amplitude) throws IOException {
    Path file = dir.resolve(name + ".wav");
    float[] samples = Tones.sine(220, amplitude, 8000);
    WavFile.write(file, new AudioClip(samples, 16_000), WavFile.Encoding.FLOAT32, true);
    return file;
  }

  private Cli synth(String command, Object... args) {
    Object[] all = new Object[args.length + 5];
    all[0] = command;
    all[1] = "-m";
    all[2] = model;
    all[3] = "-o";
    all[4] = out;
    System.arraycopy(args, 0, all, 5, args.length);
    Cli cli = Cli.run(all);
    assertEquals(ExitCodes.OK, cli.code(), cli.err());
    return cli;
  }

  private float[] played(String name) throws IOException {
    return AudioFile.read(out.resolve("gen_" + name + ".wav")).samples();
  }

  @Test
  void aSoftSoundIsEncodedAsALoudOneAndPlayedSoftly() throws IOException {
    Path soft = tone("soft", Levels.amplitude(-46));
    // The filter that removes an offset rings a little at the beginning: no exact -6 dBFS.
    float[] heard = OffsetFilter.filter(AudioFile.read(soft).samples(), 16_000);
    double raisedDb = EncodingGain.decibels(Levels.peak(heard));
    assertEquals(40, raisedDb, 1);
    Path loud = tone("loud", Levels.amplitude(-46 + raisedDb));
    synth("encode", loud, soft);
    StoredEmbedding loudLatent = EmbeddingFile.load(out.resolve("loud_embeddings.npy"));
    StoredEmbedding softLatent = EmbeddingFile.load(out.resolve("soft_embeddings.npy"));
    assertEquals(raisedDb, softLatent.info().raisedDb(), 0.001);
    assertEquals(0, loudLatent.info().raisedDb());
    synth(
        "decode",
        out.resolve("loud_embeddings.npy"),
        out.resolve("soft_embeddings.npy"),
        "--temperature",
        "0",
        "--float");
    // This model's noise passes full scale: the loud note is turned down as a whole.
    float[] raised = Levels.times(played("soft"), Levels.amplitude(raisedDb));
    assertArrayEquals(Levels.withinFullScale(raised), played("loud"), 1e-4f);
  }

  @Test
  void mixturesHaveTheLevelBetween() throws IOException {
    Path loud = tone("loud", 0.5);
    Path soft = tone("soft", 0.5 / 128);
    synth("encode", loud, soft);
    Path mixed = dir.resolve("mixed.npy");
    Cli cli =
        Cli.run(
            "mix",
            "-m",
            model,
            out.resolve("loud_embeddings.npy"),
            out.resolve("soft_embeddings.npy"),
            "-o",
            mixed);
    assertEquals(ExitCodes.OK, cli.code(), cli.err());
    double soft0 = EmbeddingFile.load(out.resolve("soft_embeddings.npy")).info().raisedDb();
    assertEquals(soft0 / 2, EmbeddingFile.load(mixed).info().raisedDb(), 0.001);
  }

  @Test
  void aHighTemperatureIsWarnedOfAndNotLouderThanTheSound() throws IOException {
    Path tone = tone("tone", 0.2);
    assertFalse(synth("decode", tone, "--pitch", "A3").err().contains("noise"));
    Cli wild = synth("decode", tone, "--pitch", "A3", "--temperature", "3", "-f");
    assertTrue(wild.err().contains("--temperature 3.0: above 1.2"), wild.err());
    double source = Levels.rms(AudioFile.read(tone).samples());
    assertTrue(Levels.rms(played("tone")) <= 1.01 * source);
  }

  @Test
  void noSampleIsClipped() {
    float[] samples = {0.5f, -1.25f, 1f};
    assertArrayEquals(new float[] {0.4f, -1f, 0.8f}, Levels.withinFullScale(samples), 1e-7f);
    float[] fits = {0.5f, -1f};
    assertEquals(fits, Levels.withinFullScale(fits));
  }
}
