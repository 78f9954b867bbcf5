/**
 * What synth is used for, without a command line: encode sounds, decode embeddings, mix, render
 * grids, inspect notes, draw. Each use is a class that takes its settings as a record and tells a
 * listener what happens. {@link dev.synth.app.LoadedModel} is where other programs begin.
 */
package dev.synth.app;
