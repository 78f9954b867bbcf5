/**
 * The WaveNet autoencoder (Engel et al. 2017): its specification, presets and parts that the
 * training graph and the sample-by-sample player share.
 */
package dev.synth.models.wavenet;
