/** The instrument in a browser. */
package dev.synth.cli.play;
