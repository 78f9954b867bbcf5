package dev.synth.models.spectral;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.SampleReader;
import dev.synth.dsp.Levels;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.Precision;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.latent.Embedding;
import dev.synth.model.Encoder;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.testing.RandomModels;
import dev.synth.testing.SpectralModels;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpectralModelTest {
  private static final SpectralSpec SPEC = SpectralModels.SPEC;
  private static final SavedModel MODEL = SpectralModels.model(5);

  private static float[] sound(int samples) {
    return RandomModels.values(new Random(samples), samples, 0.1);
  }

  private static Embedding encode(float[] samples) throws IOException {
    try (Encoder encoder = MODEL.encoder(1)) {
      return encoder.encode(samples, OptionalInt.empty());
    }
  }

  private static List<float[]> play(int threads, GenerationRequest... requests) throws IOException {
    Synthesizer synthesizer = MODEL.synthesizer(Precision.FLOAT);
    return synthesizer.synthesize(List.of(requests), threads, ProgressListener.NONE);
  }

  @Test
  void aSoundOfAnyLengthIsEncoded() throws IOException {
    int note = SPEC.noteSamples();
    for (int samples : new int[] {1, note - 1, note, note + 1, 3 * note + 7}) {
      Embedding embedding = encode(sound(samples));
      assertEquals((samples + note - 1) / note, embedding.frames());
      assertEquals(SPEC.latentChannels(), embedding.channels());
      for (float value : embedding.values()) {
        assertTrue(Float.isFinite(value));
      }
    }
    assertThrows(IllegalArgumentException.class, () -> encode(new float[0]));
  }

  @Test
  void howASoundIsReadIsNoMatter() throws IOException {
    float[] sound = sound(700);
    try (Encoder encoder = MODEL.encoder(1)) {
      int[] at = {0};
      SampleReader slow =
          into -> {
            int count = Math.min(Math.min(7, into.length), sound.length - at[0]);
            System.arraycopy(sound, at[0], into, 0, count);
            at[0] += count;
            return count == 0 ? -1 : count;
          };
      assertArrayEquals(
          encoder.encode(sound, OptionalInt.empty()).values(),
          encoder.encode(slow, OptionalInt.of(60)).values());
    }
  }

  @Test
  void aSoundThatDoesNotFitTheMemoryIsRefused() {
    try (Encoder encoder = SpectralEncoder.of(MODEL, 1, 16 * 16_000L)) {
      assertEquals(
          "The sound is longer than 1 s, and a spectral model's encoder holds all of it; more do"
              + " not fit the memory that Java may take. Cut it into shorter ones.",
          assertThrows(
                  WorkFailedException.class,
                  () -> encoder.encode(sound(16_001), OptionalInt.empty()))
              .getMessage());
      assertEquals(
          (16_000 + SPEC.noteSamples() - 1) / SPEC.noteSamples(),
          encoder.encode(sound(16_000), OptionalInt.empty()).frames());
    }
  }

  @Test
  void aNoteDependsOnItsRequestAlone() throws IOException {
    Embedding embedding = encode(sound(500));
    GenerationRequest a = new GenerationRequest(embedding, 60, 500, 0, 1);
    GenerationRequest b = new GenerationRequest(embedding, 61, 600, 0, 2);
    float[] alone = play(1, a).get(0);
    assertEquals(500, alone.length);
    assertTrue(Levels.rms(alone) > 0.01);
    assertArrayEquals(alone, play(2, b, a, b).get(1));
    assertFalse(
        Arrays.equals(alone, play(1, new GenerationRequest(embedding, 60, 500, 0, 9)).get(0)),
        "the seed decides the phases");
    assertFalse(
        Arrays.equals(alone, play(1, new GenerationRequest(embedding, 72, 500, 0, 1)).get(0)),
        "the pitch is heard");
  }

  /** Less of a note is not its beginning to the bit: phases depend on all that is played. */
  @Test
  void aShorterNoteIsAsLongAsWanted() throws IOException {
    Embedding embedding = encode(sound(500));
    assertEquals(10, play(1, new GenerationRequest(embedding, 60, 10, 0, 1)).get(0).length);
  }

  @Test
  void whatCannotBePlayedIsSaid() throws IOException {
    Synthesizer synthesizer = MODEL.synthesizer(Precision.FLOAT);
    assertEquals(
        "has no pitch, and a spectral model cannot play without one",
        synthesizer.refusal(PlayedPitch.UNKNOWN).orElseThrow());
    assertTrue(synthesizer.refusal(PlayedPitch.of(60.5)).orElseThrow().contains("whole MIDI"));
    Embedding other = new Embedding(1, 2, new float[2]);
    assertThrows(
        IllegalArgumentException.class,
        () -> synthesizer.check(new GenerationRequest(other, 60, 10, 0, 1)));
    Embedding good = encode(sound(10));
    assertThrows(
        IllegalArgumentException.class,
        () -> synthesizer.check(new GenerationRequest(good, 60, SPEC.noteSamples() + 1, 0, 1)));
  }

  /** A variance below 0 has no root. */
  @Test
  void anOutputThatIsNoNumberFailsItsNote() throws IOException {
    Map<String, float[]> tensors = new LinkedHashMap<>(MODEL.tensors());
    float[] variances = new float[MODEL.tensor("decoder/0/variance").length];
    Arrays.fill(variances, -1);
    tensors.put("decoder/0/variance", variances);
    SavedModel broken = new SavedModel(SPEC, "broken", MODEL.provenance(), tensors);
    GenerationRequest request =
        new GenerationRequest(new Embedding(1, 5, new float[5]), 60, 10, 0, 1);
    assertThrows(
        WorkFailedException.class,
        () ->
            broken
                .synthesizer(Precision.FLOAT)
                .synthesize(List.of(request), 1, ProgressListener.NONE));
  }
}
