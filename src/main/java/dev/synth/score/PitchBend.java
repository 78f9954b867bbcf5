package dev.synth.score;

/**
 * How far a part's notes are bent from a place on.
 *
 * @param startTicks where it begins
 * @param semitones above, or with a minus below, the written pitch
 */
public record PitchBend(long startTicks, double semitones) {}
