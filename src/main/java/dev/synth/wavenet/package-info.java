/**
 * The WaveNet autoencoder: its specification, and its encoder and decoder as Deeplearning4j
 * vertices whose arithmetic goes through {@code kernel.Ops}.
 */
package dev.synth.wavenet;
