package dev.synth.models.wavenet.graph;

import dev.synth.kernel.Matrix;
import dev.synth.models.wavenet.PitchPredictor;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.nn.Scratch;

/** Everything that the decoder keeps between forward and backward, and the scratch of both. */
final class DecoderScratch {
  final Scratch scratch;
  final int batch;
  final Matrix taps; // the sound, delayed [N, kernelSize]
  final Matrix[] residual; // each layer's input [N, W]
  final Matrix[] gates; // each layer's sigmoid and tanh [N, 2W]
  final Matrix gated; // their product [N, W]
  final Matrix skips; // the skip sum, then its ReLU [N, S]
  final Matrix hidden; // out1, then its ReLU [N, S]
  final Matrix logits;
  final Matrix condition; // a layer's conditioning [F·B, 2W]
  final Matrix postCondition; // the post-net's [F·B, S]
  final Matrix skipBias;
  Matrix wave; // the oscillators at the samples to predict [N, 2 harmonics]
  Matrix periods; // features of past periods [N, HINTS]
  Matrix pitch; // the notes' pitch embeddings [B, P]
  Matrix pitchCondition;
  Matrix postPitchCondition;
  Matrix dPitch;
  Matrix dResidual;
  Matrix dGated;
  Matrix dHidden;
  Matrix dEncoding;

  DecoderScratch(WaveNetSpec spec, Scratch scratch, boolean recompute) {
    this.scratch = scratch;
    this.batch = scratch.batch();
    int samples = scratch.samples();
    boolean training = scratch.training();
    int width = spec.width();
    int skipWidth = spec.skipWidth();
    long frames = (long) spec.frames(samples) * batch;
    taps = scratch.samples(spec.kernelSize());
    residual = scratch.samples(training ? spec.layers() : 2, width);
    gates = scratch.samples(training && !recompute ? spec.layers() : 1, 2L * width);
    gated = scratch.samples(width);
    skips = scratch.samples(skipWidth);
    hidden = scratch.samples(skipWidth);
    logits = scratch.samples(WaveNetSpec.CODES);
    condition = scratch.matrix(frames, 2L * width);
    postCondition = scratch.matrix(frames, skipWidth);
    skipBias = scratch.matrix(1, skipWidth);
    if (spec.pitchHarmonics() > 0) {
      wave = scratch.samples(2L * spec.pitchHarmonics());
    }
    if (spec.pastPeriods() > 0) {
      periods = scratch.samples(PitchPredictor.HINTS);
    }
    if (spec.hasPitchEmbedding()) {
      pitch = scratch.matrix(batch, spec.pitchChannels());
      pitchCondition = scratch.matrix(batch, 2L * width);
      postPitchCondition = scratch.matrix(batch, skipWidth);
    }
    if (training) {
      dResidual = scratch.samples(width);
      dGated = scratch.samples(width);
      dHidden = scratch.samples(skipWidth);
      dEncoding = scratch.matrix(frames, spec.latentChannels());
      if (spec.hasPitchEmbedding()) {
        dPitch = scratch.matrix(batch, spec.pitchChannels());
      }
    }
  }

  Matrix residual(int layer) {
    return residual[layer % residual.length];
  }

  Matrix gates(int layer) {
    return gates[layer % gates.length];
  }
}
