/** Methods without learning that a model is compared with. */
package dev.synth.eval.baseline;
