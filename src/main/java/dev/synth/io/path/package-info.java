/** Where outputs go, and files that stand for pipes. */
package dev.synth.io.path;
