/** What a use of synth would take of time, memory and disk, measured in a short trial. */
package dev.synth.app.estimate;
