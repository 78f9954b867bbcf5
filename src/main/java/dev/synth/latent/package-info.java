/**
 * The network's own description of a sound: embeddings, their {@code .npy} files, and the lines and
 * grids between them. Sees only {@code io}.
 */
package dev.synth.latent;
