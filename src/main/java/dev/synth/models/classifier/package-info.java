/**
 * The classifier as a kind of model: what note is heard, of which family and source, how hard it is
 * played and which of NSynth's qualities it has, with probabilities. {@code graph} holds the
 * networks, {@code train} what they are trained on.
 */
package dev.synth.models.classifier;
