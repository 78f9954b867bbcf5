/** What a model that classifies says of sounds, and the questions it is asked. */
package dev.synth.model.classes;
