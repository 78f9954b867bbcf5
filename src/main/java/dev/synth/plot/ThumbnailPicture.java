package dev.synth.plot;

import dev.synth.dsp.MelFilterbank;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A sound in little: levels of few bands in few parts of the time, each as wide as the others. */
public final class ThumbnailPicture {
  private static final int PART_WIDTH = 48;
  private static final int BAND_HEIGHT = 8;
  private static final double[] TICKS_HZ = {100, 200, 500, 1_000, 2_000, 5_000};

  private ThumbnailPicture() {}

  /**
   * Draws levels, the loudest pale and the least black.
   *
   * @param levels [parts, bands], -128 to 127
   * @param ends of the parts, in seconds
   * @param lowestHz where the lowest band begins; bands are of equal width on the mel scale
   * @param highestHz where the highest band ends
   */
  public static BufferedImage draw(
      byte[] levels, double[] ends, double lowestHz, double highestHz, String title) {
    int bands = levels.length / ends.length;
    BufferedImage field =
        new BufferedImage(
            ends.length * PART_WIDTH, bands * BAND_HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < field.getWidth(); x++) {
      for (int y = 0; y < field.getHeight(); y++) {
        int band = (field.getHeight() - 1 - y) / BAND_HEIGHT;
        int level = levels[x / PART_WIDTH * bands + band] - Byte.MIN_VALUE;
        field.setRGB(x, y, ColorMap.rgb(level / 255.0));
      }
    }
    List<Ticks.Tick> seconds = new ArrayList<>();
    for (int part = 0; part < ends.length; part++) {
      String label = String.format(Locale.ROOT, ends[part] < 1 ? "%.2f" : "%.0f", ends[part]);
      seconds.add(new Ticks.Tick((part + 1.0) / ends.length, label));
    }
    double from = MelFilterbank.mel(lowestHz);
    double to = MelFilterbank.mel(highestHz);
    List<Ticks.Tick> kilohertz = new ArrayList<>();
    for (double hz : TICKS_HZ) {
      double share = (MelFilterbank.mel(hz) - from) / (to - from);
      kilohertz.add(new Ticks.Tick(share, String.format(Locale.ROOT, "%.1f", hz / 1000)));
    }
    return new Panel(title, field, "seconds", seconds, "kHz", kilohertz).draw();
  }
}
