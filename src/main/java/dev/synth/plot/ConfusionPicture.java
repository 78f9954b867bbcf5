package dev.synth.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A confusion matrix: of each label the shares of the answers, as squares with percentages. */
public final class ConfusionPicture {
  private static final int CELL = 64;
  private static final Color FULL = new Color(0x00, 0x72, 0xb2);

  private ConfusionPicture() {}

  /**
   * Draws a matrix; rows are labels, columns answers. A label without notes has an empty row.
   *
   * @param title one line
   * @param names of the classes
   * @param counts [label][answer]
   */
  public static BufferedImage draw(String title, List<String> names, int[][] counts) {
    int size = names.size() * CELL;
    BufferedImage field = Pictures.blank(size, size);
    Graphics2D pen = Pictures.pen(field);
    if (Fonts.available()) {
      pen.setFont(Fonts.TEXT);
    }
    for (int row = 0; row < names.size(); row++) {
      int sum = 0;
      for (int count : counts[row]) {
        sum += count;
      }
      for (int column = 0; column < names.size(); column++) {
        if (sum > 0) {
          cell(pen, row, column, (double) counts[row][column] / sum);
        }
      }
    }
    pen.dispose();
    List<Ticks.Tick> across = ticks(names);
    List<String> upwards = new ArrayList<>(names);
    Collections.reverse(upwards);
    return new Panel(title, field, "answer", across, "label", ticks(upwards)).draw();
  }

  private static void cell(Graphics2D pen, int row, int column, double share) {
    pen.setColor(mixed(share));
    pen.fillRect(column * CELL, row * CELL, CELL - 1, CELL - 1);
    long percent = Math.round(100 * share);
    if (percent > 0 && Fonts.available()) {
      String text = Long.toString(percent);
      pen.setColor(share > 0.5 ? Pictures.PAPER : Pictures.INK);
      int wide = pen.getFontMetrics().stringWidth(text);
      int middle = pen.getFontMetrics().getAscent() / 2;
      pen.drawString(text, column * CELL + (CELL - wide) / 2, row * CELL + CELL / 2 + middle);
    }
  }

  private static Color mixed(double share) {
    return new Color(
        mixed(Pictures.PAPER.getRed(), FULL.getRed(), share),
        mixed(Pictures.PAPER.getGreen(), FULL.getGreen(), share),
        mixed(Pictures.PAPER.getBlue(), FULL.getBlue(), share));
  }

  private static int mixed(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }

  private static List<Ticks.Tick> ticks(List<String> names) {
    List<Ticks.Tick> ticks = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ticks.add(new Ticks.Tick((i + 0.5) / names.size(), names.get(i)));
    }
    return ticks;
  }
}
