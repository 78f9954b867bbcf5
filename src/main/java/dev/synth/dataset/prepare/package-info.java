/** A person's own recordings as labelled notes. */
package dev.synth.dataset.prepare;
