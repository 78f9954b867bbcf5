/** General MIDI, soundfonts, and notes rendered from them. */
package dev.synth.midi;
