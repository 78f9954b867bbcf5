/** Notes to learn from and their labels. Sees {@code audio}, {@code dsp} and {@code io}. */
package dev.synth.dataset;
