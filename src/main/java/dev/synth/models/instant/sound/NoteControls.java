package dev.synth.models.instant.sound;

/**
 * What a note does, in points that are a fixed number of samples apart, the first at its first
 * sample. Between two points amplitudes and frequencies run straight; behind the last they stay.
 *
 * <p>Partial k, counted from 1, has the frequency k · f · 2<sup>(cents + tuning of k) / 1200</sup>,
 * where f is the note's pitch. Levels are amplitudes of sines in dB, full scale being 0; noise is
 * the power within 1 kHz in dB, noise of RMS 1 having 0 in all. What is at {@value #SILENT_DB} dB
 * or below is not played.
 *
 * @param partials the count of partials
 * @param bands the count of noise bands, see {@link NoiseBands}
 * @param partialDb [points, partials]
 * @param noiseDb [points, bands]
 * @param cents [points] deviation of the pitch: vibrato, drift
 * @param tuningCents [partials] deviation of each partial from the harmonic, all along the note
 */
public record NoteControls(
    int partials,
    int bands,
    float[] partialDb,
    float[] noiseDb,
    float[] cents,
    float[] tuningCents) {
  /** The level that counts as silence. */
  public static final float SILENT_DB = -100;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they do not fit each other, or there is no point
   */
  public NoteControls {
    int points = cents.length;
    if (points == 0
        || partialDb.length != points * partials
        || noiseDb.length != points * bands
        || tuningCents.length != partials) {
      throw new IllegalArgumentException(
          "controls of "
              + points
              + " points cannot have "
              + partialDb.length
              + " levels of "
              + partials
              + " partials, "
              + noiseDb.length
              + " of "
              + bands
              + " bands and "
              + tuningCents.length
              + " tunings");
    }
  }

  /** How many points there are. */
  public int points() {
    return cents.length;
  }

  /** Linear amplitude of a level; 0 from {@value #SILENT_DB} dB down. */
  static float amplitude(float db) {
    return db > SILENT_DB ? (float) Math.exp(db * (Math.log(10) / 20)) : 0;
  }
}
