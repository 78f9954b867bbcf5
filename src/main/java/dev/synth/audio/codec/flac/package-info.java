/** FLAC files in. */
package dev.synth.audio.codec.flac;
