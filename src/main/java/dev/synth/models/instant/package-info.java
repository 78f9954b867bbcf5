/**
 * The instant decoder as a kind of model: networks over frames say what a note's partials and noise
 * do, and a synthesizer plays that at once. {@code sound} plays, {@code analysis} measures, {@code
 * graph} holds the networks.
 */
package dev.synth.models.instant;
