package dev.synth.score;

/**
 * A key from a place on.
 *
 * @param startTicks where it begins
 */
public record KeyChange(long startTicks, Key key) {}
