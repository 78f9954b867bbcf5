package dev.synth.eval.generated;

import dev.synth.dataset.Note;

/**
 * What stays of a note of a set.
 *
 * @param note where it is from
 * @param picture see {@link NotePicture}
 * @param thumbnail see {@link dev.synth.dataset.inspect.SoundPrint#thumbnail}; null for silence
 * @param midi the pitch that is found in its sound; NaN where none is
 * @param pitches [128] how likely a classifier finds each MIDI note; null for silence
 * @param features what the classifier makes of it before its answers; null for silence
 */
record MeasuredNote(
    Note note, byte[] picture, byte[] thumbnail, double midi, float[] pitches, float[] features) {
  /** What one takes of memory beside its picture: three arrays of about 128 floats. */
  static final int BYTES = 2_000;

  /** The MIDI note of its label; -1 where there is none. */
  int pitch() {
    return note.labels().pitch().orElse(-1);
  }

  /** Whether nothing is to be heard. */
  boolean isSilent() {
    return features == null;
  }

  /** The number of the likeliest MIDI note. */
  int likeliest() {
    int likeliest = 0;
    for (int i = 1; i < pitches.length; i++) {
      likeliest = pitches[i] > pitches[likeliest] ? i : likeliest;
    }
    return likeliest;
  }
}
