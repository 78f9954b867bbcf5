/** MP3 files in. */
package dev.synth.audio.codec.mp3;
