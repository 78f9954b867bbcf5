/** The commands of synth runs. */
package dev.synth.cli.runs;
