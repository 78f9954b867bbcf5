package dev.synth.render.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.SampleLoop;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SfzTextTest {
  private static final Pattern REGION =
      Pattern.compile(
          "<region> sample=(\\S+) pitch_keycenter=(\\d+) lokey=(\\d+) hikey=(\\d+)"
              + " lovel=(\\d+) hivel=(\\d+)");

  /** Notes at 60 have one. */
  static final SamplerFormat.Loops LOOPS =
      cell -> cell.pitch() == 60 ? Optional.of(new SampleLoop(700, 7_700)) : Optional.empty();

  static GridPlan plan(int size, List<Integer> pitches, List<Integer> velocities)
      throws IOException {
    return new GridPlan(
        "g",
        List.of(
            GridPlanTest.corner("a", "a.wav"),
            GridPlanTest.corner("b", "b.wav"),
            GridPlanTest.corner("c", "c.wav"),
            GridPlanTest.corner("d", "d.wav")),
        GridMix.LINEAR,
        size,
        pitches,
        velocities,
        1);
  }

  @Test
  void anInstrumentOfOnePointIsThisText() throws IOException {
    assertEquals(
        """
        // g_x1_y0, made with synth grid
        <global>
        loop_mode=no_loop ampeg_release=0.3

        <region> sample=wav/g_x1_y0-060-100.wav pitch_keycenter=60 lokey=0 hikey=62 lovel=1 hivel=127 loop_mode=loop_continuous loop_start=700 loop_end=7699
        <region> sample=wav/g_x1_y0-064-100.wav pitch_keycenter=64 lokey=63 hikey=127 lovel=1 hivel=127
        """,
        SfzText.point(plan(2, List.of(60, 64), List.of(100)), 1, 0, LOOPS));
  }

  /** Every key at every velocity sounds exactly one region, whatever the order of the lists. */
  @Test
  void keysAndVelocitiesAreCoveredOnce() throws IOException {
    String text =
        SfzText.point(plan(2, List.of(72, 24, 25, 60), List.of(127, 25, 100)), 0, 0, LOOPS);
    int[][] covered = new int[128][128];
    Matcher region = REGION.matcher(text);
    while (region.find()) {
      int center = Integer.parseInt(region.group(2));
      assertTrue(region.group(1).contains("-0" + center + "-"), region.group());
      for (int key = Integer.parseInt(region.group(3));
          key <= Integer.parseInt(region.group(4));
          key++) {
        for (int velocity = Integer.parseInt(region.group(5));
            velocity <= Integer.parseInt(region.group(6));
            velocity++) {
          covered[key][velocity]++;
        }
        for (int pitch : new int[] {72, 24, 25, 60}) {
          assertTrue(Math.abs(key - center) <= Math.abs(key - pitch), key + " is nearer " + pitch);
        }
      }
    }
    for (int[] key : covered) {
      assertEquals(0, key[0], "velocity 0 is the end of a note");
      assertTrue(Arrays.stream(key).skip(1).allMatch(times -> times == 1));
    }
  }

  @Test
  void controllersChooseAmongAllPoints() throws IOException {
    for (int size : new int[] {2, 3, 5, 101}) {
      String text = SfzText.grid(plan(size, List.of(60), List.of(100)), LOOPS);
      Matcher x = Pattern.compile("locc20=(\\d+) hicc20=(\\d+)\nlocc21=(\\d+)").matcher(text);
      int[] columns = new int[128];
      int groups = 0;
      for (; x.find(); groups++) {
        if (x.group(3).equals("0")) {
          for (int value = Integer.parseInt(x.group(1));
              value <= Integer.parseInt(x.group(2));
              value++) {
            columns[value]++;
          }
        }
      }
      assertEquals(size * size, groups);
      assertTrue(text.contains("\nlabel_cc20=a/c to b/d\nset_cc20=0\nlabel_cc21=a/b to c/d\n"));
      assertTrue(Arrays.stream(columns).allMatch(times -> times == 1), "size " + size);
    }
  }
}
