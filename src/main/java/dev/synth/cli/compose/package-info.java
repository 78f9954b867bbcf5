/** {@code synth style} and {@code synth compose}. */
package dev.synth.cli.compose;
