/**
 * Standard MIDI files, read and written. The reader mends what files of many programs have wrong
 * and says so; no device is opened.
 */
package dev.synth.score.midi;
