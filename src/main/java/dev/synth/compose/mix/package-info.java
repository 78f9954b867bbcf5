/** Drums that are computed: what a drummer's notes sound like. Sees {@code compose.arrange}. */
package dev.synth.compose.mix;
