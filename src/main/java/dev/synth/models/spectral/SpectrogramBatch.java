package dev.synth.models.spectral;

/**
 * Notes as their images.
 *
 * @param images [notes, rows, columns], see {@link NoteSpectrogram}
 * @param pitches MIDI, [notes]
 */
public record SpectrogramBatch(float[] images, int... pitches) {
  /** How many there are. */
  public int notes() {
    return pitches.length;
  }
}
