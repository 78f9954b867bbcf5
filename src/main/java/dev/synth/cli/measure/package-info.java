/** Commands that measure. */
package dev.synth.cli.measure;
