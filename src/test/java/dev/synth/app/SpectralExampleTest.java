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
import dev.synth.model.ModelFile;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.testing.Python;
import dev.synth.testing.RandomModels;
import dev.synth.testing.SpectralModels;
import dev.synth.testing.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A spectral model, read by a program that knows only what docs/model-format-spectral.md says. */
@Tag("slow")
class SpectralExampleTest {
  private static final String SCRIPT = "scripts/spectral_example.py";
  private static final float SOUND_TOLERANCE = 1e-5f;

  @TempDir Path dir;

  private Path model(SpectralSpec spec) throws Exception {
    Path file = dir.resolve("model.safetensors");
    ModelFile.write(file, SpectralModels.model(spec, 5), true);
    return file;
  }

  private Path sound(int samples) throws Exception {
    float[] sound = Tones.plus(Tones.tone(207, 0.3, samples), Tones.noise(0.02, samples, 5));
    for (int n = 0; n < samples; n++) {
      sound[n] += 0.03f;
    }
    Path file = dir.resolve("sound.wav");
    WavFile.write(file, new AudioClip(sound, 16_000), WavFile.Encoding.PCM16, true);
    return file;
  }

  private static float[] played(Path model, Embedding embedding, int pitch, long seed)
      throws Exception {
    try (LoadedModel loaded = LoadedModel.open(model, 1)) {
      return loaded.play(embedding, pitch, new Sampling(0, seed, Precision.FLOAT)).samples();
    }
  }

  /** Images that are halved once more in height, and as often in both; one piece and several. */
  @ParameterizedTest
  @CsvSource({"224, 16, 600, 60", "224, 16, 200, 0", "320, 16, 700, 127", "1600, 32, 1700, 33"})
  void encodesAndPlaysTheSame(int noteSamples, int hop, int samples, int pitch) throws Exception {
    Python python = Python.withNumPy(dir);
    int fft = noteSamples == 1_600 ? 256 : 64;
    Path model = model(new SpectralSpec(16_000, fft, hop, noteSamples, 3, 5, 4, 8));
    Path sound = sound(samples);
    python.run(SCRIPT, model, sound, pitch, dir.resolve("python"));
    Embedding theirs = EmbeddingFile.read(dir.resolve("python.npy"));
    try (LoadedModel loaded = LoadedModel.open(model, 1);
        Encoder encoder = loaded.saved().encoder(1)) {
      Embedding ours = encoder.encode(AudioFile.read(sound).samples(), OptionalInt.empty());
      assertEquals((samples + noteSamples - 1) / noteSamples, theirs.frames());
      assertArrayEquals(ours.values(), theirs.values(), 1e-4f);
      float[] their = AudioFile.read(dir.resolve("python.wav")).samples();
      assertTrue(Levels.rms(their) > 0.01, "something sounds");
      assertArrayEquals(played(model, theirs, pitch, 1), their, SOUND_TOLERANCE);
    }
  }

  /** Of any seed, and of an embedding that no sound has. */
  @Test
  void playsAnyEmbeddingTheSame() throws Exception {
    Python python = Python.withNumPy(dir);
    Path model = model(SpectralModels.SPEC);
    Embedding embedding = new Embedding(2, 5, RandomModels.values(new Random(6), 10, 3));
    Path file = dir.resolve("embedding.npy");
    EmbeddingFile.write(file, embedding, EmbeddingInfo.NONE, true);
    python.run(SCRIPT, model, file, 64, dir.resolve("python"), 12345678901234L);
    float[] theirs = AudioFile.read(dir.resolve("python.wav")).samples();
    assertArrayEquals(played(model, embedding, 64, 12345678901234L), theirs, SOUND_TOLERANCE);
    assertTrue(Files.notExists(dir.resolve("python.npy")));
  }
}
