package dev.synth.generate;

import dev.synth.io.BadDataException;
import dev.synth.io.BadSettingException;
import dev.synth.latent.LatentFormat;
import dev.synth.latent.TimeLength;
import java.util.Arrays;

/** How a pitch moves along a note. */
public sealed interface PitchCurve {
  /** The name of the setting that it is from. */
  String setting();

  /** What decides it, as text. */
  @Override
  String toString();

  /**
   * The cents to add where each frame of a note begins.
   *
   * @param frames of the note as it is played
   * @param note its name, for messages
   * @return [frames]
   * @throws BadDataException if it is not of this note's length
   */
  float[] cents(int frames, LatentFormat sizes, String note) throws BadDataException;

  /**
   * Cents that were drawn for each frame.
   *
   * @param file where they are from
   * @param values [frames]
   */
  record Drawn(String file, float[] values) implements PitchCurve {
    @Override
    public String setting() {
      return "bend";
    }

    @Override
    public float[] cents(int frames, LatentFormat sizes, String note) throws BadDataException {
      if (values.length != frames) {
        throw new BadDataException(
            note
                + ": is played in "
                + frames
                + " frames, but "
                + file
                + " has "
                + values.length
                + " values; give the setting 'bend' one value for each frame.");
      }
      return values;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Drawn d && d.file.equals(file) && Arrays.equals(d.values, values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return file;
    }
  }

  /**
   * A straight way from one pitch to another, which is then kept.
   *
   * @param from in semitones above the note's pitch, or MIDI
   * @param to as {@code from}
   * @param betweenNotes whether both are MIDI pitches, the first of which is the note's
   * @param duration how long it takes; null for all of the note
   */
  record Glide(double from, double to, boolean betweenNotes, TimeLength duration)
      implements PitchCurve {
    /**
     * Checks the duration.
     *
     * @throws IllegalArgumentException if it is 0
     */
    public Glide {
      if (duration != null && duration.amount() == 0) {
        throw new IllegalArgumentException("a glide takes longer than 0");
      }
    }

    @Override
    public String setting() {
      return "glide";
    }

    @Override
    public float[] cents(int frames, LatentFormat sizes, String note) {
      double all = Math.max(1, frames - 1);
      if (duration != null) {
        try {
          all = duration.samples(sizes.sampleRateHz(), sizes.hopSamples());
        } catch (IllegalArgumentException e) {
          throw new BadSettingException("The setting 'glide': " + e.getMessage());
        }
        all /= sizes.hopSamples();
      }
      double start = betweenNotes ? 0 : from;
      float[] cents = new float[frames];
      for (int frame = 0; frame < frames; frame++) {
        double share = Math.min(1, frame / all);
        cents[frame] = (float) (PlayedPitch.SEMITONE_CENTS * (start + share * (to - from)));
      }
      return cents;
    }

    @Override
    public String toString() {
      String ends = from + ".." + to + (betweenNotes ? " MIDI" : " semitones");
      return duration == null ? ends : ends + " in " + duration;
    }
  }
}
