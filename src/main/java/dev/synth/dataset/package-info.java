/**
 * Notes to learn from: their labels, where they are read from, and rendering them from a soundfont.
 * Sees {@code audio}, {@code dsp} and {@code io}.
 */
package dev.synth.dataset;
