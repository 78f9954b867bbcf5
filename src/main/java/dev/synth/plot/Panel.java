package dev.synth.plot;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A field of pixels in a frame, with a title above and two axes. Without fonts the frame and the
 * ticks remain.
 *
 * @param title one line
 * @param field the pixels inside
 * @param xLabel what the x axis is, with its unit
 * @param xTicks from left to right
 * @param yLabel what the y axis is, with its unit
 * @param yTicks from the bottom up
 */
record Panel(
    String title,
    BufferedImage field,
    String xLabel,
    List<Ticks.Tick> xTicks,
    String yLabel,
    List<Ticks.Tick> yTicks) {
  private static final int LEAST_LEFT = 62;
  private static final int RIGHT = 18;
  private static final int TOP = 30;
  private static final int BOTTOM = 46;
  private static final int TICK = 4;
  private static final String ELLIPSIS = "...";

  /** The whole panel. */
  BufferedImage draw() {
    int width = field.getWidth();
    int height = field.getHeight();
    int left = left();
    BufferedImage image = Pictures.blank(left + width + RIGHT, TOP + height + BOTTOM);
    Graphics2D pen = Pictures.pen(image);
    pen.drawImage(field, left, TOP, null);
    pen.drawRect(left - 1, TOP - 1, width + 1, height + 1);
    for (Ticks.Tick tick : xTicks) {
      int x = left + (int) Math.round(tick.share() * (width - 1));
      pen.drawLine(x, TOP + height, x, TOP + height + TICK);
    }
    for (Ticks.Tick tick : yTicks) {
      int y = TOP + height - 1 - (int) Math.round(tick.share() * (height - 1));
      pen.drawLine(left - 1 - TICK, y, left - 1, y);
    }
    if (Fonts.available()) {
      write(pen, left, width, height);
    }
    pen.dispose();
    return image;
  }

  /** Room for the labels of the y axis: more than usual only where one would be cut. */
  private int left() {
    if (!Fonts.available()) {
      return LEAST_LEFT;
    }
    Graphics2D pen = Pictures.pen(Pictures.blank(1, 1));
    FontMetrics metrics = pen.getFontMetrics(Fonts.TEXT);
    int widest =
        yTicks.stream().mapToInt(tick -> metrics.stringWidth(tick.label())).max().orElse(0);
    int needed = widest + TICK + 4;
    int left = needed < LEAST_LEFT ? LEAST_LEFT : needed + metrics.getHeight() + 6;
    pen.dispose();
    return left;
  }

  private void write(Graphics2D pen, int left, int width, int height) {
    pen.setFont(Fonts.TITLE);
    String fitting = fitting(pen.getFontMetrics(), title, left + width + RIGHT - 8);
    int wide = pen.getFontMetrics().stringWidth(fitting);
    pen.drawString(fitting, Math.max(4, left + (width - wide) / 2), TOP - 10);
    pen.setFont(Fonts.TEXT);
    FontMetrics metrics = pen.getFontMetrics();
    int middle = metrics.getAscent() / 2 - 1;
    for (Ticks.Tick tick : xTicks) {
      int x = left + (int) Math.round(tick.share() * (width - 1));
      centred(pen, tick.label(), x, TOP + height + TICK + metrics.getAscent() + 1);
    }
    for (Ticks.Tick tick : yTicks) {
      int y = TOP + height - 1 - (int) Math.round(tick.share() * (height - 1));
      int labelWidth = metrics.stringWidth(tick.label());
      pen.drawString(tick.label(), left - TICK - 4 - labelWidth, y + middle);
    }
    centred(pen, xLabel, left + width / 2, TOP + height + BOTTOM - 8);
    AffineTransform upright = pen.getTransform();
    pen.rotate(-Math.PI / 2, metrics.getAscent() + 2, TOP + height / 2.0);
    centred(pen, yLabel, metrics.getAscent() + 2, TOP + height / 2);
    pen.setTransform(upright);
  }

  private static void centred(Graphics2D pen, String text, int x, int y) {
    pen.drawString(text, x - pen.getFontMetrics().stringWidth(text) / 2, y);
  }

  /** {@code text}, cut where it is too wide. */
  private static String fitting(FontMetrics metrics, String text, int width) {
    String cut = text;
    while (metrics.stringWidth(cut) > width && cut.length() > ELLIPSIS.length()) {
      cut = cut.substring(0, cut.length() - ELLIPSIS.length() - 1) + ELLIPSIS;
    }
    return cut;
  }
}
