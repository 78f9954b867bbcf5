/**
 * Music as notes: scores, their parts, lead sheets, chord symbols, keys and meters. Nothing here
 * plays, draws or writes; {@code score.abc} and {@code score.midi} read and write files, {@code
 * score.analysis} finds keys, chords and phrases, {@code score.corpus} has the tunes that come with
 * synth. Sees {@code io}.
 *
 * <p>Time is counted in ticks; a {@link dev.synth.score.Score} says how many make a quarter note.
 * Pitches are MIDI note numbers, 60 being middle C; pitch classes count from C, 0 to 11.
 */
package dev.synth.score;
