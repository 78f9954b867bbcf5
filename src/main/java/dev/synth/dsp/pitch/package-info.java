/** Pitch: estimation, names, correction, and how tonal a sound is. */
package dev.synth.dsp.pitch;
