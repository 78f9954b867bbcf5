/** The key that signs, its certificates, and the folder that keeps both. */
package dev.synth.provenance.key;
