package dev.synth.models.classifier;

import dev.synth.model.classes.Question;

/**
 * A spectrum beside itself at multiples of the frequency: at each place of the pitch axis stands
 * what is at that pitch, at its harmonics, and between them. So a small convolution sees a whole
 * series of harmonics at once, and the same at every pitch. Source: Bittner et al. 2017, "Deep
 * Salience Representations for F0 Estimation in Polyphonic Music", whose transform is another.
 *
 * <p>The axis has {@value #PER_SEMITONE} places a semitone, and MIDI note p is in the middle of its
 * three.
 */
public final class HarmonicStack {
  /** Places of a semitone. */
  public static final int PER_SEMITONE = 3;

  /** The place of a note's own frequency among its three. */
  public static final int CENTRE = 1;

  /** Places of the axis. */
  public static final int PLACES = PER_SEMITONE * Question.PITCHES;

  /** Below 1 and between whole numbers, where only a lower note has harmonics. */
  private static final double[] MULTIPLES = {
    1 / 3.0, 0.5, 2 / 3.0, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 16
  };

  /** Channels of a stack: the multiples of each section. */
  public static final int CHANNELS = NoteFeatures.SECTIONS * MULTIPLES.length;

  /** So much under a section's loudest is nothing. */
  private static final float RANGE_DB = 60;

  /** A section that is so much under the note's loudest is silent. */
  private static final float SILENT_DB = -75;

  private HarmonicStack() {}

  /**
   * Writes a stack, with values from 0 to 1.
   *
   * @param spectrum [sections, bins] of a {@link HeardNote}
   * @param shift places by which the sound is taken to be higher than it is
   * @param into receives [channels, places]
   * @param at the first place in it
   */
  public static void write(float[] spectrum, double shift, float[] into, int at) {
    int bins = spectrum.length / NoteFeatures.SECTIONS;
    float[] values = new float[bins];
    for (int s = 0; s < NoteFeatures.SECTIONS; s++) {
      scale(spectrum, s * bins, values);
      for (int m = 0; m < MULTIPLES.length; m++) {
        double offset = PER_SEMITONE * 12 * Math.log(MULTIPLES[m]) / Math.log(2) - shift;
        int row = at + (s * MULTIPLES.length + m) * PLACES;
        for (int i = 0; i < PLACES; i++) {
          into[row + i] = between(values, i + offset);
        }
      }
    }
  }

  private static void scale(float[] spectrum, int from, float[] into) {
    float top = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < into.length; i++) {
      top = Math.max(top, spectrum[from + i]);
    }
    for (int i = 0; i < into.length; i++) {
      float value = (spectrum[from + i] - top + RANGE_DB) / RANGE_DB;
      into[i] = top < SILENT_DB ? 0 : Math.max(0, value);
    }
  }

  /** On the straight line between two bins; 0 where there are none. */
  private static float between(float[] values, double place) {
    int below = (int) Math.floor(place);
    if (below < 0 || below + 1 >= values.length) {
      return 0;
    }
    float share = (float) (place - below);
    return values[below] + share * (values[below + 1] - values[below]);
  }

  /**
   * The largest value of each channel at a note, its three places taken together.
   *
   * @param stack [channels, places]
   * @param into receives {@link #CHANNELS} values
   */
  public static void profile(float[] stack, int pitch, float[] into, int at) {
    for (int c = 0; c < CHANNELS; c++) {
      int first = c * PLACES + pitch * PER_SEMITONE;
      float largest = 0;
      for (int i = 0; i < PER_SEMITONE; i++) {
        largest = Math.max(largest, stack[first + i]);
      }
      into[at + c] = largest;
    }
  }
}
