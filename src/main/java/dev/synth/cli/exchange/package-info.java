/** Commands that take models from other programs and give them to others. */
package dev.synth.cli.exchange;
