/** Where a file came from: what it says itself, and what is known of it. */
package dev.synth.app.trace;
