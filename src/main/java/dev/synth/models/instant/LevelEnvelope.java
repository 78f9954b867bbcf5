package dev.synth.models.instant;

import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.pitch.Pitch;

/**
 * Levels of partials as a network makes them: a spectral envelope over frequency, the same at any
 * pitch, and for each partial by how much it differs. So what is learned of an instrument at one
 * pitch holds at others, and the network need not find out which partial lies where.
 *
 * <p>The envelope's points are even on the mel scale from 0 Hz to half the rate; between them it
 * runs straight. The outputs of a point are the differences of the partials, the noise bands, and
 * the envelope; behind all points of a frame are the tunings.
 */
public final class LevelEnvelope {
  private final InstantSpec spec;

  /** Envelopes of {@code spec}. */
  public LevelEnvelope(InstantSpec spec) {
    this.spec = spec;
  }

  /** Where on the envelope the partials of a pitch are: [partials], 0 at the first point. */
  private double[] places(double pitch) {
    double hz = Pitch.hzOfMidi(pitch);
    double top = MelFilterbank.mel(spec.sampleRateHz() / 2.0);
    int last = spec.envelopePoints() - 1;
    double[] places = new double[spec.partials()];
    for (int k = 0; k < places.length; k++) {
      places[k] = Math.min(last, last * MelFilterbank.mel((k + 1) * hz) / top);
    }
    return places;
  }

  /**
   * The values of frames.
   *
   * @param outputs [frames, outputs] of the network
   * @param pitches [frames] MIDI
   * @return [frames, values]
   */
  float[] values(float[] outputs, double[] pitches) {
    int columns = spec.decoderStack().outputs();
    int count = spec.valuesPerFrame();
    double[] frame = new double[columns];
    double[] made = new double[count];
    float[] values = new float[pitches.length * count];
    double[] places = null;
    for (int f = 0; f < pitches.length; f++) {
      if (f == 0 || pitches[f] != pitches[f - 1]) {
        places = places(pitches[f]);
      }
      for (int i = 0; i < columns; i++) {
        frame[i] = outputs[f * columns + i];
      }
      write(frame, 0, places, made, 0);
      for (int i = 0; i < count; i++) {
        values[f * count + i] = (float) made[i];
      }
    }
    return values;
  }

  /**
   * The values of a crop.
   *
   * @param outputs [rows, outputs] of the network
   * @param first the crop's first row; the others follow each {@code step} rows later
   * @param values [rows, values], of which the crop's are written
   */
  public void write(
      double[] outputs, int first, int step, int frames, double pitch, double[] values) {
    double[] places = places(pitch);
    for (int f = 0; f < frames; f++) {
      int row = first + f * step;
      write(
          outputs,
          row * spec.decoderStack().outputs(),
          places,
          values,
          row * spec.valuesPerFrame());
    }
  }

  private void write(double[] outputs, int at, double[] places, double[] values, int to) {
    int from = at;
    int into = to;
    for (int q = 0; q < InstantSpec.POINTS_PER_FRAME; q++) {
      int envelope = from + spec.valuesPerPoint();
      System.arraycopy(outputs, from, values, into, spec.valuesPerPoint());
      for (int k = 0; k < places.length; k++) {
        int lower = lower(places[k]);
        double share = places[k] - lower;
        values[into + k] +=
            (1 - share) * outputs[envelope + lower] + share * outputs[envelope + lower + 1];
      }
      from = envelope + spec.envelopePoints();
      into += spec.valuesPerPoint();
    }
    System.arraycopy(outputs, from, values, into, spec.ownTunings());
  }

  private int lower(double place) {
    return Math.min(spec.envelopePoints() - 2, (int) place);
  }

  /**
   * The gradient of a crop's outputs.
   *
   * @param valueSlopes [rows, values] gradient of its values
   * @param first as in {@link #write}
   * @param slopes [rows, outputs], of which the crop's are written
   */
  public void writeSlopes(
      double[] valueSlopes, int first, int step, int frames, double pitch, double[] slopes) {
    double[] places = places(pitch);
    for (int f = 0; f < frames; f++) {
      int row = first + f * step;
      int from = row * spec.valuesPerFrame();
      int into = row * spec.decoderStack().outputs();
      for (int q = 0; q < InstantSpec.POINTS_PER_FRAME; q++) {
        int envelope = into + spec.valuesPerPoint();
        System.arraycopy(valueSlopes, from, slopes, into, spec.valuesPerPoint());
        for (int k = 0; k < places.length; k++) {
          int lower = lower(places[k]);
          double share = places[k] - lower;
          slopes[envelope + lower] += (1 - share) * valueSlopes[from + k];
          slopes[envelope + lower + 1] += share * valueSlopes[from + k];
        }
        from += spec.valuesPerPoint();
        into = envelope + spec.envelopePoints();
      }
      System.arraycopy(valueSlopes, from, slopes, into, spec.ownTunings());
    }
  }
}
