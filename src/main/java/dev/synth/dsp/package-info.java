/** Signal analysis: levels and pitch. Sees only {@code audio} and {@code io}. */
package dev.synth.dsp;
