/**
 * Sound as samples: clips, WAV files, band-limited resampling and mu-law codes. Sees only {@code
 * io}.
 */
package dev.synth.audio;
