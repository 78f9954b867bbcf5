/**
 * The sample-by-sample WaveNet decoder: an embedding in, sound out. Plain arrays and no tensor
 * library; weights come from a saved model, never from a training graph.
 */
package dev.synth.models.wavenet.play;
