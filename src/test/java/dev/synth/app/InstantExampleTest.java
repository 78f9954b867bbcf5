package dev.synth.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.dsp.Levels;
import dev.synth.generate.Precision;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.model.Encoder;
import dev.synth.testing.InstantModels;
import dev.synth.testing.Python;
import dev.synth.testing.RandomModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An instant model, read by a program that knows only what docs/model-format-instant.md says. */
@Tag("slow")
class InstantExampleTest {
  private static final String SCRIPT = "scripts/instant_example.py";
  private static final int CHANNELS = 5;

  @TempDir Path dir;

  /** A dying note with vibrato and an offset; longer than what the encoder reads at once. */
  private Path sound(int samples) throws IOException {
    float[] noise = RandomModels.values(new Random(2), samples, 0.002);
    float[] sound = new float[samples];
    double turns = 0;
    for (int n = 0; n < samples; n++) {
      double seconds = n / 16_000.0;
      turns += 220 * Math.pow(2, 40 * Math.sin(2 * Math.PI * 5.5 * seconds) / 1200) / 16_000;
      double value = 0;
      for (int k = 1; k <= 10; k++) {
        value += Math.sin(2 * Math.PI * k * turns) / k;
      }
      sound[n] = (float) (0.03 + noise[n] + 0.3 * Math.exp(-0.3 * seconds) * value);
    }
    Path file = dir.resolve("sound.wav");
    WavFile.write(file, new AudioClip(sound, 16_000), WavFile.Encoding.PCM16, true);
    return file;
  }

  private Embedding encoded(Path model, Path sound, OptionalInt pitch) throws IOException {
    try (LoadedModel loaded = LoadedModel.open(model, 1);
        Encoder encoder = loaded.saved().encoder(1)) {
      return encoder.encode(AudioFile.read(sound).samples(), pitch);
    }
  }

  private float[] played(Path model, Embedding embedding, double pitch, long seed)
      throws IOException {
    try (LoadedModel loaded = LoadedModel.open(model, 1)) {
      return loaded.play(embedding, pitch, new Sampling(0, seed, Precision.FLOAT)).samples();
    }
  }

  @Test
  void encodesAndPlaysTheSame() throws Exception {
    Python python = Python.withNumPy(dir);
    Path model = InstantModels.write(dir.resolve("model.safetensors"), 48_000, 3);
    Path sound = sound(257 * 512 + 77);
    python.run(SCRIPT, model, sound, 57, dir.resolve("python"));
    Embedding theirs = EmbeddingFile.read(dir.resolve("python.npy"));
    assertArrayEquals(encoded(model, sound, OptionalInt.of(57)).values(), theirs.values(), 1e-5f);
    float[] theirSound = AudioFile.read(dir.resolve("python.wav")).samples();
    assertArrayEquals(played(model, theirs, 57, 1), theirSound, 1e-5f);
  }

  /** Sounds of a sample and of many, at pitches beyond all partials that are followed, or none. */
  @ParameterizedTest
  @CsvSource({"1, 0", "600, 127", "6000, 20", "6000, 95", "2560, none"})
  void encodesAnySoundTheSame(int samples, String pitch) throws Exception {
    Python python = Python.withNumPy(dir);
    Path model = InstantModels.write(dir.resolve("model.safetensors"), 16_000, 4);
    Path sound = sound(samples);
    boolean known = !pitch.equals("none");
    python.run(SCRIPT, model, sound, pitch, dir.resolve("python"));
    Embedding theirs = EmbeddingFile.read(dir.resolve("python.npy"));
    OptionalInt midi = known ? OptionalInt.of(Integer.parseInt(pitch)) : OptionalInt.empty();
    // At another pitch than the sound's little is left to be followed, in 32-bit floats or 64.
    assertArrayEquals(encoded(model, sound, midi).values(), theirs.values(), 2e-4f);
    assertEquals(known, Files.exists(dir.resolve("python.wav")));
  }

  /** Levels and pitches that jump, partials beyond half the rate, noise that is loud. */
  @ParameterizedTest
  @CsvSource({"8000, 108.5, 5", "16000, 24, -3", "48000, 120, 12345678901234"})
  void playsAnyEmbeddingTheSame(int rate, double pitch, long seed) throws Exception {
    Python python = Python.withNumPy(dir);
    Path model = InstantModels.write(dir.resolve("model.safetensors"), rate, 5);
    float[] values = RandomModels.values(new Random(6), 12 * CHANNELS, 1);
    Embedding embedding = new Embedding(12, CHANNELS, values);
    Path file = dir.resolve("embedding.npy");
    EmbeddingFile.write(file, embedding, EmbeddingInfo.NONE, true);
    python.run(SCRIPT, model, file, pitch, dir.resolve("python"), seed);
    float[] ours = played(model, embedding, pitch, seed);
    float[] theirs = AudioFile.read(dir.resolve("python.wav")).samples();
    assertTrue(Levels.rms(ours) > 1e-3, "something sounds");
    assertArrayEquals(ours, theirs, 1e-5f);
  }
}
