/** The WaveNet autoencoder as a Deeplearning4j graph: encoder, decoder and loss as vertices. */
package dev.synth.models.wavenet.graph;
