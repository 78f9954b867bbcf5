package dev.synth.generate;

import java.util.Arrays;

/**
 * What one gated layer remembers of a batch of notes, and its step.
 *
 * <p>Two ideas make it fast. The taps before the present one look back by at least the dilation d,
 * so for n = min(d, 8) samples to come they are known already: every n samples their products are
 * taken for all n at once, and weights that took the way from main memory once serve n times. And
 * their inputs lie side by side in the ring of past inputs, so nothing is gathered.
 */
final class LayerState {
  /** Samples whose past taps are multiplied together; a power of two, as dilations are. */
  private static final int MAX_AHEAD = 8;

  private final DecoderWeights.Layer layer;
  private final Kernels kernels;
  private final int width;
  private final int half;
  private final int columns;
  private final int aheadSamples;
  private final int ringSamples;
  private final float[] ring;
  private final float[] ahead;
  private final float[] constant;
  private final float[] condition;

  /** A layer that has heard silence: zeros for all inputs so far. */
  LayerState(DecoderWeights weights, int index, int[] pitches) {
    layer = weights.layers().get(index);
    kernels = weights.kernels();
    width = weights.spec().width();
    half = PackedMatrix.roundUp(width, kernels.lanes());
    columns = layer.present().columns();
    aheadSamples = Math.min(layer.dilation(), MAX_AHEAD);
    // A multiple of aheadSamples, so that a run of that many samples never wraps.
    ringSamples = layer.past().size() * layer.dilation();
    int notes = pitches.length;
    ring = new float[Math.multiplyExact(ringSamples, Math.multiplyExact(notes, width))];
    ahead = new float[Math.multiplyExact(aheadSamples, Math.multiplyExact(notes, columns))];
    constant = new float[notes * columns];
    condition = new float[notes * columns];
    for (int note = 0; note < notes; note++) {
      weights.layerConstant(index, pitches[note], constant, note * columns);
    }
  }

  /** Bytes of a layer's state for one note. */
  static long bytesPerNote(int width, int kernelSize, int dilation) {
    long gates = Math.min(dilation, MAX_AHEAD) + 2;
    return Float.BYTES * width * ((kernelSize - 1L) * dilation + 2 * gates);
  }

  /** Turns to the next frame: [notes, latentChannels]. */
  void condition(float[] frames, int latentChannels, int notes) {
    System.arraycopy(constant, 0, condition, 0, notes * columns);
    kernels.multiplyAdd(layer.condition(), frames, 0, latentChannels, condition, 0, notes);
  }

  /**
   * One sample of every note.
   *
   * @param sample its index from 0
   * @param notes how many notes
   * @param l the layer's input, [notes, lStride]; becomes the next layer's
   * @param gate scratch, [notes, half]
   * @param skips the skip sum, added to
   */
  void step(int sample, int notes, float[] l, int lStride, float[] gate, float[] skips) {
    int slot = sample % aheadSamples;
    if (slot == 0) {
      lookAhead(sample, notes);
    }
    int y = slot * notes * columns;
    addRows(condition, ahead, y, notes * columns);
    kernels.multiplyAdd(layer.present(), l, 0, lStride, ahead, y, notes);
    kernels.gate(ahead, y, columns, half, gate, notes);
    if (ringSamples > 0) {
      int now = sample % ringSamples * notes;
      for (int note = 0; note < notes; note++) {
        System.arraycopy(l, note * lStride, ring, (now + note) * width, width);
      }
    }
    if (layer.residual() != null) {
      for (int note = 0; note < notes; note++) {
        addRows(layer.residualBias(), l, note * lStride, lStride);
      }
      kernels.multiplyAdd(layer.residual(), gate, 0, half, l, 0, notes);
    }
    kernels.multiplyAdd(layer.skip(), gate, 0, half, skips, 0, notes);
  }

  /** The past taps' products of this sample and those after it, [aheadSamples, notes, columns]. */
  private void lookAhead(int sample, int notes) {
    int rows = aheadSamples * notes;
    Arrays.fill(ahead, 0, rows * columns, 0f);
    for (int tap = 0; tap < layer.past().size(); tap++) {
      // Tap 0 is the oldest and sees sample - ringSamples, which is where the ring writes next.
      int from = (sample + tap * layer.dilation()) % ringSamples * notes * width;
      kernels.multiplyAdd(layer.past().get(tap), ring, from, width, ahead, 0, rows);
    }
  }

  private static void addRows(float[] addend, float[] sum, int sumOffset, int count) {
    for (int i = 0; i < count; i++) {
      sum[sumOffset + i] += addend[i];
    }
  }

  /** Forgets all but the first {@code kept} of {@code notes} notes. */
  void keep(int notes, int kept) {
    compact(ring, ringSamples, notes, kept, width);
    compact(ahead, aheadSamples, notes, kept, columns);
  }

  /** In place, [blocks, notes, values] to [blocks, kept, values]; what moves, moves forward. */
  private static void compact(float[] all, int blocks, int notes, int kept, int values) {
    for (int block = 1; block < blocks; block++) {
      System.arraycopy(all, block * notes * values, all, block * kept * values, kept * values);
    }
  }
}
