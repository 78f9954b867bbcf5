/** The networks of the instant model, over frames. */
package dev.synth.models.instant.graph;
