package dev.synth.score;

/**
 * A meter from a place on.
 *
 * @param startTicks where it begins, on a bar line
 */
public record MeterChange(long startTicks, Meter meter) {}
