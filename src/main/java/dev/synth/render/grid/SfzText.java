package dev.synth.render.grid;

import dev.synth.audio.SampleLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SFZ instruments of a grid: text that tells a sampler which WAV file sounds for which key and
 * velocity (format 1, and of format 2 what names controllers). A note with a loop goes on while its
 * key is held, and fades out within 0.3 s of its release.
 */
final class SfzText {
  /** Controller that moves across the grid from left to right. */
  static final int CC_X = 20;

  /** Controller that moves across the grid from top to bottom. */
  static final int CC_Y = 21;

  private SfzText() {}

  /** An instrument of one point of the grid. */
  static String point(GridPlan plan, int column, int row, SamplerFormat.Loops loops) {
    StringBuilder text = new StringBuilder(head(plan.point(column, row)));
    regions(text, plan, column, row, loops);
    return text.toString();
  }

  /** An instrument of the whole grid: two controllers choose the point where a note begins. */
  static String grid(GridPlan plan, SamplerFormat.Loops loops) {
    StringBuilder text = new StringBuilder(head(plan.name()));
    line(text, "<control>");
    // A line each, since a label goes on to the next opcode.
    line(text, "label_cc%d=%s", CC_X, plan.across());
    line(text, "set_cc%d=0", CC_X);
    if (plan.rows() > 1) {
      line(text, "label_cc%d=%s", CC_Y, plan.down());
      line(text, "set_cc%d=0", CC_Y);
    }
    List<int[]> columns = ranges(plan.size());
    List<int[]> rows = ranges(plan.rows());
    for (int row = 0; row < plan.rows(); row++) {
      for (int column = 0; column < plan.size(); column++) {
        int[] x = columns.get(column);
        int[] y = rows.get(row);
        text.append('\n');
        line(text, "<group>");
        line(text, "locc%d=%d hicc%d=%d", CC_X, x[0], CC_X, x[1]);
        if (plan.rows() > 1) {
          line(text, "locc%d=%d hicc%d=%d", CC_Y, y[0], CC_Y, y[1]);
        }
        regions(text, plan, column, row, loops);
      }
    }
    return text.toString();
  }

  private static String head(String name) {
    return "// "
        + name
        + ", made with synth grid\n"
        + "<global>\nloop_mode=no_loop ampeg_release="
        + SamplerFormat.RELEASE_SECONDS
        + "\n\n";
  }

  private static void regions(
      StringBuilder text, GridPlan plan, int column, int row, SamplerFormat.Loops loops) {
    for (KeyZone zone : KeyZone.of(plan, column, row)) {
      GridPlan.Cell cell = zone.cell();
      line(
          text,
          "<region> sample=%s pitch_keycenter=%d lokey=%d hikey=%d lovel=%d hivel=%d%s",
          cell.file(),
          cell.pitch(),
          zone.loKey(),
          zone.hiKey(),
          zone.loVelocity(),
          zone.hiVelocity(),
          loops.of(cell).map(SfzText::loop).orElse(""));
    }
  }

  private static String loop(SampleLoop loop) {
    return String.format(
        Locale.ROOT,
        " loop_mode=loop_continuous loop_start=%d loop_end=%d",
        loop.from(),
        loop.last());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
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
