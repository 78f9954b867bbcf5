/** Options of the pitch that notes are played at. */
package dev.synth.cli.option.pitch;
