package dev.synth.train.data;

/**
 * A place in the endless stream of crops.
 *
 * @param epoch how often all notes came before
 * @param place notes of the epoch's order that came before
 * @param crop crops that came before; the number of a crop's random choices
 */
public record StreamPosition(long epoch, int place, long crop) {
  public static final StreamPosition START = new StreamPosition(0, 0, 0);
}
