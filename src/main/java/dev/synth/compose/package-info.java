/**
 * Composition: {@code chain} samples sequences under constraints, {@code style} learns melodies,
 * rhythms and chords from scores, {@code plan} writes a piece, {@code accompany} adds what is
 * played beside the melody.
 */
package dev.synth.compose;
