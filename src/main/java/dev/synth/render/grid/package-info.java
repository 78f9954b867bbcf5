/** Grids of mixtures as instruments: plan, manifest, SFZ, pads. */
package dev.synth.render.grid;
