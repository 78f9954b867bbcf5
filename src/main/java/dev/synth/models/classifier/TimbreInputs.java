package dev.synth.models.classifier;

/**
 * What the network that judges the timbre is given besides the spectrogram: the levels of harmonics
 * at the pitch and between them, how loud the three sections are beside each other, the level, and
 * where the pitch lies.
 */
public final class TimbreInputs {
  /** Where the pitch lies is told by so many triangles, each an octave and a half wide. */
  private static final int REGIONS = 9;

  private static final double REGION_SEMITONES = 12;

  /** How many values there are. */
  public static final int COUNT = HarmonicStack.CHANNELS + NoteFeatures.SECTIONS + 1 + REGIONS;

  /** So much under its loudest value a spectrogram has nothing. */
  private static final float RANGE_DB = 80;

  private static final double LEVEL_SCALE_DB = 30;

  private TimbreInputs() {}

  /**
   * Writes the values.
   *
   * @param stack [channels, places] of the note at its own pitch
   * @param pitch MIDI, by which the profile is taken
   * @param levelDb of the note
   */
  public static void write(
      float[] stack, float[] spectrum, int pitch, double levelDb, float[] into, int at) {
    HarmonicStack.profile(stack, pitch, into, at);
    int next = at + HarmonicStack.CHANNELS;
    int bins = spectrum.length / NoteFeatures.SECTIONS;
    for (int s = 0; s < NoteFeatures.SECTIONS; s++) {
      float top = HeardNote.FLOOR_DB;
      for (int i = 0; i < bins; i++) {
        top = Math.max(top, spectrum[s * bins + i]);
      }
      into[next++] = Math.max(0, 1 + top / RANGE_DB);
    }
    into[next++] = (float) Math.max(-2, 1 + levelDb / LEVEL_SCALE_DB);
    for (int r = 0; r < REGIONS; r++) {
      double distance = Math.abs(pitch - (r + 1.5) * REGION_SEMITONES) / REGION_SEMITONES;
      into[next++] = (float) Math.max(0, 1 - distance);
    }
  }

  /** Writes a spectrogram, [frames, bands], with values from 0 to 1. */
  public static void writeMel(float[] mel, float[] into, int at) {
    for (int i = 0; i < mel.length; i++) {
      into[at + i] = Math.max(0, 1 + mel[i] / RANGE_DB);
    }
  }
}
