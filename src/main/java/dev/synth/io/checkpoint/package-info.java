/**
 * Reads the checkpoints that TensorFlow writes, of both forms, from files or a tar archive. Nothing
 * in them is executed.
 */
package dev.synth.io.checkpoint;
