/** {@code synth score}: commands that look at scores. */
package dev.synth.cli.score;
