/** Metrics of sounds, embeddings and interpolations. */
package dev.synth.eval.metric;
