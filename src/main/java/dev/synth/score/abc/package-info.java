/**
 * ABC notation (standard 2.1), read and written: the part of it that melodies, chords and several
 * voices need.
 */
package dev.synth.score.abc;
