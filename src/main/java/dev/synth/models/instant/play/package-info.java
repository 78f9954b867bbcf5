/** Trained networks at play: no gradients, no ND4J, and so no time to start it. */
package dev.synth.models.instant.play;
