package dev.synth.plot;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.Levels;
import dev.synth.dsp.Stft;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pictures of a sound over time, all of one size, so that they line up. */
public final class SoundPictures {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 240;

  private static final int FFT_SAMPLES = 1024;
  private static final double RANGE_DB = 80;
  private static final Color WAVE = new Color(0x0072B2);

  private SoundPictures() {}

  /** Amplitude over time: from the lowest to the highest sample of each column of pixels. */
  public static BufferedImage waveform(AudioClip clip, String title) {
    float[] samples = checked(clip).samples();
    double limit = limit(Levels.peak(samples));
    BufferedImage field = Pictures.blank(WIDTH, HEIGHT);
    Graphics2D pen = Pictures.pen(field);
    pen.setColor(WAVE);
    for (int x = 0; x < WIDTH; x++) {
      int from = (int) ((long) samples.length * x / WIDTH);
      int to = Math.max(from + 1, (int) ((long) samples.length * (x + 1) / WIDTH));
      // One sample more than the column's own joins it to the next.
      float low = samples[from];
      float high = samples[from];
      for (int t = from; t < Math.min(samples.length, to + 1); t++) {
        low = Math.min(low, samples[t]);
        high = Math.max(high, samples[t]);
      }
      pen.drawLine(x, waveRow(high, limit), x, waveRow(low, limit));
    }
    pen.dispose();
    List<Ticks.Tick> yTicks =
        List.of(
            new Ticks.Tick(0, amplitude(-limit)),
            new Ticks.Tick(0.5, "0"),
            new Ticks.Tick(1, amplitude(limit)));
    return new Panel(title, field, "seconds", seconds(clip), "amplitude", yTicks).draw();
  }

  private static int waveRow(double value, double limit) {
    double share = Math.max(-1, Math.min(1, value / limit));
    return (int) Math.round((1 - share) / 2 * (HEIGHT - 1));
  }

  private static String amplitude(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  /** The end of the amplitude axis: the next of 1, 2, 5 of some power of ten. */
  private static double limit(double peak) {
    double limit = 0.001;
    for (int i = 0; limit < peak * (1 - 1e-9); i++) {
      limit *= i % 3 == 1 ? 2.5 : 2;
    }
    return limit;
  }

  /**
   * Level over time and frequency, from the loudest bin (pale) to 80 dB below (black). Frames of
   * 1,024 samples under a Hann window.
   */
  public static BufferedImage spectrogram(AudioClip clip, String title) {
    float[] samples = checked(clip).samples();
    // Enough frames for a column each, but no more than half a million in all.
    int hop = Math.max(FFT_SAMPLES / 16, Math.min(FFT_SAMPLES / 2, samples.length / WIDTH));
    float[][] magnitudes = new Stft(FFT_SAMPLES, hop).magnitudes(samples);
    float loudest = 0;
    for (float[] frame : magnitudes) {
      for (float magnitude : frame) {
        loudest = Math.max(loudest, magnitude);
      }
    }
    double topDb = Levels.dbfs(Math.max(loudest, 1e-9));
    BufferedImage field = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    int bins = magnitudes[0].length;
    for (int x = 0; x < WIDTH; x++) {
      float[] frame = magnitudes[(int) ((long) x * magnitudes.length / WIDTH)];
      for (int y = 0; y < HEIGHT; y++) {
        int from = (HEIGHT - 1 - y) * bins / HEIGHT;
        int to = Math.max(from + 1, (HEIGHT - y) * bins / HEIGHT);
        float highest = 0;
        for (int bin = from; bin < to; bin++) {
          highest = Math.max(highest, frame[bin]);
        }
        field.setRGB(x, y, ColorMap.rgb(1 - (topDb - Levels.dbfs(highest)) / RANGE_DB));
      }
    }
    List<Ticks.Tick> yTicks = Ticks.linear(clip.sampleRateHz() / 2000.0, 8);
    return new Panel(title, field, "seconds", seconds(clip), "kHz", yTicks).draw();
  }

  /**
   * Level and instantaneous frequency over time and pitch, see the NSynth paper: brightness is log
   * magnitude over 70 dB, and one turn of the circle of colours is 62.5 Hz, so that a steady
   * partial keeps its colour. The clip is resampled to 16 kHz.
   */
  public static BufferedImage rainbowgram(AudioClip clip, String title) {
    BufferedImage field = Rainbowgram.field(checked(clip), WIDTH, HEIGHT);
    return new Panel(title, field, "seconds", seconds(clip), "pitch", Rainbowgram.ticks(HEIGHT))
        .draw();
  }

  /**
   * An embedding over time, a row a channel, the first at the bottom: white for 0, red above, blue
   * below, all the deeper the farther from 0.
   *
   * @param values [frames · channels], frame by frame
   */
  public static BufferedImage embedding(
      float[] values, int channels, double secondsPerFrame, String title) {
    int frames = values.length / channels;
    double farthest = Math.max(Levels.peak(values), 1e-9);
    BufferedImage field = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < WIDTH; x++) {
      for (int y = 0; y < HEIGHT; y++) {
        int channel = (HEIGHT - 1 - y) * channels / HEIGHT;
        double value = values[(int) ((long) x * frames / WIDTH) * channels + channel];
        field.setRGB(x, y, ColorMap.signed(value / farthest));
      }
    }
    List<Ticks.Tick> yTicks = new ArrayList<>();
    for (int channel = 0; channel < channels; channel += (channels + 7) / 8) {
      yTicks.add(new Ticks.Tick((channel + 0.5) / channels, Integer.toString(channel)));
    }
    List<Ticks.Tick> xTicks = Ticks.linear(frames * secondsPerFrame, 8);
    return new Panel(title, field, "seconds", xTicks, "channel", yTicks).draw();
  }

  private static List<Ticks.Tick> seconds(AudioClip clip) {
    return Ticks.linear(clip.seconds(), 8);
  }

  private static AudioClip checked(AudioClip clip) {
    if (clip.samples().length == 0) {
      throw new IllegalArgumentException("a clip without samples has no picture");
    }
    return clip;
  }
}
