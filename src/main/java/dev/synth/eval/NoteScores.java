package dev.synth.eval;

import dev.synth.dataset.Note;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one note.
 *
 * @param note which
 * @param samples as many as were used of it, at the common rate
 * @param ways what each way kept of it
 * @param models of each model
 * @param bands features of as many mel bands as the first model's embedding has channels
 */
public record NoteScores(
    Note note,
    int samples,
    Map<ReconstructionMethod, SoundScores> ways,
    List<ModelScores> models,
    double[] bands) {
  public SoundScores way(ReconstructionMethod way) {
    return ways.get(way);
  }
}
