package dev.synth.train;

/**
 * A place in the endless stream of crops.
 *
 * @param epoch how often all notes came before
 * @param place notes of the epoch's order that came before
 * @param crop crops that came before; the number of a crop's random choices
 */
record Position(long epoch, int place, long crop) {
  static final Position START = new Position(0, 0, 0);
}
