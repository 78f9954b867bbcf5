package dev.synth.generate;

import dev.synth.latent.Embedding;
import dev.synth.wavenet.WaveNetSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of notes on their way through the decoder, all at the same sample. Used by one thread.
 *
 * <p>The order of arithmetic for a note does not depend on the others in the batch, so neither does
 * the note.
 */
final class DecoderState {
  private final DecoderWeights weights;
  private final WaveNetSpec spec;
  private final Kernels kernels;
  private final List<Embedding> embeddings;
  private final List<LayerState> layers = new ArrayList<>();
  private final float[] recent;
  private final float[] frames;
  private final float[] out1Constant;
  private final float[] out1Condition;
  private final int lStride;
  private final float[] l;
  private final float[] gate;
  private final float[] skips;
  private final float[] hidden;
  private final float[] logits;
  private int notes;
  private int sample;

  /**
   * A batch at its first sample.
   *
   * @param embeddings one a note, of the spec's channels
   * @param pitches row of the pitch embedding, one a note
   */
  DecoderState(DecoderWeights weights, List<Embedding> embeddings, int[] pitches) {
    this.weights = weights;
    this.spec = weights.spec();
    this.kernels = weights.kernels();
    this.embeddings = List.copyOf(embeddings);
    this.notes = pitches.length;
    for (int i = 0; i < spec.layers(); i++) {
      layers.add(new LayerState(weights, i, pitches));
    }
    recent = new float[notes * spec.kernelSize()];
    frames = new float[notes * spec.latentChannels()];
    out1Constant = new float[notes * weights.out1().columns()];
    out1Condition = new float[out1Constant.length];
    for (int note = 0; note < notes; note++) {
      weights.out1Constant(pitches[note], out1Constant, note * weights.out1().columns());
    }
    lStride = PackedMatrix.columns(spec.width(), 1, kernels);
    l = new float[notes * lStride];
    gate = new float[notes * PackedMatrix.roundUp(spec.width(), kernels.lanes())];
    skips = new float[notes * weights.skipStart().columns()];
    hidden = new float[notes * weights.out1().columns()];
    logits = new float[notes * weights.logits().columns()];
  }

  /** About how many bytes the state of one note takes. */
  static long bytesPerNote(WaveNetSpec spec) {
    long bytes = Float.BYTES * (4L * spec.skipWidth() + 4L * spec.width() + WaveNetSpec.CODES);
    for (int i = 0; i < spec.layers(); i++) {
      bytes += LayerState.bytesPerNote(spec.width(), spec.kernelSize(), spec.dilation(i));
    }
    return bytes;
  }

  /** Notes still in the batch. */
  int notes() {
    return notes;
  }

  /** Index of the sample the next {@link #step} predicts. */
  int sample() {
    return sample;
  }

  /** Drops all but the first {@code kept} notes. */
  void keep(int kept) {
    for (LayerState layer : layers) {
      layer.keep(notes, kept);
    }
    notes = kept;
  }

  /** Start of the 256 logits of {@code note} in what {@link #step} returns. */
  int logitsOffset(int note) {
    return note * weights.logits().columns();
  }

  /**
   * One sample of every note.
   *
   * @param previous the companded previous sample of each note, q/128; 0 before the first
   * @return logits, valid until the next step; note n's begin at {@link #logitsOffset}
   */
  float[] step(float[] previous) {
    if (sample % spec.hopSamples() == 0) {
      turnFrame(sample / spec.hopSamples());
    }
    start(previous);
    repeat(weights.skipBias(), skips);
    kernels.multiplyAdd(weights.skipStart(), l, 0, lStride, skips, 0, notes);
    for (LayerState layer : layers) {
      layer.step(sample, notes, l, lStride, gate, skips);
    }
    int skipColumns = weights.out1().columns();
    relu(skips, notes * skipColumns);
    System.arraycopy(out1Condition, 0, hidden, 0, notes * skipColumns);
    kernels.multiplyAdd(weights.out1(), skips, 0, skipColumns, hidden, 0, notes);
    relu(hidden, notes * skipColumns);
    repeat(weights.logitsBias(), logits);
    kernels.multiplyAdd(weights.logits(), hidden, 0, skipColumns, logits, 0, notes);
    sample++;
    return logits;
  }

  private void turnFrame(int frame) {
    int channels = spec.latentChannels();
    for (int note = 0; note < notes; note++) {
      System.arraycopy(
          embeddings.get(note).values(), frame * channels, frames, note * channels, channels);
    }
    for (LayerState layer : layers) {
      layer.condition(frames, channels, notes);
    }
    System.arraycopy(out1Constant, 0, out1Condition, 0, out1Constant.length);
    kernels.multiplyAdd(weights.out1Condition(), frames, 0, channels, out1Condition, 0, notes);
  }

  /** l = startconv of the last kernelSize inputs. */
  private void start(float[] previous) {
    int taps = spec.kernelSize();
    int width = spec.width();
    float[] kernel = weights.startKernel();
    for (int note = 0; note < notes; note++) {
      int newest = note * taps + taps - 1;
      System.arraycopy(recent, note * taps + 1, recent, note * taps, taps - 1);
      recent[newest] = previous[note];
      System.arraycopy(weights.startBias(), 0, l, note * lStride, width);
      for (int tap = 0; tap < taps; tap++) {
        addScaled(recent[note * taps + tap], kernel, tap * width, l, note * lStride, width);
      }
    }
  }

  private static void addScaled(float a, float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] += a * x[xOffset + i];
    }
  }

  /** Copies a row to the row of every note. */
  private void repeat(float[] row, float[] rows) {
    for (int note = 0; note < notes; note++) {
      System.arraycopy(row, 0, rows, note * row.length, row.length);
    }
  }

  private static void relu(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = Math.max(values[i], 0f);
    }
  }
}
