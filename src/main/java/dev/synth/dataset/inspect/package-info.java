/** What is in a set of notes, and what is wrong with them. */
package dev.synth.dataset.inspect;
