package dev.synth.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures of notes: time to the right, pitch upward, a colour a part. */
public final class PianoRoll {
  private static final int WIDTH_LEAST = 900;
  private static final int WIDTH_MOST = 2400;
  private static final int BAR_PIXELS = 30;
  private static final int ROW_MOST = 10;
  private static final int ROW_LEAST = 3;
  private static final int HEIGHT = 360;
  private static final int MARGIN = 2;
  private static final int OCTAVE = 12;
  private static final int BAR_PIXELS_LEAST = 5;
  private static final Color BLACK_KEYS = new Color(0xF1F1F1);
  private static final Color LINES = new Color(0xD8D8D8);

  /** Colours that colour-blind people tell apart (Okabe and Ito). */
  private static final Color[] COLOURS = {
    new Color(0x0072B2),
    new Color(0xD55E00),
    new Color(0x009E73),
    new Color(0xCC79A7),
    new Color(0xE69F00),
    new Color(0x56B4E9),
    new Color(0x666666)
  };

  private PianoRoll() {}

  /**
   * One note.
   *
   * @param start where it begins, in bars
   * @param end where it ends, in bars
   * @param midiPitch 0 to 127
   * @param strength how dark it is, 0 to 1
   * @param part which colour it has
   */
  public record Note(double start, double end, int midiPitch, double strength, int part) {}

  /**
   * A piano roll.
   *
   * @param title one line
   * @param notes at least one; later ones are drawn over earlier
   * @param bars how many bars the picture is wide
   * @param firstBar number of the first: 0 for a pickup
   */
  public static BufferedImage draw(String title, List<Note> notes, int bars, int firstBar) {
    int width = Math.max(WIDTH_LEAST, Math.min(WIDTH_MOST, BAR_PIXELS * bars));
    int lowest = notes.stream().mapToInt(Note::midiPitch).min().orElseThrow() - MARGIN;
    int highest = notes.stream().mapToInt(Note::midiPitch).max().orElseThrow() + MARGIN;
    int rows = highest - lowest + 1;
    int row = Math.max(ROW_LEAST, Math.min(ROW_MOST, HEIGHT / rows));
    BufferedImage field = Pictures.blank(width, row * rows);
    Graphics2D pen = field.createGraphics();
    background(pen, lowest, highest, row, bars, width);
    for (Note note : notes) {
      int x = (int) Math.round(note.start() / bars * width);
      int end = (int) Math.round(note.end() / bars * width);
      Color colour = COLOURS[note.part() % COLOURS.length];
      double light = 0.6 * (1 - Math.max(0, Math.min(1, note.strength())));
      pen.setColor(lighter(colour, light));
      // A pixel of paper between notes that follow each other.
      pen.fillRect(x, (highest - note.midiPitch()) * row, Math.max(1, end - x - 1), row);
    }
    pen.dispose();
    return new Panel(
            title, field, "bar", barTicks(bars, firstBar), "pitch", pitchTicks(lowest, highest))
        .draw();
  }

  private static void background(
      Graphics2D pen, int lowest, int highest, int row, int bars, int width) {
    pen.setColor(BLACK_KEYS);
    for (int pitch = lowest; pitch <= highest; pitch++) {
      if (".#.#..#.#.#.".charAt(Math.floorMod(pitch, OCTAVE)) == '#') {
        pen.fillRect(0, (highest - pitch) * row, width, row);
      }
    }
    pen.setColor(LINES);
    for (int pitch = lowest; pitch <= highest; pitch++) {
      if (Math.floorMod(pitch, OCTAVE) == 0) {
        int y = (highest - pitch + 1) * row;
        pen.drawLine(0, y, width, y);
      }
    }
    for (int bar = 1; bar < bars && width / bars >= BAR_PIXELS_LEAST; bar++) {
      int x = (int) Math.round((double) bar / bars * width);
      pen.drawLine(x, 0, x, (highest - lowest + 1) * row);
    }
  }

  private static Color lighter(Color colour, double share) {
    return new Color(
        blend(colour.getRed(), share),
        blend(colour.getGreen(), share),
        blend(colour.getBlue(), share));
  }

  private static int blend(int value, double share) {
    return (int) Math.round(value + (255 - value) * share);
  }

  private static List<Ticks.Tick> barTicks(int bars, int firstBar) {
    int step = 1;
    while (bars / step > 16) {
      step *= 2;
    }
    List<Ticks.Tick> ticks = new ArrayList<>();
    for (int bar = 0; bar < bars; bar += step) {
      ticks.add(new Ticks.Tick((double) bar / bars, String.valueOf(bar + firstBar)));
    }
    return ticks;
  }

  private static List<Ticks.Tick> pitchTicks(int lowest, int highest) {
    List<Ticks.Tick> ticks = new ArrayList<>();
    for (int pitch = lowest; pitch <= highest; pitch++) {
      if (Math.floorMod(pitch, OCTAVE) == 0) {
        double share = (pitch - lowest + 0.5) / (highest - lowest + 1);
        ticks.add(new Ticks.Tick(share, "C" + (pitch / OCTAVE - 1)));
      }
    }
    return ticks;
  }
}
