package dev.synth.models.wavenet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.SampleReader;
import dev.synth.model.Encoder;
import dev.synth.model.LikelihoodScorer;
import dev.synth.model.SavedModel;
import dev.synth.testing.RandomModels;
import dev.synth.testing.Tones;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WaveNetEncoderTest {
  private static final int SAMPLES = 20_000;

  private final SavedModel model = RandomModels.model(WaveNetPresets.tiny(), 1);

  /** A pluck after silence, with an offset. */
  private static float[] pluck(double offset) {
    float[] sound = new float[SAMPLES];
    System.arraycopy(Tones.pluck(220, SAMPLES - 1_000), 0, sound, 1_000, SAMPLES - 1_000);
    for (int t = 0; t < SAMPLES; t++) {
      sound[t] += (float) offset;
    }
    return sound;
  }

  private static double distance(float[] a, float[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += Math.pow(a[i] - b[i], 2);
    }
    return Math.sqrt(squares / a.length);
  }

  @Test
  void anOffsetIsNoPartOfTheEmbeddingNorOfTheLikelihood() throws Exception {
    float[] clean = pluck(0);
    float[] offset = pluck(0.05);
    try (Encoder encoder = model.encoder(1);
        LikelihoodScorer scorer = model.likelihoodScorer(1)) {
      float[] one = encoder.encode(clean, OptionalInt.empty()).values();
      float[] other = encoder.encode(offset, OptionalInt.empty()).values();
      double spread = distance(one, new float[one.length]);
      assertTrue(distance(one, other) < 0.01 * spread, distance(one, other) + " of " + spread);
      double nats = scorer.nats(clean, encoder.encode(clean, OptionalInt.empty()), 57);
      double offsetNats = scorer.nats(offset, encoder.encode(offset, OptionalInt.empty()), 57);
      assertTrue(Math.abs(offsetNats / nats - 1) < 0.02, offsetNats + " after " + nats);
    }
  }

  @Test
  void theSizeOfPiecesChangesNothing() throws IOException {
    float[] sound = pluck(0.05);
    SampleReader whole = SampleReader.of(sound);
    try (Encoder encoder = model.encoder(1)) {
      SampleReader slow =
          into -> {
            float[] less = new float[Math.min(into.length, 777)];
            int count = whole.read(less);
            System.arraycopy(less, 0, into, 0, Math.max(0, count));
            return count;
          };
      float[] pieces = encoder.encode(slow, OptionalInt.empty()).values();
      assertArrayEquals(
          encoder.encode(Arrays.copyOf(sound, SAMPLES), OptionalInt.empty()).values(), pieces);
    }
  }
}
