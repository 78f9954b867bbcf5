package dev.synth.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.Resampler;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.Precision;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Sha256;
import dev.synth.latent.Embedding;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedModelTest {
  @TempDir private Path dir;
  private Path file;

  @BeforeEach
  void writeModel() throws IOException {
    file = Fixtures.model(dir.resolve("model.safetensors"));
  }

  @Test
  void soundsBecomeEmbeddingsAndBack() throws IOException {
    AudioClip clip = AudioFile.read(Fixtures.note(dir.resolve("a.wav"), 60, 0.1));
    try (LoadedModel model = LoadedModel.open(file, 2)) {
      assertEquals(file, model.file());
      assertEquals(Sha256.of(file), model.sha256());
      Embedding embedding = model.encode(clip);
      assertEquals(4, embedding.frames());
      assertEquals(model.latent().channels(), embedding.channels());
      assertEquals(embedding.frames(), model.encode(Resampler.resample(clip, 44_100)).frames());
      AudioClip sound = model.play(embedding, 60);
      assertEquals(4 * 512, sound.samples().length);
      assertEquals(16_000, sound.sampleRateHz());
      assertArrayEquals(sound.samples(), model.play(embedding, 60, Sampling.DEFAULT).samples());
      Sampling other = new Sampling(0.5, 2, Precision.BF16);
      assertNotEquals(0, mismatch(sound, model.play(embedding, 60, other)));
      assertTrue(model.encoderDescription().length() > 3);
      assertTrue(model.synthesizerDescription(Precision.FLOAT).length() > 3);
    }
    try (LoadedModel model = LoadedModel.open(file)) {
      assertEquals(4, model.encode(clip).frames(), "on any number of threads");
    }
  }

  private static int mismatch(AudioClip a, AudioClip b) {
    int count = 0;
    for (int t = 0; t < a.samples().length; t++) {
      count += a.samples()[t] == b.samples()[t] ? 0 : 1;
    }
    return count;
  }

  @Test
  void embeddingsAreMixed() throws IOException {
    Embedding one = new Embedding(2, 1, new float[] {1, 1});
    Embedding five = new Embedding(3, 1, new float[] {5, 5, 5});
    try (LoadedModel model = LoadedModel.open(file, 1)) {
      assertEquals(new Embedding(2, 1, new float[] {2, 2}), model.between(one, five, 0.25));
      assertEquals(new Embedding(2, 1, new float[] {8, 8}), model.mix(List.of(one, five), -2, 2));
      assertThrows(IllegalArgumentException.class, () -> model.mix(List.of(one, five), 1));
      assertThrows(IllegalArgumentException.class, () -> model.between(one, five, 1.5));
      assertThrows(
          IllegalArgumentException.class,
          () -> model.play(one, GenerationRequest.UNKNOWN_PITCH),
          "not of its channels");
    }
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    assertThrows(NoInputException.class, () -> LoadedModel.open(dir.resolve("none")));
    Path text = Files.writeString(dir.resolve("text.safetensors"), "no model");
    assertThrows(BadDataException.class, () -> LoadedModel.open(text));
    assertThrows(IllegalArgumentException.class, () -> LoadedModel.open(file, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new Sampling(Double.NaN, 1, Precision.FLOAT));
    assertThrows(IllegalArgumentException.class, () -> new Workers(0, 0));
  }
}
