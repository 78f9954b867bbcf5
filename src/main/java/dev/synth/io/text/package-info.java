/** Text files that people and other programs write, in any line ends. */
package dev.synth.io.text;
