/**
 * From a melody with chords to what each instrument plays: accompaniment patterns, voicings, bass,
 * drums, dynamics, and the small deviations of people who play. Nothing here makes sound.
 */
package dev.synth.compose.arrange;
