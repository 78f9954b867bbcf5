/**
 * Training runs of any kind of model: plans, steps, measurements, and what is kept of them. A kind
 * brings a {@link dev.synth.train.Task}; see {@link dev.synth.train.TrainableKind}.
 */
package dev.synth.train;
