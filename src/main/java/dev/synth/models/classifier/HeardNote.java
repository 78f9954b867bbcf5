package dev.synth.models.classifier;

/**
 * What is measured of a note, all in decibels under its own loudest.
 *
 * @param mel [frames, bands] the log-mel spectrogram; the loudest value is 0
 * @param spectrum [sections, bins] mean spectra of three parts of the note on a scale of pitch, see
 *     {@link NoteFeatures}; the loudest value of all is 0
 * @param levelDb the loudest frame's level, dBFS
 */
public record HeardNote(float[] mel, float[] spectrum, double levelDb) {
  /** Nothing is told below this. */
  public static final float FLOOR_DB = -100;
}
