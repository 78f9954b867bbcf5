/**
 * From a plan to an arrangement. Sees {@code compose.plan}, {@code compose.style}, {@code
 * compose.arrange} and {@code score}.
 */
package dev.synth.compose.accompany;
