package dev.synth.models.wavenet.play;

import dev.synth.latent.Embedding;
import dev.synth.models.wavenet.PitchOscillator;
import dev.synth.models.wavenet.PitchPredictor;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A batch of notes on their way through the decoder, each at a sample of its own: the place of a
 * note that is finished can be given to another at any time. Used by one thread.
 *
 * <p>The order of arithmetic for a note does not depend on the others in the batch, nor on when it
 * began, so neither does the note.
 */
final class DecoderState {
  private final DecoderWeights weights;
  private final WaveNetSpec spec;
  private final StepKernels kernels;
  private final List<Embedding> embeddings;
  private final int leadSamples;
  private final int[] samples;
  private final List<LayerState> layers = new ArrayList<>();
  private final float[] recent;
  private final List<PitchOscillator> oscillators;
  private final List<PitchPredictor> periods;
  private final float[] hints;
  private final float[] wave;
  private final float[] out1Constant;
  private final float[] out1Condition;
  private final int lStride;
  private final float[] l;
  private final float[] gate;
  private final float[] skips;
  private final float[] hidden;
  private final float[] logits;
  private int notes;
  private long steps;

  /**
   * A batch of notes at their first samples.
   *
   * @param leadSamples samples that each note takes before its first, at the numbers below 0: under
   *     its first frame and its oscillator, which is at phase 0 at sample 0
   * @param embeddings one a note, of the spec's channels
   * @param pitches row of the pitch embedding, one a note
   */
  DecoderState(DecoderWeights weights, int leadSamples, List<Embedding> embeddings, int[] pitches) {
    this.weights = weights;
    this.leadSamples = leadSamples;
    this.spec = weights.spec();
    this.kernels = weights.kernels();
    this.embeddings = new ArrayList<>(embeddings);
    this.notes = pitches.length;
    samples = new int[notes];
    for (int i = 0; i < spec.layers(); i++) {
      layers.add(new LayerState(weights, i, notes));
    }
    recent = new float[notes * spec.kernelSize()];
    oscillators = new ArrayList<>(Collections.nCopies(notes, null));
    periods = new ArrayList<>(Collections.nCopies(notes, null));
    hints = new float[spec.pastPeriods() > 0 ? PitchPredictor.HINTS : 0];
    wave = new float[2 * spec.pitchHarmonics()];
    out1Constant = new float[notes * weights.out1().columns()];
    out1Condition = new float[out1Constant.length];
    lStride = PackedMatrix.columns(spec.width(), 1, kernels);
    l = new float[notes * lStride];
    gate = new float[notes * PackedMatrix.roundUp(spec.width(), kernels.lanes())];
    skips = new float[notes * weights.skipStart().columns()];
    hidden = new float[notes * weights.out1().columns()];
    logits = new float[notes * weights.logits().columns()];
    for (int note = 0; note < notes; note++) {
      begin(note, embeddings.get(note), pitches[note]);
    }
  }

  /** About how many bytes the state of one note takes. */
  static long bytesPerNote(WaveNetSpec spec) {
    long bytes = Float.BYTES * (4L * spec.skipWidth() + 4L * spec.width() + WaveNetSpec.CODES);
    bytes += spec.pastPeriods() > 0 ? PitchPredictor.BYTES : 0;
    for (int i = 0; i < spec.layers(); i++) {
      bytes += LayerState.bytesPerNote(spec.width(), spec.kernelSize(), spec.dilation(i));
    }
    return bytes;
  }

  /** Notes still in the batch. */
  int notes() {
    return notes;
  }

  /**
   * Index of the sample of {@code note} that the next {@link #step} predicts; below 0 the lead's.
   */
  int sample(int note) {
    return samples[note];
  }

  /** Gives the place {@code note} to another note, at the first sample of its lead. */
  void begin(int note, Embedding embedding, int pitch) {
    embeddings.set(note, embedding);
    samples[note] = -leadSamples;
    oscillators.set(note, new PitchOscillator(spec, pitch));
    periods.set(note, spec.pastPeriods() > 0 ? new PitchPredictor(spec, pitch) : null);
    int taps = spec.kernelSize();
    Arrays.fill(recent, note * taps, (note + 1) * taps, 0f);
    int columns = weights.out1().columns();
    Arrays.fill(out1Constant, note * columns, (note + 1) * columns, 0f);
    weights.out1Constant(pitch, out1Constant, note * columns);
    for (LayerState layer : layers) {
      layer.begin(note, notes, pitch);
    }
  }

  /** Drops {@code note}; those after it move down by one place. */
  void remove(int note) {
    embeddings.remove(note);
    oscillators.remove(note);
    periods.remove(note);
    System.arraycopy(samples, note + 1, samples, note, notes - note - 1);
    LayerState.compact(recent, 1, notes, note, spec.kernelSize());
    LayerState.compact(out1Constant, 1, notes, note, weights.out1().columns());
    LayerState.compact(out1Condition, 1, notes, note, weights.out1().columns());
    for (LayerState layer : layers) {
      layer.remove(note, notes);
    }
    notes--;
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
    for (int note = 0; note < notes; note++) {
      if (samples[note] == -leadSamples) {
        turnFrame(note, 0);
      } else if (samples[note] > 0 && samples[note] % spec.hopSamples() == 0) {
        turnFrame(note, samples[note] / spec.hopSamples());
      }
    }
    start(previous);
    repeat(weights.skipBias(), skips);
    kernels.multiplyAdd(weights.skipStart(), l, 0, lStride, skips, 0, notes);
    for (LayerState layer : layers) {
      layer.step(steps, notes, l, lStride, gate, skips);
    }
    int skipColumns = weights.out1().columns();
    relu(skips, notes * skipColumns);
    System.arraycopy(out1Condition, 0, hidden, 0, notes * skipColumns);
    kernels.multiplyAdd(weights.out1(), skips, 0, skipColumns, hidden, 0, notes);
    relu(hidden, notes * skipColumns);
    repeat(weights.logitsBias(), logits);
    kernels.multiplyAdd(weights.logits(), hidden, 0, skipColumns, logits, 0, notes);
    steps++;
    for (int note = 0; note < notes; note++) {
      samples[note]++;
    }
    return logits;
  }

  private void turnFrame(int note, int frame) {
    float[] values = embeddings.get(note).values();
    int from = frame * spec.latentChannels();
    for (LayerState layer : layers) {
      layer.condition(values, from, note);
    }
    int columns = weights.out1().columns();
    System.arraycopy(out1Constant, note * columns, out1Condition, note * columns, columns);
    kernels.multiplyAdd(weights.out1Condition(), values, from, 0, out1Condition, note * columns, 1);
  }

  /** l = startconv of the last kernelSize inputs, plus the oscillator and the past periods. */
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
      double cycles = oscillators.get(note).cyclesAt(samples[note]);
      if (wave.length > 0) {
        oscillators.get(note).write(cycles, wave, 0);
        for (int i = 0; i < wave.length; i++) {
          addScaled(wave[i], weights.oscillatorKernel(), i * width, l, note * lStride, width);
        }
      }
      if (hints.length > 0) {
        periods.get(note).next((float) cycles, previous[note], hints, 0);
        for (int i = 0; i < hints.length; i++) {
          addScaled(hints[i], weights.periodsKernel(), i * width, l, note * lStride, width);
        }
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
