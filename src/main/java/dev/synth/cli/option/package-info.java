/** Options and arguments that commands share. */
package dev.synth.cli.option;
