package dev.synth.dataset.prepare;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dsp.ActiveRegion;
import dev.synth.dsp.Levels;
import dev.synth.dsp.Onsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A part of a recording that is to be a note. It is found at {@link NsynthFormat#SAMPLE_RATE_HZ}.
 *
 * @param rateHz rate of the recording
 * @param fromSample its first sample
 * @param toSample where its sound ends
 * @param cut whether the recording sounds on behind it
 */
record Segment(int rateHz, int fromSample, int toSample, boolean cut) {
  private static final int RATE_HZ = NsynthFormat.SAMPLE_RATE_HZ;

  /** An attack begins before its onset is detected. */
  private static final int LEAD_SAMPLES = RATE_HZ / 200;

  /** A sound that begins this long before its first onset is a note of its own. */
  private static final int EARLY_SAMPLES = RATE_HZ * 3 / 20;

  private static final float PEAK_MAX = 0.999f;

  /** A recording's parts, and how many onsets it has. */
  record Parts(List<Segment> segments, int onsets) {}

  /**
   * The part of {@code samples}, at {@link #RATE_HZ}, that is not silence as one segment, or cut at
   * its onsets.
   */
  static Parts of(float[] samples, double trimDb, boolean split) {
    Optional<ActiveRegion> all = ActiveRegion.of(samples, 0, samples.length, trimDb, RATE_HZ);
    if (all.isEmpty()) {
      return new Parts(List.of(), 0);
    }
    int from = all.get().fromSample();
    int to = all.get().toSample();
    List<Integer> starts = new ArrayList<>();
    for (int onset : Onsets.find(samples)) {
      if (onset + LEAD_SAMPLES >= from && onset < to) {
        starts.add(Math.max(0, onset - LEAD_SAMPLES));
      }
    }
    int onsets = starts.size();
    if (starts.isEmpty() || starts.get(0) > from + EARLY_SAMPLES) {
      starts.add(0, from);
    } else {
      starts.set(0, Math.min(starts.get(0), from));
    }
    if (!split) {
      return new Parts(List.of(new Segment(RATE_HZ, from, to, to < samples.length)), onsets);
    }
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int begin = starts.get(i);
      boolean last = i == starts.size() - 1;
      int next = last ? to : starts.get(i + 1);
      // Where a hiss begins is an onset, too; what is all silence is no note.
      ActiveRegion.of(samples, begin, next, trimDb, RATE_HZ)
          .map(sound -> new Segment(RATE_HZ, begin, sound.toSample(), !last || to < samples.length))
          .ifPresent(segments::add);
    }
    return new Parts(segments, onsets);
  }

  int samples() {
    return toSample - fromSample;
  }

  double fromSeconds() {
    return (double) fromSample / rateHz;
  }

  /** Whether no 10 ms of this part of {@code recording} are sound. */
  boolean isSilent(float[] recording) {
    return ActiveRegion.of(recording, fromSample, toSample, 0, rateHz).isEmpty();
  }

  /** The part from and to the same times, to the nearest sample, of its recording resampled. */
  Segment in(AudioClip resampled) {
    double ratio = (double) resampled.sampleRateHz() / rateHz;
    int to = (int) Math.min(Math.round(toSample * ratio), resampled.samples().length);
    int from = (int) Math.min(Math.round(fromSample * ratio), to);
    return new Segment(resampled.sampleRateHz(), from, to, cut);
  }

  /**
   * A note of a fixed length.
   *
   * @param samples amplitudes, [samples]
   * @param soundSamples how many of them are of the recording; silence follows
   * @param fadeSamples how many of these fade
   * @param gainDb change of level
   */
  record Fitted(float[] samples, int soundSamples, int fadeSamples, double gainDb) {}

  /**
   * This part of {@code recording}, faded out and cut, or filled up with silence, to {@code
   * lengthSamples}. A sound that ends with its recording, and fits, is not faded.
   *
   * @param recording amplitudes at {@link #rateHz}, [samples]
   * @param peakDbfs the peak to bring it to, or NaN to turn it down only where it would clip
   */
  Fitted fit(float[] recording, int lengthSamples, double peakDbfs) {
    int sound = Math.min(samples(), lengthSamples);
    float[] note =
        Arrays.copyOf(Arrays.copyOfRange(recording, fromSample, fromSample + sound), lengthSamples);
    int fade = samples() > lengthSamples ? rateHz / 4 : cut ? rateHz / 20 : 0;
    fade = Math.min(fade, sound / 2);
    for (int i = 0; i < fade; i++) {
      // Raised cosine: the last sample is all but silent.
      note[sound - fade + i] *= (float) (0.5 + 0.5 * Math.cos(Math.PI * (i + 1) / (fade + 1)));
    }
    double peak = Levels.peak(note);
    double gain = 1;
    if (!Double.isNaN(peakDbfs)) {
      gain = Math.min(Levels.amplitude(peakDbfs), PEAK_MAX) / peak;
    } else if (peak > PEAK_MAX) {
      gain = PEAK_MAX / peak;
    }
    for (int i = 0; gain != 1 && i < sound; i++) {
      note[i] *= (float) gain;
    }
    return new Fitted(note, sound, fade, Levels.dbfs(gain));
  }
}
