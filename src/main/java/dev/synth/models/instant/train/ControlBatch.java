package dev.synth.models.instant.train;

/**
 * Crops of notes, side by side: row f·batch + b of each matrix is frame f of crop b.
 *
 * @param batch crops
 * @param frames of each
 * @param inputs [frames · batch, inputs] what the encoder is given
 * @param pitches [frames · batch, features] what the encoder is told of the pitch
 * @param conditions [frames · batch, conditions] what the decoder is told besides the embedding
 * @param targets [frames · batch, values] what the decoder should tell
 * @param weights [frames · batch, values] how much each value matters
 * @param levelDb [frames · batch] the level that the targets are relative to
 * @param midi [batch] the pitch of each crop's targets
 * @param topHz [batch] up to where the sound of each crop's targets is known
 * @param first [batch] the first frame of each crop that counts; those before are context
 * @param end [batch] the frame behind the last that counts
 */
public record ControlBatch(
    int batch,
    int frames,
    float[] inputs,
    float[] pitches,
    float[] conditions,
    float[] targets,
    float[] weights,
    float[] levelDb,
    double[] midi,
    double[] topHz,
    int[] first,
    int[] end) {}
