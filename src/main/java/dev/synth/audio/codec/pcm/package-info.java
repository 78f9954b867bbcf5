/** Sounds whose samples lie in the file as plain numbers: WAV, AIFF and their kin. */
package dev.synth.audio.codec.pcm;
