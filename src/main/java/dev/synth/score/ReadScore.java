package dev.synth.score;

import java.util.List;

/**
 * A score as it was read from a file.
 *
 * @param score the piece
 * @param mended what of the file was not as it should be and was mended or left out, each in words
 *     for people, without a full stop
 */
public record ReadScore(Score score, List<String> mended) {
  /** Copies the list. */
  public ReadScore {
    mended = List.copyOf(mended);
  }
}
