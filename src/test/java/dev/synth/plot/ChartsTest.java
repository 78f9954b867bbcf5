package dev.synth.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.CannotCreateException;
import dev.synth.plot.Charts.Bars;
import dev.synth.plot.Charts.Series;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {
  private static final int BLUE = 0x0072B2;
  private static final int ORANGE = 0xD55E00;

  /** Pixels of one colour between two columns. */
  static long count(BufferedImage image, int rgb, int fromX, int toX) {
    long count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = fromX; x < toX; x++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == rgb ? 1 : 0;
      }
    }
    return count;
  }

  private static long count(BufferedImage image, int rgb) {
    return count(image, rgb, 0, image.getWidth());
  }

  @Test
  void eachLineHasItsColour() {
    double[] x = {1, 2, 3, 4};
    Series low = new Series("low", x, new double[] {0, 0, Double.NaN, 0});
    Series high = new Series("high", x, new double[] {1, 2, 3, 4});
    Series none = new Series("none", new double[] {1}, new double[] {Double.NaN});
    BufferedImage image = Charts.lines("Two lines", "x", "y", List.of(low, high, none));
    assertEquals(Charts.WIDTH, image.getWidth());
    assertTrue(count(image, BLUE) > 500 && count(image, ORANGE) > 500);
    assertThrows(
        IllegalArgumentException.class, () -> Charts.lines("none", "x", "y", List.of(none)));
    assertThrows(IllegalArgumentException.class, () -> new Series("s", x, new double[] {1, 2, 3}));
  }

  @Test
  void onePointIsSeen() {
    Series point = new Series("one", new double[] {1}, new double[] {1});
    assertTrue(count(Charts.lines("", "x", "y", List.of(point)), BLUE) > 20);
    assertTrue(count(Charts.points("", "x", "y", List.of(point)), BLUE) > 20);
  }

  @Test
  void aBarTwiceAsHighHasTwiceTheInk() {
    List<String> categories = List.of("a", "b");
    BufferedImage image =
        Charts.bars("Bars", "height", categories, List.of(new Bars("blue", new double[] {1, 2})));
    long left = count(image, BLUE, 0, Charts.WIDTH / 2);
    long right = count(image, BLUE, Charts.WIDTH / 2, Charts.WIDTH);
    assertEquals(2, (double) right / left, 0.15);
    Bars gap = new Bars("gap", new double[] {Double.NaN, 2});
    assertTrue(count(Charts.bars("", "h", categories, List.of(gap)), BLUE) > 1000);
    Bars uncertain = new Bars("blue", new double[] {1, 2}, new double[] {0.5, Double.NaN});
    BufferedImage lines = Charts.bars("Bars", "height", categories, List.of(uncertain));
    assertTrue(count(lines, BLUE, 0, Charts.WIDTH / 2) < left, "a line covers a part of the bar");
    Bars short1 = new Bars("short", new double[] {1});
    assertThrows(
        IllegalArgumentException.class, () -> Charts.bars("", "h", categories, List.of(short1)));
  }

  @Test
  void aHistogramCountsEveryFiniteValue() {
    double[] values = {0, 0.1, 0.9, 1, 2.5, 3, Double.NaN, Double.POSITIVE_INFINITY};
    Histogram histogram = Histogram.of(values, 3);
    assertArrayEquals(new int[] {3, 1, 2}, histogram.counts());
    assertEquals(2, histogram.edge(2), 1e-12);
    assertArrayEquals(new int[] {0, 2, 0}, Histogram.of(new double[] {7, 7}, 3).counts());
    BufferedImage image = Charts.histogram("Values", "size", values, 3);
    assertTrue(count(image, BLUE) > 5000);
    assertThrows(
        IllegalArgumentException.class,
        () -> Charts.histogram("", "x", new double[] {Double.NaN}, 3));
  }

  @Test
  void picturesAreWrittenWholeAndNotOver(@TempDir Path dir) throws IOException {
    BufferedImage image =
        Charts.lines("", "x", "y", List.of(new Series("a", new double[] {1, 2}, new double[2])));
    Path file = dir.resolve("folder/chart.png");
    Pictures.write(file, image, false);
    BufferedImage read = ImageIO.read(file.toFile());
    assertEquals(image.getRGB(400, 200), read.getRGB(400, 200));
    assertThrows(CannotCreateException.class, () -> Pictures.write(file, image, false));
    Pictures.write(file, image, true);
    BufferedImage both = Pictures.above(List.of(Pictures.beside(List.of(image, image)), image));
    assertEquals(2 * Charts.WIDTH, both.getWidth());
    assertEquals(2 * Charts.HEIGHT, both.getHeight());
    assertEquals(image.getRGB(400, 200), both.getRGB(Charts.WIDTH + 400, 200));
  }
}
