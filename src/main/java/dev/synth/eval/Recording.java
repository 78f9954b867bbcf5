package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.dataset.Note;
import dev.synth.latent.LatentFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A note's sound at every rate that it is needed at, cut to a length.
 *
 * @param recordedHz the rate it was recorded at
 * @param byRate samples by rate, in Hz
 */
record Recording(int recordedHz, Map<Integer, float[]> byRate) {
  /** What is as long is measured, even if a model's frame is longer and filled up with silence. */
  private static final double LEAST_SECONDS = 0.1;

  static Recording of(Note note, Set<Integer> ratesHz, double seconds) throws IOException {
    AudioClip clip = note.audio().read();
    Map<Integer, float[]> byRate = new TreeMap<>();
    for (int rateHz : ratesHz) {
      float[] samples = samples(clip, rateHz);
      int most = (int) (seconds * rateHz);
      byRate.put(rateHz, samples.length > most ? Arrays.copyOf(samples, most) : samples);
    }
    return new Recording(clip.sampleRateHz(), byRate);
  }

  static float[] samples(AudioClip clip, int rateHz) {
    return Resampler.resample(clip, rateHz).samples();
  }

  float[] at(int rateHz) {
    return byRate.get(rateHz);
  }

  /** Whether it is no frame of a model, nor long enough to be measured anyway. */
  boolean isTooShort(LatentFormat encoded) {
    int samples = at(encoded.sampleRateHz()).length;
    return samples < encoded.hopSamples() && samples < LEAST_SECONDS * encoded.sampleRateHz();
  }

  /** Whether it has all that a sound of this rate can hold. */
  boolean reaches(int rateHz) {
    return recordedHz >= rateHz;
  }
}
