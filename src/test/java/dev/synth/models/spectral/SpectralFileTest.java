package dev.synth.models.spectral;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioFile;
import dev.synth.dsp.Levels;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.Precision;
import dev.synth.generate.ProgressListener;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.model.Encoder;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.testing.SpectralModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A model file that an earlier version wrote is read, and hears and sounds as it did. */
class SpectralFileTest {
  private static final Path FILES = Path.of("src/test/resources/dev/synth/model/files");
  private static final int PITCH = 69;
  private static final long SEED = 7;

  /** A fading tone, by sines that are the same everywhere. */
  static float[] sound() {
    float[] sound = new float[600];
    for (int n = 0; n < sound.length; n++) {
      double sum = 0;
      for (int k = 1; k <= 8; k++) {
        sum += StrictMath.sin(2 * Math.PI * 440 * k * n / 16_000) / k;
      }
      sound[n] = (float) (0.2 * sum * (1 - n / 700.0));
    }
    return sound;
  }

  static float[] played(SavedModel model, Embedding embedding, int samples) throws IOException {
    GenerationRequest request = new GenerationRequest(embedding, PITCH, samples, 0, SEED);
    return model
        .synthesizer(Precision.FLOAT)
        .synthesize(List.of(request), 1, ProgressListener.NONE)
        .get(0);
  }

  @Test
  void hearsAndSoundsAsItDid() throws IOException {
    SavedModel model = ModelFile.read(FILES.resolve("spectral-format2.safetensors"));
    assertEquals(SpectralModels.SPEC, model.spec());
    Embedding then = EmbeddingFile.read(FILES.resolve("spectral-format2.npy"));
    try (Encoder encoder = model.encoder(1)) {
      Embedding now = encoder.encode(sound(), OptionalInt.empty());
      assertEquals(then.frames(), now.frames());
      assertArrayEquals(then.values(), now.values(), 1e-4f);
    }
    float[] before = AudioFile.read(FILES.resolve("spectral-format2.wav")).samples();
    assertTrue(Levels.rms(before) > 0.01);
    // Rounding grows in the rounds in which phases are found.
    assertArrayEquals(before, played(model, then, before.length), 2e-3f);
  }
}
