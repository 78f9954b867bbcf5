/** Which notes a model was trained on: where they are from, and which of them are near a sound. */
package dev.synth.provenance.sources;
