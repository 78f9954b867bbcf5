/** Signal analysis: levels, pitch, transforms. Sees only {@code audio} and {@code io}. */
package dev.synth.dsp;
