/**
 * What networks are built of and is no one kind's own: the vertex base over {@link
 * dev.synth.kernel.Ops}, its scratch, its named tensors and their initial values, the dilated
 * convolution, the loss over codes. Here, and nowhere else, Deeplearning4j's arrays meet the
 * matrices of the operations.
 */
package dev.synth.nn;
