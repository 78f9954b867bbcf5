/**
 * How good a model is: likelihood, what its sounds keep of the originals, what its embeddings know,
 * how its interpolations go; each figure beside references that say what it is worth. Sees every
 * room but {@code train}, {@code kernel} and {@code cli}.
 */
package dev.synth.eval;
