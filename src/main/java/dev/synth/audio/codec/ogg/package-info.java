/** Sounds in Ogg files in. */
package dev.synth.audio.codec.ogg;
