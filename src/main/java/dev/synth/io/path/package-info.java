/** Where outputs go. */
package dev.synth.io.path;
