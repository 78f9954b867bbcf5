package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.eval.baseline.BaselineSynthesizers;
import dev.synth.eval.metric.Artefacts;
import dev.synth.eval.metric.LoudnessCurve;
import dev.synth.eval.metric.SpectralDistance;
import dev.synth.latent.LatentFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** All that is measured on sounds. Holds transforms: one instance a thread. */
public final class NoteMetrics {
  private final int sampleRateHz;
  private final SpectralDistance spectral;
  private final LoudnessCurve loudness;
  private final Artefacts artefacts;
  private final BaselineSynthesizers classical;

  public NoteMetrics(LatentFormat format) {
    sampleRateHz = format.sampleRateHz();
    spectral = new SpectralDistance(sampleRateHz);
    loudness = new LoudnessCurve(sampleRateHz);
    artefacts = new Artefacts(sampleRateHz);
    classical = new BaselineSynthesizers(sampleRateHz, format.channels(), format.hopSamples());
  }

  SpectralDistance spectral() {
    return spectral;
  }

  public BaselineSynthesizers classical() {
    return classical;
  }

  /**
   * What each way keeps of a note.
   *
   * @param original the note
   * @param model the model's sound of it, as long
   * @param pitch MIDI, NaN if unpitched; then it is what the tracker finds in the original
   * @param seed of the phases
   */
  Map<ReconstructionMethod, SoundScores> ways(
      float[] original, float[] model, double pitch, long seed) {
    double known = Double.isNaN(pitch) ? pitchOf(original) : pitch;
    double bound = Artefacts.jumpBound(original);
    Map<ReconstructionMethod, SoundScores> ways = new EnumMap<>(ReconstructionMethod.class);
    for (ReconstructionMethod way : ReconstructionMethod.values()) {
      float[] sound =
          switch (way) {
            case ORIGINAL -> original;
            case MU_LAW -> BaselineSynthesizers.muLaw(original);
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
              LoudnessCurve.envelopeCorrelation(original, sound),
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
