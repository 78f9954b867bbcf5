/** The tunes that come with synth. */
package dev.synth.score.corpus;
