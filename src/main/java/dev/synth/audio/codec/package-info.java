/** Readers and writers of single sound formats: WAV, AIFF, FLAC, Ogg Vorbis, MP3. */
package dev.synth.audio.codec;
