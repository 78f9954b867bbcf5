package dev.synth.plot;

import dev.synth.io.Outputs;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures put together and written. */
public final class Pictures {
  static final Color PAPER = Color.WHITE;
  static final Color INK = new Color(0x33, 0x33, 0x33);

  private Pictures() {}

  /**
   * Writes {@code picture} as PNG, whole or not at all.
   *
   * @throws dev.synth.io.CannotCreateException if the file exists and {@code overwrite} is false,
   *     or cannot be created
   */
  public static void write(Path file, BufferedImage picture, boolean overwrite) throws IOException {
    // Encoded before it is written: ImageIO hides the reason of a write that fails.
    byte[] png = png(picture);
    Outputs.write(file, overwrite, temporary -> Files.write(temporary, png));
  }

  /** How many bytes {@link #write} writes. */
  public static long bytes(BufferedImage picture) throws IOException {
    return png(picture).length;
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ImageIO.setUseCache(false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, "png", out)) {
      throw new IOException("this Java cannot write PNG");
    }
    return out.toByteArray();
  }

  /** The pictures from left to right, their tops in line. */
  public static BufferedImage beside(List<BufferedImage> pictures) {
    int width = pictures.stream().mapToInt(BufferedImage::getWidth).sum();
    int height = pictures.stream().mapToInt(BufferedImage::getHeight).max().orElse(0);
    BufferedImage all = blank(width, height);
    int x = 0;
    for (BufferedImage picture : pictures) {
      place(picture, all, x, 0);
      x += picture.getWidth();
    }
    return all;
  }

  /** The pictures from top to bottom, their left edges in line. */
  public static BufferedImage above(List<BufferedImage> pictures) {
    int width = pictures.stream().mapToInt(BufferedImage::getWidth).max().orElse(0);
    int height = pictures.stream().mapToInt(BufferedImage::getHeight).sum();
    BufferedImage all = blank(width, height);
    int y = 0;
    for (BufferedImage picture : pictures) {
      place(picture, all, 0, y);
      y += picture.getHeight();
    }
    return all;
  }

  private static void place(BufferedImage picture, BufferedImage onto, int x, int y) {
    Graphics2D graphics = onto.createGraphics();
    graphics.drawImage(picture, x, y, null);
    graphics.dispose();
  }

  /** White paper. */
  static BufferedImage blank(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(PAPER);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return image;
  }

  /** A pen for {@code image} that draws smooth lines and letters. */
  static Graphics2D pen(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(INK);
    return graphics;
  }
}
