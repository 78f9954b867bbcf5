/** The WaveNet autoencoder as ONNX networks. */
package dev.synth.models.wavenet.onnx;
