package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.Pitch;
import dev.synth.dsp.PitchEstimator;
import dev.synth.model.SynthModel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** All that is measured on sounds. Holds transforms: one instance a thread. */
final class Measuring {
  private final int sampleRateHz;
  private final SpectralDistance spectral;
  private final Loudness loudness;
  private final Artefacts artefacts;
  private final Classical classical;

  Measuring(SynthModel model) {
    sampleRateHz = model.spec().sampleRateHz();
    spectral = new SpectralDistance(sampleRateHz);
    loudness = new Loudness(sampleRateHz);
    artefacts = new Artefacts(sampleRateHz);
    classical =
        new Classical(sampleRateHz, model.spec().latentChannels(), model.spec().hopSamples());
  }

  SpectralDistance spectral() {
    return spectral;
  }

  Classical classical() {
    return classical;
  }

  /**
   * What each way keeps of a note.
   *
   * @param original the note
   * @param model the model's sound of it, as long
   * @param pitch MIDI, NaN where nobody knows; then it is what the tracker finds in the original
   * @param seed of the phases
   */
  Map<Way, SoundScores> ways(float[] original, float[] model, double pitch, long seed) {
    double known = Double.isNaN(pitch) ? pitchOf(original) : pitch;
    double bound = Artefacts.jumpBound(original);
    Map<Way, SoundScores> ways = new EnumMap<>(Way.class);
    for (Way way : Way.values()) {
      float[] sound =
          switch (way) {
            case ORIGINAL -> original;
            case MU_LAW -> Classical.muLaw(original);
            case GRIFFIN_LIM -> classical.griffinLim(original, seed);
            case GRIFFIN_LIM_BANDS -> classical.griffinLimBands(original, seed);
            case MODEL -> model;
          };
      ways.put(
          way,
          new SoundScores(
              100 * Math.abs(pitchOf(sound) - known),
              spectral.logMelDb(original, sound),
              spectral.multiResolution(original, sound),
              loudness.errorDb(original, sound),
              Loudness.envelopeCorrelation(original, sound),
              artefacts.noiseFloorDb(sound),
              Artefacts.jumps(sound, bound),
              Artefacts.clicks(sound, bound)));
    }
    return ways;
  }

  private double pitchOf(float[] sound) {
    Optional<Pitch> pitch = PitchEstimator.estimate(new AudioClip(sound, sampleRateHz));
    return pitch.map(Pitch::midi).orElse(Double.NaN);
  }
}
