/**
 * Sound as samples: clips, files of every form that is read, WAV files out, band-limited resampling
 * and mu-law codes. Sees only {@code io}.
 */
package dev.synth.audio;
