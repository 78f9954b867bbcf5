package dev.synth.models.instant.train;

/**
 * Crops of notes, side by side: row f·batch + b of each matrix is frame f of crop b.
 *
 * @param batch crops
 * @param frames of each
 * @param features [frames · batch, features] what the encoder is given
 * @param pitches [frames · batch, features] what the decoder is told of the pitch
 * @param targets [frames · batch, outputs] what the decoder should make
 * @param weights [frames · batch, outputs] how much each value matters
 * @param midi [batch] the pitch of each crop
 */
public record ControlBatch(
    int batch,
    int frames,
    float[] features,
    float[] pitches,
    float[] targets,
    float[] weights,
    double[] midi) {}
