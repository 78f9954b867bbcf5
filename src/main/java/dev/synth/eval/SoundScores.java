package dev.synth.eval;

import dev.synth.eval.classes.KeptClasses;
import dev.synth.eval.metric.AddedPartials;
import dev.synth.eval.metric.Artefacts;
import dev.synth.eval.metric.AttackTime;
import dev.synth.eval.metric.HarmonicGaps;
import dev.synth.eval.metric.LoudnessCurve;
import dev.synth.eval.metric.NoiseLevel;
import dev.synth.eval.metric.NoteEdges;
import dev.synth.eval.metric.SpectralDistance;

/**
 * What one way kept of one note. Figures that are not defined for it are NaN.
 *
 * @param pitchCents distance of its pitch from the note's; NaN where the tracker finds none
 * @param logMelDb see {@link SpectralDistance#logMelDb}
 * @param ownRateLogMelDb the same at the rate of the model, where that is above the common rate and
 *     the original has it
 * @param multiResolution see {@link SpectralDistance#multiResolution}
 * @param loudnessErrorDb see {@link LoudnessCurve#errorDb}
 * @param levelDifferenceDb of its RMS from the original's; NaN where one of them is silent
 * @param envelopeCorrelation see {@link LoudnessCurve#envelopeCorrelation}
 * @param noiseFloorDb see {@link Artefacts#noiseFloorDb}
 * @param noise see {@link NoiseLevel}
 * @param gaps see {@link HarmonicGaps.Gaps}
 * @param octaveDifferencesDb see {@link HarmonicGaps.Gaps#octaveDifferenceDb}, [octaves]
 * @param addedPartialsDb see {@link AddedPartials#levelDb}
 * @param startJumpPercent see {@link NoteEdges#startJumpPercent}
 * @param startLevelDb see {@link NoteEdges#startLevelDb}
 * @param attackMs see {@link NoteEdges#attackMs}
 * @param attackErrorMs see {@link AttackTime#errorMs}
 * @param cutSeconds see {@link NoteEdges#cutSeconds}
 * @param jumps see {@link Artefacts#jumps}
 * @param clicks see {@link Artefacts#clicks}
 * @param classes what a classifier hears of the note's labels
 */
public record SoundScores(
    double pitchCents,
    double logMelDb,
    double ownRateLogMelDb,
    double multiResolution,
    double loudnessErrorDb,
    double levelDifferenceDb,
    double envelopeCorrelation,
    double noiseFloorDb,
    NoiseLevel.Difference noise,
    HarmonicGaps.Gaps gaps,
    double[] octaveDifferencesDb,
    double addedPartialsDb,
    double startJumpPercent,
    double startLevelDb,
    double attackMs,
    double attackErrorMs,
    double cutSeconds,
    double jumps,
    double clicks,
    KeptClasses classes) {
  /** A tone this near is the same note to a tuner. */
  static final double RIGHT_CENTS = 50;

  boolean pitchRight() {
    return pitchCents <= RIGHT_CENTS;
  }
}
