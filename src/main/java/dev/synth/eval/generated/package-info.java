/** How like the data a set of sounds is that a model has made: bins, Fréchet distance and more. */
package dev.synth.eval.generated;
