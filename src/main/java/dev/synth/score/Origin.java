package dev.synth.score;

import java.util.Objects;

/**
 * Where a piece is from, as far as it is said; unknown fields are empty.
 *
 * @param title of the piece
 * @param composer who wrote it, or "trad."
 * @param origin country, region or collection, with the year where known
 * @param source the print or file that it was taken from
 * @param licence under which this version may be used
 */
public record Origin(String title, String composer, String origin, String source, String licence) {
  /** Nothing is known. */
  public static final Origin UNKNOWN = new Origin("", "", "", "", "");

  /** Checks that nothing is null. */
  public Origin {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(composer, "composer");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(licence, "licence");
  }

  /** Of a title only. */
  public static Origin titled(String title) {
    return new Origin(title, "", "", "", "");
  }
}
