package dev.synth.models.wavenet.play;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.latent.Embedding;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.PitchOscillator;
import dev.synth.models.wavenet.ResidualCoding;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.SoundScorer;
import dev.synth.testing.RandomModels;
import org.junit.jupiter.api.Test;

/** The scorer against the generator, which knows nothing of windows. */
class SoundScorerTest {
  @Test
  void windowsAddUpToTheWholeNote() {
    WaveNetSpec spec = WaveNetPresets.tiny();
    SavedModel model = RandomModels.model(spec, 3);
    // Two windows and a part of a frame.
    int samples = 30_000 + 77;
    int[] codes = RandomModels.codes(samples, 5);
    byte[] bytes = new byte[samples];
    float[] cycles = new float[samples];
    PitchOscillator oscillator = new PitchOscillator(spec, 60);
    for (int t = 0; t < samples; t++) {
      codes[t] /= 4;
      bytes[t] = (byte) codes[t];
      cycles[t] = (float) oscillator.cyclesAt(t);
    }
    Embedding embedding = RandomModels.embedding(spec, spec.frames(samples), 7);
    double expected = 0;
    int[] labels = new ResidualCoding(spec).labels(bytes, bytes);
    int t = 0;
    for (float[] logits : Generator.of(model).logits(codes, embedding, 60)) {
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit);
      }
      expected += Math.log(sum) - logits[labels[t++]];
    }
    double actual =
        SoundScorer.create(spec, model.tensors(), 2).nats(bytes, embedding.values(), 60, cycles);
    assertEquals(expected / samples, actual / samples, 1e-4 * expected / samples);
  }
}
