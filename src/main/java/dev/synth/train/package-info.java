/** Training runs: which notes, which crops, what step size, and what is kept. */
package dev.synth.train;
