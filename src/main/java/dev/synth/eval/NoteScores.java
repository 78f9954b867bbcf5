package dev.synth.eval;

import dev.synth.dataset.Note;
import java.util.Map;

/**
 * What was measured of one note.
 *
 * @param note which
 * @param samples as many as were used of it
 * @param nats of the model, summed over the samples
 * @param markovNats of the Markov models, summed, [order][weight]
 * @param ways what each way kept of it
 * @param embedding features of the model's embedding
 * @param bands features of as many mel bands
 */
public record NoteScores(
    Note note,
    int samples,
    double nats,
    double[][] markovNats,
    Map<ReconstructionMethod, SoundScores> ways,
    double[] embedding,
    double[] bands) {
  public SoundScores way(ReconstructionMethod way) {
    return ways.get(way);
  }
}
