/** Matrix products by a newer oneDNN than ND4J's own, which knows the matrix units of new CPUs. */
package dev.synth.kernel.onednn;
