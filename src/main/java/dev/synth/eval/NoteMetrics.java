package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.eval.baseline.BaselineSynthesizers;
import dev.synth.eval.classes.KeptClasses;
import dev.synth.eval.metric.AddedPartials;
import dev.synth.eval.metric.Artefacts;
import dev.synth.eval.metric.AttackTime;
import dev.synth.eval.metric.HarmonicGaps;
import dev.synth.eval.metric.LoudnessCurve;
import dev.synth.eval.metric.NoiseLevel;
import dev.synth.eval.metric.NoteEdges;
import dev.synth.eval.metric.SpectralDistance;
import dev.synth.latent.LatentFormat;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** All that is measured on sounds. Holds transforms: one instance a thread. */
public final class NoteMetrics {
  private final int sampleRateHz;
  private final Map<Integer, SpectralDistance> byRate = new HashMap<>();
  private final LoudnessCurve loudness;
  private final Artefacts artefacts;
  private final HarmonicGaps gaps;
  private final NoiseLevel noise;
  private final NoteEdges edges;
  private final AttackTime attack;
  private final BaselineSynthesizers classical;

  /**
   * Measures.
   *
   * @param format of embeddings, which the bands have as many values as, beside sound of the rate
   *     that is measured at
   */
  public NoteMetrics(LatentFormat format) {
    sampleRateHz = format.sampleRateHz();
    loudness = new LoudnessCurve(sampleRateHz);
    artefacts = new Artefacts(sampleRateHz);
    gaps = new HarmonicGaps(sampleRateHz);
    noise = new NoiseLevel(sampleRateHz);
    edges = new NoteEdges(sampleRateHz);
    attack = new AttackTime(sampleRateHz);
    classical = new BaselineSynthesizers(sampleRateHz, format.channels(), format.hopSamples());
  }

  SpectralDistance spectral() {
    return byRate.computeIfAbsent(sampleRateHz, SpectralDistance::new);
  }

  public BaselineSynthesizers classical() {
    return classical;
  }

  /**
   * What each way keeps of a note.
   *
   * @param original the note at the common rate
   * @param models the sounds of the models, as long
   * @param ownRateLogMelDb of each model, see {@link SoundScores}
   * @param pitch MIDI, NaN if unpitched; then it is what the tracker finds in the original
   * @param seed of the phases
   * @param classes what a classifier hears of the note in a sound
   */
  Map<ReconstructionMethod, SoundScores> ways(
      float[] original,
      Map<ReconstructionMethod, float[]> models,
      Map<ReconstructionMethod, Double> ownRateLogMelDb,
      double pitch,
      long seed,
      Function<float[], KeptClasses> classes) {
    double known = Double.isNaN(pitch) ? pitchOf(original) : pitch;
    Map<ReconstructionMethod, float[]> sounds = new LinkedHashMap<>();
    sounds.put(ReconstructionMethod.ORIGINAL, original);
    sounds.put(ReconstructionMethod.MU_LAW, BaselineSynthesizers.muLaw(original));
    sounds.put(ReconstructionMethod.GRIFFIN_LIM, classical.griffinLim(original, seed));
    sounds.put(ReconstructionMethod.GRIFFIN_LIM_BANDS, classical.griffinLimBands(original, seed));
    sounds.putAll(models);
    Map<ReconstructionMethod, SoundScores> ways = new LinkedHashMap<>();
    sounds.forEach(
        (way, sound) ->
            ways.put(
                way,
                scores(
                    original,
                    sound,
                    known,
                    ownRateLogMelDb.getOrDefault(way, Double.NaN),
                    classes.apply(sound))));
    return ways;
  }

  /** As {@link SpectralDistance#logMelDb}, of sounds of any rate. */
  double logMelDb(float[] original, float[] other, int rateHz) {
    return byRate.computeIfAbsent(rateHz, SpectralDistance::new).logMelDb(original, other);
  }

  /**
   * What one sound keeps of a note.
   *
   * @param other as long as the original
   * @param pitch MIDI, NaN if unpitched
   */
  SoundScores scores(
      float[] original, float[] other, double pitch, double ownRateLogMelDb, KeptClasses classes) {
    double bound = Artefacts.jumpBound(original);
    double hz = Pitch.hzOfMidi(pitch);
    HarmonicGaps.Gaps wanted = gaps.of(original, hz);
    HarmonicGaps.Gaps found = gaps.of(other, hz);
    int octaves = HarmonicGaps.OCTAVES_HZ.size() - 1;
    return new SoundScores(
        100 * Math.abs(pitchOf(other) - pitch),
        logMelDb(original, other, sampleRateHz),
        ownRateLogMelDb,
        spectral().multiResolution(original, other),
        loudness.errorDb(original, other),
        levelDifferenceDb(original, other),
        LoudnessCurve.envelopeCorrelation(original, other),
        artefacts.noiseFloorDb(other),
        noise.of(original, other, hz),
        found,
        IntStream.range(0, octaves).mapToDouble(i -> wanted.octaveDifferenceDb(found, i)).toArray(),
        AddedPartials.levelDb(original, other, hz, sampleRateHz),
        edges.startJumpPercent(other),
        edges.startLevelDb(other),
        edges.attackMs(other),
        attack.errorMs(original, other, hz),
        edges.cutSeconds(original, other),
        Artefacts.jumps(other, bound),
        Artefacts.clicks(other, bound),
        classes);
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
