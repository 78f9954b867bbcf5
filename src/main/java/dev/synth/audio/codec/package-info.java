/** Readers and writers of single sound formats: WAV, AIFF, AU, FLAC, Ogg Vorbis, Opus, MP3. */
package dev.synth.audio.codec;
