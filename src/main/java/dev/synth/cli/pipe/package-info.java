/** {@code -} for standard input and standard output: lists, sounds and embeddings through pipes. */
package dev.synth.cli.pipe;
