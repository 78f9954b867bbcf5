package dev.synth.models.instant;

import dev.synth.dsp.pitch.Pitch;
import java.util.OptionalInt;

/** The level of frames of a sound: the mean power of about 32 ms, whole periods of the pitch. */
final class FrameLevels {
  private static final int HOP = InstantSpec.ENCODER_HOP_SAMPLES;

  private FrameLevels() {}

  /**
   * Writes the levels of frames.
   *
   * @param sound amplitudes at 16 kHz; silence before and behind
   * @param first the first frame's first sample
   * @param levelDb receives dB from {@code offset} on
   */
  static void write(
      float[] sound, int first, int frames, OptionalInt pitch, float[] levelDb, int offset) {
    int length = windowSamples(pitch);
    for (int f = 0; f < frames; f++) {
      int from = first + f * HOP + (HOP - length) / 2;
      double sum = 0;
      for (int n = Math.max(0, from); n < Math.min(sound.length, from + length); n++) {
        sum += (double) sound[n] * sound[n];
      }
      levelDb[offset + f] =
          (float) Math.max(MeasuredChannels.SILENT_DB, 10 * Math.log10(sum / length + 1e-12));
    }
  }

  private static int windowSamples(OptionalInt pitch) {
    if (pitch.isEmpty()) {
      return HOP;
    }
    double period = InstantSpec.ENCODER_RATE_HZ / Pitch.hzOfMidi(pitch.getAsInt());
    return (int) Math.round(period * Math.max(1, Math.rint(HOP / period)));
  }
}
