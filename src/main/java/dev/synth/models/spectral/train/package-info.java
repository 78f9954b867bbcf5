/** What a spectral autoencoder is trained on, and how. */
package dev.synth.models.spectral.train;
