package dev.synth.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.generate.Precision;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.testing.Python;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model, read by a program that knows nothing of this one but docs/model-format.md. */
@Tag("slow")
class ModelExampleTest {
  private static final Path MODEL = Path.of("nsynth-data/wavenet.safetensors");
  private static final Path NOTE = Path.of("nsynth-data/audio/flute_acoustic_073-060-100.wav");
  private static final int PITCH = 60;
  private static final int SAMPLES = 4096;

  @TempDir Path dir;

  @Test
  void encodesAndPlaysTheSame() throws Exception {
    Python python = Python.withNumPy(dir);
    float[] samples = Arrays.copyOf(AudioFile.read(NOTE).samples(), SAMPLES);
    Path sound = dir.resolve("sound.wav");
    WavFile.write(sound, new AudioClip(samples, 16_000), WavFile.Encoding.PCM16, true);
    python.run("scripts/model_example.py", MODEL, sound, PITCH, dir.resolve("python"));
    Embedding theirs = EmbeddingFile.read(dir.resolve("python.npy"));
    float[] theirSound = AudioFile.read(dir.resolve("python.wav")).samples();
    try (LoadedModel model = LoadedModel.open(MODEL)) {
      Embedding ours = model.encode(AudioFile.read(sound));
      // Sums of a thousand float32 products of order 1, in another order.
      assertArrayEquals(ours.values(), theirs.values(), 1e-4f);
      Sampling likeliest = new Sampling(0, 1, Precision.FLOAT);
      float[] ourSound = model.play(ours, PITCH, likeliest).samples();
      assertEquals(ourSound.length, theirSound.length);
      // A tie that falls otherwise changes a code, and a little of what follows.
      double correlation = correlation(ourSound, theirSound);
      assertTrue(correlation > 0.99, "correlation " + correlation);
    }
  }

  private static double correlation(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
