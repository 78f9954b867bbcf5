package dev.synth.models.wavenet;

import dev.synth.audio.MuLaw;
import dev.synth.dsp.OffsetFilter;
import dev.synth.latent.Embedding;
import dev.synth.model.LikelihoodScorer;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.graph.SoundScorer;

/**
 * A {@link SoundScorer} as a {@link LikelihoodScorer}: its oscillator follows the sound, which is
 * scored without its offset, as it is encoded.
 */
final class WaveNetScorer implements LikelihoodScorer {
  private final WaveNetSpec spec;
  private final SoundScorer scorer;

  private WaveNetScorer(WaveNetSpec spec, SoundScorer scorer) {
    this.spec = spec;
    this.scorer = scorer;
  }

  static WaveNetScorer of(SavedModel model, int threads) {
    WaveNetSpec spec = WaveNetSpec.of(model);
    return new WaveNetScorer(spec, SoundScorer.create(spec, model.tensors(), threads));
  }

  @Override
  public double nats(float[] samples, Embedding embedding, int pitch) {
    float[] sound = OffsetFilter.filter(samples, spec.sampleRateHz());
    float[] cycles = new PitchOscillator(spec, pitch).cyclesAlong(sound, 0, sound.length);
    return scorer.nats(MuLaw.encode(sound), embedding.values(), pitch, cycles);
  }

  @Override
  public String description() {
    return scorer.description();
  }

  @Override
  public void close() {
    scorer.close();
  }
}
