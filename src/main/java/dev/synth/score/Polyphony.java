package dev.synth.score;

import java.util.List;

/** How many notes sound at once. */
final class Polyphony {
  private Polyphony() {}

  /**
   * The most notes of {@code notes} that sound together; one that ends as another begins is not.
   */
  static int of(List<ScoreNote> notes) {
    long[] starts = notes.stream().mapToLong(ScoreNote::startTicks).sorted().toArray();
    long[] ends = notes.stream().mapToLong(ScoreNote::endTicks).sorted().toArray();
    int most = 0;
    int ended = 0;
    for (int begun = 1; begun <= starts.length; begun++) {
      while (ends[ended] <= starts[begun - 1]) {
        ended++;
      }
      most = Math.max(most, begun - ended);
    }
    return most;
  }
}
