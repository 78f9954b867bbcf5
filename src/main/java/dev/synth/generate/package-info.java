/**
 * The sample-by-sample decoder: an embedding in, sound out. Plain arrays and no tensor library;
 * weights come from {@code model}, never from a training graph. Weights are shared and immutable,
 * state belongs to one batch of notes.
 */
package dev.synth.generate;
