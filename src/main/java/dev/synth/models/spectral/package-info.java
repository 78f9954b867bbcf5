/**
 * The spectral autoencoder, the baseline of the NSynth paper, as a kind of model: a note's
 * log-magnitude spectrogram as an image, one embedding of all of it, and the image again, which
 * becomes sound by phases that are estimated. {@code graph} holds the networks, {@code train} what
 * they are trained on.
 */
package dev.synth.models.spectral;
