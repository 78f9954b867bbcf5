/** How a WaveNet is trained: its batches, the errors it learns to live with, and its task. */
package dev.synth.models.wavenet.train;
