package dev.synth.eval.generated;

/**
 * How sets are compared.
 *
 * @param bins into which the data are sorted
 * @param seconds notes are cut to this length
 * @param seed of the data's halves, of the bins and of what is drawn
 * @param threads that read and measure
 */
public record ComparisonPlan(int bins, double seconds, long seed, int threads) {
  /** Checks what the command line cannot. */
  public ComparisonPlan {
    if (bins < 2 || bins > 1_000) {
      throw new IllegalArgumentException("The setting 'bins' must be from 2 to 1000, got " + bins);
    }
    if (!(seconds >= 0.1 && seconds <= 60)) {
      throw new IllegalArgumentException(
          "The setting 'seconds' must be from 0.1 to 60, got " + seconds);
    }
  }

  /** What a note takes of memory, about. */
  public long noteBytes() {
    return MeasuredNote.BYTES + 2L * NotePicture.bytes(seconds); // a sixth as floats, too
  }
}
