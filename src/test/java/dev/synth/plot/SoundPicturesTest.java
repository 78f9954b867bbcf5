package dev.synth.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class SoundPicturesTest {
  private static final int RATE_HZ = 16_000;

  private static AudioClip sine(double hz, double amplitude, int samples) {
    float[] sine = new float[samples];
    for (int t = 0; t < samples; t++) {
      sine[t] = (float) (amplitude * Math.sin(2 * Math.PI * hz * t / RATE_HZ));
    }
    return new AudioClip(sine, RATE_HZ);
  }

  private static int brightness(BufferedImage image, int x, int y) {
    Color colour = new Color(image.getRGB(x, y));
    return colour.getRed() + colour.getGreen() + colour.getBlue();
  }

  /** The row of the field in column {@code x} that is brightest, as a share from the bottom. */
  private static double brightest(BufferedImage image, int x) {
    int best = 31;
    for (int y = 31; y < 30 + 238; y++) {
      best = brightness(image, x, y) > brightness(image, x, best) ? y : best;
    }
    return (30 + 240 - best) / 240.0;
  }

  @Test
  void aSineIsALineAtItsFrequency() {
    BufferedImage image = SoundPictures.spectrogram(sine(2000, 0.1, RATE_HZ), "sine");
    assertEquals(0.25, brightest(image, 62 + 220), 0.02);
    assertTrue(brightness(image, 62 + 220, 60) < 60, "7 kHz is black");
  }

  @Test
  void theWaveIsDrawnToScale() {
    BufferedImage half = SoundPictures.waveform(sine(200, 0.5, RATE_HZ), "half");
    BufferedImage quarter = SoundPictures.waveform(sine(200, 0.3, RATE_HZ), "quarter");
    // Both end at 0.5: the ink follows the amplitude.
    double ratio =
        (double) ChartsTest.count(half, 0x0072B2, 62, 502)
            / ChartsTest.count(quarter, 0x0072B2, 62, 502);
    assertEquals(0.5 / 0.3, ratio, 0.05);
  }

  private static float hue(BufferedImage image, int x, double share) {
    Color c = new Color(image.getRGB(x, 30 + 239 - (int) Math.round(share * 239)));
    return Color.RGBtoHSB(c.getRed(), c.getGreen(), c.getBlue(), null)[0];
  }

  @Test
  void aRainbowgramsHueIsFrequency() {
    // C5 in bins of a thirtieth of an octave from 31 Hz.
    double share = 30 * Math.log(523.25 / 31) / Math.log(2) / 240;
    BufferedImage steady = SoundPictures.rainbowgram(sine(523.25, 0.2, RATE_HZ), "C5");
    assertEquals(share, brightest(steady, 62 + 220), 0.01);
    float wanted = (float) (523.25 * 0.016 % 1);
    assertEquals(wanted, hue(steady, 62 + 150, share), 0.02);
    assertEquals(wanted, hue(steady, 62 + 290, share), 0.02);
    BufferedImage sharp = SoundPictures.rainbowgram(sine(523.25 + 6.25, 0.2, RATE_HZ), "sharp");
    assertEquals(wanted + 0.1, hue(sharp, 62 + 220, share), 0.02);
    // Of the same rate as a sound of another, and as long as one of a minute.
    assertEquals(
        steady.getWidth(),
        SoundPictures.rainbowgram(new AudioClip(new float[44_100], 44_100), "").getWidth());
    BufferedImage minute = SoundPictures.rainbowgram(sine(523.25, 0.2, 60 * RATE_HZ), "minute");
    assertEquals(wanted, hue(minute, 62 + 220, share), 0.02);
  }

  @Test
  void anEmbeddingIsRedAboveAndBlueBelowZero() {
    float[] values = new float[10 * 4];
    for (int f = 0; f < 10; f++) {
      values[4 * f] = 1;
      values[4 * f + 1] = -0.5f;
    }
    BufferedImage image = SoundPictures.embedding(values, 4, 0.032, "embedding");
    int[] rgb = new int[4];
    for (int channel = 0; channel < 4; channel++) {
      rgb[channel] = image.getRGB(62 + 220, 30 + 240 - 30 - 60 * channel) & 0xFFFFFF;
    }
    assertEquals(0x67000D, rgb[0]);
    assertEquals(0x4292C6, rgb[1]);
    assertEquals(0xFFFFFF, rgb[3]);
  }

  @Test
  void shortAndSilentClipsHavePicturesAndEmptyOnesHaveNone() {
    AudioClip one = new AudioClip(new float[] {0.5f}, RATE_HZ);
    AudioClip silent = new AudioClip(new float[20_000], 44_100);
    for (AudioClip clip : new AudioClip[] {one, silent}) {
      BufferedImage wave = SoundPictures.waveform(clip, "a name that is far too long ".repeat(9));
      assertEquals(wave.getWidth(), SoundPictures.spectrogram(clip, "").getWidth());
      assertEquals(wave.getWidth(), SoundPictures.rainbowgram(clip, "").getWidth());
    }
    AudioClip none = new AudioClip(new float[0], RATE_HZ);
    assertThrows(IllegalArgumentException.class, () -> SoundPictures.waveform(none, ""));
  }

  @Test
  void ticksAreRoundNumbers() {
    assertEquals("[0, 1, 2, 3, 4]", labels(4));
    assertEquals("[0.0, 0.2, 0.4, 0.6, 0.8, 1.0]", labels(1));
    assertEquals("[0, 5, 10, 15, 20]", labels(22.05));
    assertEquals("[0.00, 0.01, 0.02, 0.03]", labels(0.035));
  }

  private static String labels(double max) {
    return Ticks.linear(max, 5).stream().map(Ticks.Tick::label).toList().toString();
  }
}
