package dev.synth.models.instant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model file that an earlier version wrote is read, and hears and sounds as it did. */
class InstantFileTest {
  private static final Path FILES = Path.of("src/test/resources/dev/synth/model/files");
  private static final int PITCH = 57;
  private static final long SEED = 7;

  private SavedModel model;

  @BeforeEach
  void read() throws IOException {
    model = ModelFile.read(FILES.resolve("instant-format2.safetensors"));
  }

  /** A sawtooth's first partials at 16 kHz, a little sharp; the last frame is not filled. */
  private static float[] sound() {
    float[] sound = new float[1500];
    for (int n = 0; n < sound.length; n++) {
      double sum = 0;
      for (int k = 1; k <= 12; k++) {
        sum += StrictMath.sin(2 * Math.PI * 222 * k * n / 16_000) / k;
      }
      sound[n] = (float) (0.2 * sum * (1 - n / 2000.0));
    }
    return sound;
  }

  @Test
  void saysWhatItIs() {
    assertEquals(new InstantSpec(48_000, 9, 3, 5, 8, 2, 12, 4, 10, 6), model.spec());
    assertEquals("random", model.preset());
    assertTrue(Double.isNaN(model.provenance().heldOutNats()));
  }

  @Test
  void hearsAsItDid() throws IOException {
    try (Encoder encoder = model.encoder(1)) {
      Embedding now = encoder.encode(sound(), OptionalInt.of(PITCH));
      Embedding then = EmbeddingFile.read(FILES.resolve("instant-format2.npy"));
      assertEquals(3, then.frames());
      assertArrayEquals(then.values(), now.values(), 1e-4f);
    }
  }

  @Test
  void soundsAsItDid() throws IOException {
    Embedding embedding = EmbeddingFile.read(FILES.resolve("instant-format2.npy"));
    AudioClip then = AudioFile.read(FILES.resolve("instant-format2.wav"));
    GenerationRequest request =
        new GenerationRequest(embedding, PITCH, then.samples().length, 0, SEED);
    float[] now =
        model
            .synthesizer(Precision.FLOAT)
            .synthesize(List.of(request), 1, ProgressListener.NONE)
            .get(0);
    assertEquals(48_000, then.sampleRateHz());
    assertEquals(3 * 1536, now.length);
    assertTrue(Levels.rms(then.samples()) > 1e-3, "something sounds");
    assertArrayEquals(then.samples(), now, 1e-5f);
  }
}
