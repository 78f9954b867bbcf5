package dev.synth.latent;

/**
 * An embedding's file.
 *
 * @param embedding its values
 * @param info what is known about its sound; {@link EmbeddingInfo#NONE} in files of NumPy's
 */
public record StoredEmbedding(Embedding embedding, EmbeddingInfo info) {}
