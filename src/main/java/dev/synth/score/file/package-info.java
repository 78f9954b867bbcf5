/** Scores in files, of whichever form. */
package dev.synth.score.file;
