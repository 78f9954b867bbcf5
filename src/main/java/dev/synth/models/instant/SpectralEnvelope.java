package dev.synth.models.instant;

import dev.synth.dsp.pitch.Pitch;

/**
 * The envelope of a spectrum of mel bands: for each band the highest level within half a
 * fundamental of its middle. Where bands are narrower than the distance of the partials, this fills
 * what is between them.
 *
 * @param first [bands] the lowest band near each
 * @param last [bands] the highest
 */
record SpectralEnvelope(int[] first, int[] last) {
  /** A little more than half, so that one partial at least is within. */
  private static final double NEAR = 0.55;

  private static final FrameFeatures FEATURES = new FrameFeatures();

  /**
   * The envelope of notes.
   *
   * @param pitch MIDI; not a number for bands as they are
   */
  static SpectralEnvelope of(double pitch) {
    double near = Double.isNaN(pitch) ? 0 : NEAR * Pitch.hzOfMidi(pitch);
    int bands = FrameFeatures.LONG_BANDS;
    int[] first = new int[bands];
    int[] last = new int[bands];
    for (int b = 0; b < bands; b++) {
      double middle = FEATURES.bandHz(b);
      first[b] = b;
      while (first[b] > 0 && FEATURES.bandHz(first[b] - 1) >= middle - near) {
        first[b]--;
      }
      last[b] = b;
      while (last[b] < bands - 1 && FEATURES.bandHz(last[b] + 1) <= middle + near) {
        last[b]++;
      }
    }
    return new SpectralEnvelope(first, last);
  }

  /**
   * The envelope at a band.
   *
   * @param levelDb whose values from {@code offset} on are the levels of the bands
   */
  float levelDb(float[] levelDb, int offset, int band) {
    float most = levelDb[offset + first[band]];
    for (int b = first[band] + 1; b <= last[band]; b++) {
      most = Math.max(most, levelDb[offset + b]);
    }
    return most;
  }
}
