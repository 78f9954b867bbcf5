/** How often a classifier is right, and whether its probabilities are true. */
package dev.synth.eval.classes;
