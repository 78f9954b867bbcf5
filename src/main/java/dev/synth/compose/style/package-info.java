/**
 * What is learned of a corpus of melodies: rhythms, melodies by scale steps, chords, and which
 * notes stand over which chords. A style keeps the tunes that it was learned from, with their
 * sources, so that what is written in it can be compared with them. Sees {@code compose.chain},
 * {@code score} and {@code io}.
 *
 * <p>Time is counted in ticks of {@value dev.synth.compose.style.Grid#TICKS_PER_QUARTER} a quarter.
 */
package dev.synth.compose.style;
