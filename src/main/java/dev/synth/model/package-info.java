/**
 * A trained model at rest: a safetensors file holding the tensors, the specification and where they
 * came from. Knows no training graph, so generating needs no tensor library.
 */
package dev.synth.model;
