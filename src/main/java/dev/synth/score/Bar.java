package dev.synth.score;

/**
 * One bar.
 *
 * @param number from 1; an incomplete first bar is 0
 * @param startTicks where it begins
 * @param ticks how long it is; less than the meter says for a pickup
 * @param meter that holds in it
 */
public record Bar(int number, long startTicks, long ticks, Meter meter) {
  /** The first tick after it. */
  public long endTicks() {
    return startTicks + ticks;
  }
}
