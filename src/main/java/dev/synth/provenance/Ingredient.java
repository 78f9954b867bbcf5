package dev.synth.provenance;

import java.util.Optional;

/**
 * What went into a file.
 *
 * @param title name of a file or model
 * @param format MIME type
 * @param sha256 in hexadecimal, of what {@code hashed} says
 * @param hashed what the hash is of: a file's bytes, an embedding's values, a sound's samples
 * @param store the content credentials that it came with, which are carried on; or none
 */
public record Ingredient(
    String title, String format, String sha256, String hashed, Optional<byte[]> store) {
  /** The format of what no other tool knows, such as a model. */
  public static final String ANY_FORMAT = "application/octet-stream";

  /** Without credentials of its own. */
  public Ingredient(String title, String format, String sha256, String hashed) {
    this(title, format, sha256, hashed, Optional.empty());
  }
}
