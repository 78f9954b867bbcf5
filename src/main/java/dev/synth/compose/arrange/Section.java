package dev.synth.compose.arrange;

/**
 * A part of the form.
 *
 * @param name a letter such as A; sections of one name are accompanied alike
 * @param firstBar from 1; the pickup, if there is one, belongs to the first section
 * @param bars how many
 * @param sung whether there is a melody; an introduction and an ending have none
 */
public record Section(String name, int firstBar, int bars, boolean sung) {
  /** The bar after its last. */
  public int endBar() {
    return firstBar + bars;
  }
}
