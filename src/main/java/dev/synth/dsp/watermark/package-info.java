/** A faint mark in sounds, and how it is found again. */
package dev.synth.dsp.watermark;
