package dev.synth.eval;

import dev.synth.eval.metric.AddedPartials;
import dev.synth.eval.metric.Artefacts;
import dev.synth.eval.metric.HarmonicGaps;
import dev.synth.eval.metric.LoudnessCurve;
import dev.synth.eval.metric.NoteEdges;
import dev.synth.eval.metric.SpectralDistance;

/**
 * What one way kept of one note. Figures that are not defined for it are NaN.
 *
 * @param pitchCents distance of its pitch from the note's; NaN where the tracker finds none
 * @param logMelDb see {@link SpectralDistance#logMelDb}
 * @param multiResolution see {@link SpectralDistance#multiResolution}
 * @param loudnessErrorDb see {@link LoudnessCurve#errorDb}
 * @param levelDifferenceDb of its RMS from the original's; NaN where one of them is silent
 * @param envelopeCorrelation see {@link LoudnessCurve#envelopeCorrelation}
 * @param noiseFloorDb see {@link Artefacts#noiseFloorDb}
 * @param harmonicsOverGapsDb see {@link HarmonicGaps#overGapsDb}
 * @param addedPartialsDb see {@link AddedPartials#levelDb}
 * @param startJumpPercent see {@link NoteEdges#startJumpPercent}
 * @param startLevelDb see {@link NoteEdges#startLevelDb}
 * @param attackMs see {@link NoteEdges#attackMs}
 * @param cutSeconds see {@link NoteEdges#cutSeconds}
 * @param jumps see {@link Artefacts#jumps}
 * @param clicks see {@link Artefacts#clicks}
 */
public record SoundScores(
    double pitchCents,
    double logMelDb,
    double multiResolution,
    double loudnessErrorDb,
    double levelDifferenceDb,
    double envelopeCorrelation,
    double noiseFloorDb,
    double harmonicsOverGapsDb,
    double addedPartialsDb,
    double startJumpPercent,
    double startLevelDb,
    double attackMs,
    double cutSeconds,
    double jumps,
    double clicks) {
  /** A tone this near is the same note to a tuner. */
  static final double RIGHT_CENTS = 50;

  boolean pitchRight() {
    return pitchCents <= RIGHT_CENTS;
  }
}
