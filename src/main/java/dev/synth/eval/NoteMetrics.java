package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.eval.baseline.BaselineSynthesizers;
import dev.synth.eval.metric.AddedPartials;
import dev.synth.eval.metric.Artefacts;
import dev.synth.eval.metric.HarmonicGaps;
import dev.synth.eval.metric.LoudnessCurve;
import dev.synth.eval.metric.NoteEdges;
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
  private final HarmonicGaps gaps;
  private final NoteEdges edges;
  private final BaselineSynthesizers classical;

  public NoteMetrics(LatentFormat format) {
    sampleRateHz = format.sampleRateHz();
    spectral = new SpectralDistance(sampleRateHz);
    loudness = new LoudnessCurve(sampleRateHz);
    artefacts = new Artefacts(sampleRateHz);
    gaps = new HarmonicGaps(sampleRateHz);
    edges = new NoteEdges(sampleRateHz);
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
      ways.put(way, scores(original, sound, known));
    }
    return ways;
  }

  /**
   * What one sound keeps of a note.
   *
   * @param other as long as the original
   * @param pitch MIDI, NaN if unpitched
   */
  SoundScores scores(float[] original, float[] other, double pitch) {
    double bound = Artefacts.jumpBound(original);
    double hz = Pitch.hzOfMidi(pitch);
    return new SoundScores(
        100 * Math.abs(pitchOf(other) - pitch),
        spectral.logMelDb(original, other),
        spectral.multiResolution(original, other),
        loudness.errorDb(original, other),
        levelDifferenceDb(original, other),
        LoudnessCurve.envelopeCorrelation(original, other),
        artefacts.noiseFloorDb(other),
        Double.isNaN(hz) ? hz : gaps.overGapsDb(other, hz),
        AddedPartials.levelDb(original, other, hz, sampleRateHz),
        edges.startJumpPercent(other),
        edges.startLevelDb(other),
        edges.attackMs(other),
        edges.cutSeconds(original, other),
        Artefacts.jumps(other, bound),
        Artefacts.clicks(other, bound));
  }

  private static double levelDifferenceDb(float[] original, float[] other) {
    double difference = Levels.dbfs(Levels.rms(other)) - Levels.dbfs(Levels.rms(original));
    return Double.isInfinite(difference) ? Double.NaN : difference;
  }

  private double pitchOf(float[] sound) {
    Optional<Pitch> pitch = PitchEstimator.estimate(new AudioClip(sound, sampleRateHz));
    return pitch.map(Pitch::midi).orElse(Double.NaN);
  }
}
