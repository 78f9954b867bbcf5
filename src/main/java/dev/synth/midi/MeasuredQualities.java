package dev.synth.midi;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dsp.Levels;
import dev.synth.dsp.Stft;
import dev.synth.dsp.pitch.Pitch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Those of NSynth's qualities that a rendered note shows to a measurement: bright, dark,
 * fast_decay, long_release and percussive. The other five take a listener and are never given.
 * {@code docs/data.md} has the formulas; none depends on how loud the note is.
 *
 * <p>Levels L(a, b) are RMS in decibels from second a to second b. The spectrum is the power of all
 * frames of 128 ms up to the release of the key.
 */
final class MeasuredQualities {
  private static final double BRIGHT_OVER_HZ = 2000;
  private static final double BRIGHT_OVER_PARTIAL = 4.5;
  private static final double BRIGHT_SHARE = 0.1;
  private static final double DARK_OVER_HZ = 1000;
  private static final double DARK_SHARE = 0.01;
  private static final double DECAY_DB = 20;
  private static final double RELEASE_DB = 20;
  private static final double AUDIBLE_DB = 40;
  private static final double STRIKE_DB = 8;
  private static final double ATTACK_SECONDS = 0.02;
  private static final double ONSET_DB = 30;
  private static final double TOP_DB = 3;

  private static final int FRAME_SAMPLES = 2048;
  private static final double LONG_SECONDS = 0.1;
  private static final double SHORT_SECONDS = 0.02;
  private static final double STEP_SECONDS = 0.005;

  private final float[] samples;
  private final int rateHz;
  private final double holdSeconds;

  private MeasuredQualities(AudioClip clip, double holdSeconds) {
    this.samples = clip.samples();
    this.rateHz = clip.sampleRateHz();
    this.holdSeconds = holdSeconds;
  }

  /**
   * The qualities of a note that begins with the clip, in NSynth's order.
   *
   * @param clip at {@link NsynthFormat#SAMPLE_RATE_HZ}, not silent
   * @param holdSeconds when the key was let go
   * @param pitch MIDI note number
   */
  static List<String> of(AudioClip clip, double holdSeconds, int pitch) {
    MeasuredQualities note = new MeasuredQualities(clip, holdSeconds);
    double[] power = note.power();
    List<String> qualities = new ArrayList<>();
    if (note.share(power, BRIGHT_OVER_HZ) >= BRIGHT_SHARE
        && note.share(power, BRIGHT_OVER_PARTIAL * Pitch.hzOfMidi(pitch)) >= BRIGHT_SHARE) {
      qualities.add("bright");
    }
    if (note.share(power, DARK_OVER_HZ) < DARK_SHARE) {
      qualities.add("dark");
    }
    if (note.decaysFast()) {
      qualities.add("fast_decay");
    }
    if (note.ringsOn()) {
      qualities.add("long_release");
    }
    if (note.isStruck()) {
      qualities.add("percussive");
    }
    return qualities;
  }

  private double[] power() {
    int held = Math.min(samples.length, (int) Math.round(holdSeconds * rateHz));
    Stft stft = new Stft(FRAME_SAMPLES, FRAME_SAMPLES / 2);
    double[] power = new double[stft.bins()];
    for (float[] frame : stft.magnitudes(Arrays.copyOf(samples, held))) {
      for (int bin = 1; bin < power.length; bin++) {
        power[bin] += (double) frame[bin] * frame[bin];
      }
    }
    return power;
  }

  /** The share of energy above {@code hz}. */
  private double share(double[] power, double hz) {
    double all = 0;
    double above = 0;
    for (int bin = 1; bin < power.length; bin++) {
      all += power[bin];
      above += (double) bin * rateHz / FRAME_SAMPLES > hz ? power[bin] : 0;
    }
    return above / all;
  }

  private double level(double fromSeconds, double seconds) {
    int from = Math.max(0, (int) Math.round(fromSeconds * rateHz));
    int to = Math.min(samples.length, from + (int) Math.round(seconds * rateHz));
    return Levels.dbfs(Levels.rms(samples, Math.min(from, to), to));
  }

  /** The loudest {@code seconds} before the key is let go. */
  private double loudest(double seconds) {
    double loudest = Double.NEGATIVE_INFINITY;
    for (double from = 0; from + seconds <= holdSeconds + 1e-9; from += seconds / 4) {
      loudest = Math.max(loudest, level(from, seconds));
    }
    return loudest;
  }

  private boolean decaysFast() {
    return level(holdSeconds - LONG_SECONDS, LONG_SECONDS) <= loudest(LONG_SECONDS) - DECAY_DB;
  }

  private boolean ringsOn() {
    double from = holdSeconds + 0.4;
    if ((from + LONG_SECONDS) * rateHz > samples.length + 0.5) {
      return false; // not audible for long enough
    }
    double later = level(from, LONG_SECONDS);
    return later >= level(holdSeconds - LONG_SECONDS, LONG_SECONDS) - RELEASE_DB
        && later >= loudest(LONG_SECONDS) - AUDIBLE_DB;
  }

  private boolean isStruck() {
    double loudest = loudest(SHORT_SECONDS);
    double top = first(loudest - TOP_DB);
    return top - first(loudest - ONSET_DB) <= ATTACK_SECONDS + 1e-9
        && top + 0.2 + LONG_SECONDS <= holdSeconds
        && level(top + 0.2, LONG_SECONDS) <= loudest - STRIKE_DB;
  }

  /** When the level over 20 ms first reaches {@code level}. */
  private double first(double level) {
    for (double from = 0; from < holdSeconds; from += STEP_SECONDS) {
      if (level(from, SHORT_SECONDS) >= level) {
        return from;
      }
    }
    return holdSeconds;
  }
}
