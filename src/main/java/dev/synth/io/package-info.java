/**
 * The floor every room stands on: files written whole or not at all, and the exceptions whose
 * message is one sentence for the person at the keyboard. A message names a setting in words, as in
 * {@code lower the setting 'learning rate'}; the command line says {@code --learning-rate} there.
 * Sees nobody.
 */
package dev.synth.io;
