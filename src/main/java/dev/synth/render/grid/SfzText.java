package dev.synth.render.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SFZ instruments of a grid: text that tells a sampler which WAV file sounds for which key and
 * velocity (format 1, and of format 2 what names controllers).
 */
public final class SfzText {
  /** Controller that moves across the grid from left to right. */
  static final int CC_X = 20;

  /** Controller that moves across the grid from top to bottom. */
  static final int CC_Y = 21;

  private static final int MIDI_MAX = 127;

  private SfzText() {}

  /** An instrument of one point of the grid. */
  public static String point(GridPlan plan, int column, int row) {
    StringBuilder text = new StringBuilder(head(plan.point(column, row)));
    regions(text, plan, column, row);
    return text.toString();
  }

  /** An instrument of the whole grid: two controllers choose the point where a note begins. */
  public static String grid(GridPlan plan) {
    StringBuilder text = new StringBuilder(head(plan.name()));
    line(text, "<control>");
    line(text, "label_cc%d=X label_cc%d=Y set_cc%d=0 set_cc%d=0", CC_X, CC_Y, CC_X, CC_Y);
    List<int[]> columns = ranges(plan.size());
    List<int[]> rows = ranges(plan.rows());
    for (int row = 0; row < plan.rows(); row++) {
      for (int column = 0; column < plan.size(); column++) {
        text.append('\n');
        line(text, "<group>");
        line(
            text,
            "locc%d=%d hicc%d=%d",
            CC_X,
            columns.get(column)[0],
            CC_X,
            columns.get(column)[1]);
        line(text, "locc%d=%d hicc%d=%d", CC_Y, rows.get(row)[0], CC_Y, rows.get(row)[1]);
        regions(text, plan, column, row);
      }
    }
    return text.toString();
  }

  private static String head(String name) {
    return "// "
        + name
        + ", made with synth grid\n"
        + "<global>\nloop_mode=no_loop ampeg_release=0.3\n\n";
  }

  private static void regions(StringBuilder text, GridPlan plan, int column, int row) {
    List<Integer> pitches = plan.pitches().stream().sorted().distinct().toList();
    List<Integer> velocities = plan.velocities().stream().sorted().distinct().toList();
    for (GridPlan.Cell cell : plan.cells(column, row)) {
      int[] keys = around(pitches, cell.pitch(), 0);
      int[] velocity = upTo(velocities, cell.velocity());
      line(
          text,
          "<region> sample=%s pitch_keycenter=%d lokey=%d hikey=%d lovel=%d hivel=%d",
          cell.file(),
          cell.pitch(),
          keys[0],
          keys[1],
          velocity[0],
          velocity[1]);
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** The numbers that are nearer to {@code value} than to the others of {@code sorted}. */
  private static int[] around(List<Integer> sorted, int value, int min) {
    int i = sorted.indexOf(value);
    int from = i == 0 ? min : (sorted.get(i - 1) + value) / 2 + 1;
    int to = i == sorted.size() - 1 ? MIDI_MAX : (value + sorted.get(i + 1)) / 2;
    return new int[] {from, to};
  }

  /** Velocities above the next lower one, up to {@code value}; the highest has all above it too. */
  private static int[] upTo(List<Integer> sorted, int value) {
    int i = sorted.indexOf(value);
    return new int[] {
      i == 0 ? 1 : sorted.get(i - 1) + 1, i == sorted.size() - 1 ? MIDI_MAX : value
    };
  }

  /** The controller's 128 values shared among {@code count} points, evenly. */
  private static List<int[]> ranges(int count) {
    List<int[]> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ranges.add(new int[] {i * 128 / count, (i + 1) * 128 / count - 1});
    }
    return ranges;
  }
}
