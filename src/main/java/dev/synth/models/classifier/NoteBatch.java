package dev.synth.models.classifier;

/**
 * Notes side by side, as the networks take them, and what is known of them.
 *
 * @param notes how many
 * @param stacks [notes, channels, places] for the pitch network, see {@link HarmonicStack}
 * @param mels [notes, frames, bands]
 * @param more [notes, values], see {@link TimbreInputs}
 * @param masks [notes, joined] what the values of the hidden layer's input are multiplied by: 1, or
 *     in training 0 for some and more for the others
 * @param labels what is right
 */
public record NoteBatch(
    int notes, float[] stacks, float[] mels, float[] more, float[] masks, NoteLabels labels) {
  /**
   * A batch with nothing in it yet; masks are 1, labels absent.
   *
   * @param notes how many
   */
  public static NoteBatch of(ClassifierSpec spec, int notes) {
    float[] masks = new float[notes * spec.joined()];
    java.util.Arrays.fill(masks, 1);
    return new NoteBatch(
        notes,
        new float[notes * HarmonicStack.CHANNELS * HarmonicStack.PLACES],
        new float[notes * spec.frames() * spec.melBands()],
        new float[notes * TimbreInputs.COUNT],
        masks,
        new NoteLabels(notes));
  }

  /** Where the stack of note {@code n} begins. */
  public static int stackAt(int n) {
    return n * HarmonicStack.CHANNELS * HarmonicStack.PLACES;
  }

  /**
   * Puts what is measured of a note in its place, but for what depends on its pitch.
   *
   * @param shift places by which the sound is taken to be higher for the pitch network
   */
  public void put(HeardNote heard, int n, double shift) {
    HarmonicStack.write(heard.spectrum(), shift, stacks, stackAt(n));
    TimbreInputs.writeMel(heard.mel(), mels, n * heard.mel().length);
  }

  /**
   * Puts what depends on a note's pitch in its place.
   *
   * @param pitch MIDI, 0 to 127
   */
  public void putPitch(HeardNote heard, int n, int pitch) {
    float[] own = new float[HarmonicStack.CHANNELS * HarmonicStack.PLACES];
    HarmonicStack.write(heard.spectrum(), 0, own, 0);
    TimbreInputs.write(own, heard.spectrum(), pitch, heard.levelDb(), more, n * TimbreInputs.COUNT);
  }
}
