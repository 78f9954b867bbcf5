package dev.synth.plot;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.dsp.Cqt;
import dev.synth.dsp.InstantaneousFrequency;
import dev.synth.dsp.Levels;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A constant-Q transform in colour: brightness is log magnitude, over {@value #RANGE_DB} dB, and
 * hue is instantaneous frequency. The hue is how far phase turns in 16 ms, so the circle of colours
 * is gone round once in 62.5 Hz: a steady partial has one colour all along, vibrato a wave of
 * colours, noise specks of all of them.
 *
 * <p>Source: Engel et al. 2017, "Neural Audio Synthesis of Musical Notes with WaveNet
 * Autoencoders", section 4.
 */
final class Rainbowgram {
  private static final int RATE_HZ = 16_000;
  private static final int HOP_SAMPLES = 256;
  private static final double RANGE_DB = 70;

  // 240 bins from just below C1 to just below 8 kHz.
  private static final double MIN_HZ = 31;
  private static final int BINS_PER_OCTAVE = 30;
  // A little less than bins that just meet, for the sake of attacks.
  private static final double WIDTH_SCALE = 0.8;
  private static final double C1_HZ = 32.70;

  private Rainbowgram() {}

  /** The field of pixels, a row a bin, the lowest at the bottom. */
  static BufferedImage field(AudioClip clip, int width, int height) {
    float[] samples = Resampler.resample(clip, RATE_HZ).samples();
    Cqt cqt = new Cqt(RATE_HZ, MIN_HZ, BINS_PER_OCTAVE, height, WIDTH_SCALE);
    // A long clip has a frame a column, a short one a frame every 16 ms.
    int step = Math.max(HOP_SAMPLES, samples.length / width);
    int frames = samples.length / step + 1;
    double[][] levels = new double[frames][height];
    double[][] turns = new double[frames][height];
    double loudest = 1e-9;
    float[] before = null;
    for (int f = 0; f < frames; f++) {
      if (before == null || step > HOP_SAMPLES) {
        before = cqt.spectrum(samples, f * step - HOP_SAMPLES);
      }
      float[] now = cqt.spectrum(samples, f * step);
      for (int bin = 0; bin < height; bin++) {
        levels[f][bin] = Math.hypot(now[2 * bin], now[2 * bin + 1]);
        loudest = Math.max(loudest, levels[f][bin]);
        turns[f][bin] = InstantaneousFrequency.turns(before, now, bin);
      }
      before = now;
    }
    BufferedImage field = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      int f = (int) Math.min(frames - 1, Math.round((double) x / width * samples.length / step));
      for (int bin = 0; bin < height; bin++) {
        double level = 1 + Levels.dbfs(levels[f][bin] / loudest) / RANGE_DB;
        float brightness = (float) Math.max(0, level);
        field.setRGB(x, height - 1 - bin, Color.HSBtoRGB((float) turns[f][bin], 0.85f, brightness));
      }
    }
    return field;
  }

  /** Each C, as C1 to C8. */
  static List<Ticks.Tick> ticks(int height) {
    List<Ticks.Tick> ticks = new ArrayList<>();
    for (int octave = 1; octave <= 8; octave++) {
      double bin = BINS_PER_OCTAVE * Math.log(C1_HZ / MIN_HZ) / Math.log(2);
      bin += (octave - 1) * BINS_PER_OCTAVE;
      if (bin < height) {
        ticks.add(new Ticks.Tick((bin + 0.5) / height, "C" + octave));
      }
    }
    return ticks;
  }
}
