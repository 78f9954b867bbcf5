package dev.synth.dsp.pitch;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.SpectralPeaks;

/**
 * How much of a sound is tones: the share of its energy that lies in lines of its spectrum (see
 * {@link SpectralPeaks}). Near 1 for a note, bells and other inharmonic ones included; near 0 for
 * noise of any colour, whose spectrum is smooth on the average.
 *
 * <p>Noise that fills a single frame has exponentially distributed powers P there: the share over
 * ten medians is then (1 + x) exp(-x) with x = 10 ln 2, which is 0.8 %, and less where several
 * frames are averaged.
 */
public final class Tonality {
  private static final double MIN_SECONDS = 0.064;

  private Tonality() {}

  /**
   * The share of energy in spectral lines.
   *
   * @param clip any rate from 4 to 192 kHz; what lies above 8 kHz is ignored
   * @return 0 to 1; 0 for silence and for less than 64 ms
   */
  public static double of(AudioClip clip) {
    return clip.seconds() < MIN_SECONDS ? 0 : SpectralPeaks.of(clip).share();
  }
}
