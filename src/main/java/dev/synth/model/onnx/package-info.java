/** Networks as files that ONNX Runtime and other programs run. */
package dev.synth.model.onnx;
