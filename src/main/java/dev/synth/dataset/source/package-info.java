/** Where notes are read from: NSynth folders, TFRecord files, folders and lists of sounds. */
package dev.synth.dataset.source;
