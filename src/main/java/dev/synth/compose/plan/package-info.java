/**
 * The planning of a piece: form first, then chords, then rhythms and a melody over them, each
 * sampled from a style under wishes. A {@link dev.synth.compose.plan.Plan} has every choice that
 * was made; one that is complete is not changed. Sees {@code compose.style}, {@code compose.chain},
 * {@code score} and {@code io}.
 */
package dev.synth.compose.plan;
