package dev.synth.provenance.c2pa;

import dev.synth.provenance.Ingredient;
import dev.synth.provenance.SourceType;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What content credentials say of a file.
 *
 * @param title the file's name
 * @param format its MIME type
 * @param software what made it
 * @param version of that
 * @param type how its content came about
 * @param description of what was done, in a sentence
 * @param date when
 * @param ingredients of what it was made
 * @param settings all that decides its content, by name
 * @param watermark name and value of the mark in the sound; empty for none
 */
public record Statement(
    String title,
    String format,
    String software,
    String version,
    SourceType type,
    String description,
    Instant date,
    List<Ingredient> ingredients,
    Map<String, String> settings,
    List<String> watermark) {
  /** Keeps copies. */
  public Statement {
    ingredients = List.copyOf(ingredients);
    watermark = List.copyOf(watermark);
  }
}
