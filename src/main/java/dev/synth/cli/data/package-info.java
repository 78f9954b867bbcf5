/** The commands of synth data. */
package dev.synth.cli.data;
