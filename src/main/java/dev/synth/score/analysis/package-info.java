/**
 * What can be found out about a score: its key, chords, phrases and melody, and notes on the beat.
 */
package dev.synth.score.analysis;
