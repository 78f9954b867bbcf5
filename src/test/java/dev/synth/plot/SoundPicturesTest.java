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

  @Test
  void shortAndSilentClipsHavePicturesAndEmptyOnesHaveNone() {
    AudioClip one = new AudioClip(new float[] {0.5f}, RATE_HZ);
    AudioClip silent = new AudioClip(new float[20_000], 44_100);
    for (AudioClip clip : new AudioClip[] {one, silent}) {
      BufferedImage wave = SoundPictures.waveform(clip, "a name that is far too long ".repeat(9));
      assertEquals(wave.getWidth(), SoundPictures.spectrogram(clip, "").getWidth());
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
