package dev.synth.models.instant;

import dev.synth.dsp.pitch.Pitch;
import dev.synth.models.instant.analysis.PitchTrack;
import java.util.Arrays;

/** By how much the pitch of frames deviates from the note's. */
public final class FrameIntonation {
  private static final int RATE_HZ = InstantSpec.ENCODER_RATE_HZ;
  private static final int POINTS = InstantSpec.POINTS_PER_FRAME;
  private static final int POINT_SAMPLES = InstantSpec.ENCODER_HOP_SAMPLES / POINTS;

  private FrameIntonation() {}

  /**
   * Writes the deviation in the middle of frames.
   *
   * @param sound amplitudes at 16 kHz, with some before and behind the frames
   * @param first the first frame's first sample, a multiple of a frame's
   * @param pitch MIDI
   * @param cents receives cents from {@code offset} on
   */
  public static void write(
      float[] sound, int first, int frames, int pitch, float[] cents, int offset) {
    int points = sound.length / POINT_SAMPLES;
    double[] harmonics = new double[PitchTrack.PARTIALS];
    Arrays.setAll(harmonics, k -> k + 1);
    float[] track =
        PitchTrack.cents(sound, RATE_HZ, POINT_SAMPLES, points, Pitch.hzOfMidi(pitch), harmonics);
    for (int f = 0; f < frames; f++) {
      cents[offset + f] = track[first / POINT_SAMPLES + f * POINTS + POINTS / 2];
    }
  }

  /**
   * The fundamental of frames.
   *
   * @param pitch MIDI
   * @param cents that it deviates, from {@code offset} on
   * @return [frames]
   */
  public static double[] hz(double pitch, float[] cents, int offset, int frames) {
    double[] hz = new double[frames];
    for (int f = 0; f < frames; f++) {
      hz[f] = Pitch.hzOfMidi(pitch + cents[offset + f] / 100);
    }
    return hz;
  }
}
