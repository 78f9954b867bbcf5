package dev.synth.models.wavenet.play;

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

  private final DecoderWeights weights;
  private final int index;
  private final DecoderWeights.Layer layer;
  private final StepKernels kernels;
  private final int width;
  private final int half;
  private final int columns;
  private final int aheadSamples;
  private final int ringSamples;
  private final float[] ring;
  private final float[] ahead;
  private final float[] constant;
  private final float[] condition;

  /** Layer {@code index} for {@code notes} notes, none of which has begun. */
  LayerState(DecoderWeights weights, int index, int notes) {
    this.weights = weights;
    this.index = index;
    layer = weights.layers().get(index);
    kernels = weights.kernels();
    width = weights.spec().width();
    half = PackedMatrix.roundUp(width, kernels.lanes());
    columns = layer.present().columns();
    aheadSamples = Math.min(layer.dilation(), MAX_AHEAD);
    // A multiple of aheadSamples, so that a run of that many samples never wraps.
    ringSamples = layer.past().size() * layer.dilation();
    ring = new float[Math.multiplyExact(ringSamples, Math.multiplyExact(notes, width))];
    ahead = new float[Math.multiplyExact(aheadSamples, Math.multiplyExact(notes, columns))];
    constant = new float[notes * columns];
    condition = new float[notes * columns];
  }

  /**
   * Begins a note at the place {@code note} of {@code notes}: its context is silence, zeros for all
   * inputs so far, so the products of its past are zeros, too.
   */
  void begin(int note, int notes, int pitch) {
    clear(ring, ringSamples, notes, note, width);
    clear(ahead, aheadSamples, notes, note, columns);
    Arrays.fill(constant, note * columns, (note + 1) * columns, 0f);
    weights.layerConstant(index, pitch, constant, note * columns);
  }

  /** Bytes of a layer's state for one note. */
  static long bytesPerNote(int width, int kernelSize, int dilation) {
    long gates = Math.min(dilation, MAX_AHEAD) + 2;
    return Float.BYTES * width * ((kernelSize - 1L) * dilation + 2 * gates);
  }

  /** Turns {@code note} to the embedding frame that begins at {@code from} in {@code values}. */
  void condition(float[] values, int from, int note) {
    System.arraycopy(constant, note * columns, condition, note * columns, columns);
    kernels.multiplyAdd(layer.condition(), values, from, 0, condition, note * columns, 1);
  }

  /**
   * One sample of every note.
   *
   * @param step how many steps the batch has taken, whatever the samples of its notes
   * @param notes how many notes
   * @param l the layer's input, [notes, lStride]; becomes the next layer's
   * @param gate scratch, [notes, half]
   * @param skips the skip sum, added to
   */
  void step(long step, int notes, float[] l, int lStride, float[] gate, float[] skips) {
    int slot = (int) (step % aheadSamples);
    if (slot == 0) {
      lookAhead(step, notes);
    }
    int y = slot * notes * columns;
    addRows(condition, ahead, y, notes * columns);
    kernels.multiplyAdd(layer.present(), l, 0, lStride, ahead, y, notes);
    kernels.gate(ahead, y, columns, half, gate, notes);
    if (ringSamples > 0) {
      int now = (int) (step % ringSamples) * notes;
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

  /** The past taps' products of this step and those after it, [aheadSamples, notes, columns]. */
  private void lookAhead(long step, int notes) {
    int rows = aheadSamples * notes;
    Arrays.fill(ahead, 0, rows * columns, 0f);
    for (int tap = 0; tap < layer.past().size(); tap++) {
      // Tap 0 is the oldest and sees step - ringSamples, which is where the ring writes next.
      int from = (int) ((step + tap * layer.dilation()) % ringSamples) * notes * width;
      kernels.multiplyAdd(layer.past().get(tap), ring, from, width, ahead, 0, rows);
    }
  }

  private static void addRows(float[] addend, float[] sum, int sumOffset, int count) {
    for (int i = 0; i < count; i++) {
      sum[sumOffset + i] += addend[i];
    }
  }

  /** Forgets {@code note} of {@code notes}; those after it move down by one place. */
  void remove(int note, int notes) {
    compact(ring, ringSamples, notes, note, width);
    compact(ahead, aheadSamples, notes, note, columns);
    compact(constant, 1, notes, note, columns);
    compact(condition, 1, notes, note, columns);
  }

  private static void clear(float[] all, int blocks, int notes, int note, int values) {
    for (int block = 0; block < blocks; block++) {
      int from = (block * notes + note) * values;
      Arrays.fill(all, from, from + values, 0f);
    }
  }

  /**
   * Takes {@code note} out, in place: [blocks, notes, values] becomes [blocks, notes - 1, values].
   * What moves, moves forward.
   */
  static void compact(float[] all, int blocks, int notes, int note, int values) {
    int to = 0;
    for (int block = 0; block < blocks; block++) {
      int from = block * notes * values;
      System.arraycopy(all, from, all, to, note * values);
      to += note * values;
      int after = (notes - note - 1) * values;
      System.arraycopy(all, from + (note + 1) * values, all, to, after);
      to += after;
    }
  }
}
