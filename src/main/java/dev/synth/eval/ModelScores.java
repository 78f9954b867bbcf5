package dev.synth.eval;

/**
 * What was measured of one note and one model beside its sound.
 *
 * @param samples of the note at the model's rate
 * @param nats summed over the samples; NaN for a model that cannot score
 * @param markovNats of the Markov models on the same samples, summed, [order][weight]; null for a
 *     model that cannot score
 * @param embedding features of the embedding
 * @param originalToTraining distance of the note to the nearest of the model's training notes; NaN
 *     where they are not known, or for silence
 * @param playedToTraining that of what the model plays
 */
public record ModelScores(
    int samples,
    double nats,
    double[][] markovNats,
    double[] embedding,
    double originalToTraining,
    double playedToTraining) {
  public double natsPerSample() {
    return nats / samples;
  }
}
