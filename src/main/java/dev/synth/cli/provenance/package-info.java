/** What tells who made a file: the options that mark, and the commands that read marks. */
package dev.synth.cli.provenance;
