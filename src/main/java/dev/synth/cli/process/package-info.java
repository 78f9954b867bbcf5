/**
 * What the process has of the system: its arguments to the byte, its standard streams, its signals,
 * and the folders of the user who runs it.
 */
package dev.synth.cli.process;
