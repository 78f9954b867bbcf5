/** The spectral autoencoder's networks, of Deeplearning4j's own layers. */
package dev.synth.models.spectral.graph;
