/**
 * Pictures: charts by XChart, waveforms, spectrograms, all as images in memory and PNG files; no
 * screen is needed. Sees {@code dsp}, {@code audio} and {@code io}. Nothing here is loaded before
 * the first picture.
 */
package dev.synth.plot;
