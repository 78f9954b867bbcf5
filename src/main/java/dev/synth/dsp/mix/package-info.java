/** What makes a mix of several sounds: a room, true peaks, a limiter. Sees {@code dsp}. */
package dev.synth.dsp.mix;
