/**
 * From controls to sound: a bank of partials and filtered noise, with nothing learned in it.
 * Levels, frequencies and noise of a note are given every few milliseconds ({@link
 * dev.synth.models.instant.sound.NoteControls}) and played by {@link
 * dev.synth.models.instant.sound.ControlSynthesizer}.
 */
package dev.synth.models.instant.sound;
