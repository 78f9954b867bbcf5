package dev.synth.eval.generated;

import java.util.List;

/**
 * What was measured.
 *
 * @param plan how
 * @param dataNotes how many notes the data have
 * @param halfNotes how many of these the bins were made of, and sets are compared with
 * @param sets the data's other half first, then held-out notes if there are, then the others
 * @param examples to listen to
 */
public record ComparisonResult(
    ComparisonPlan plan,
    int dataNotes,
    int halfNotes,
    List<SetScores> sets,
    List<SetExamples> examples) {
  /** What notes are the fewest for a bin to be told from another. */
  private static final int NOTES_A_BIN = 10;

  /** Whether there are so few data that bins say little. */
  public boolean isCoarse() {
    return halfNotes < NOTES_A_BIN * plan.bins();
  }
}
