package dev.synth.render.grid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.synth.generate.NoteSeed;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GridPlanTest {
  private static List<Path> files(String... names) {
    return Stream.of(names).map(Path::of).toList();
  }

  static GridCorner corner(String name, String... files) throws IOException {
    return GridCorner.of(name, files(files));
  }

  private static GridPlan square(int size) throws IOException {
    return new GridPlan(
        "g",
        List.of(
            corner("a", "a_48.wav", "a_60.wav"),
            corner("b", "b.wav"),
            corner("c", "c.npy"),
            corner("d", "d.wav")),
        GridMix.LINEAR,
        size,
        List.of(48, 55),
        List.of(50, 100),
        7);
  }

  @Test
  void notesGoByRowsColumnsPitchesAndVelocities() throws IOException {
    GridPlan plan = square(3);
    List<GridPlan.Cell> cells = plan.cells();
    assertEquals(3 * 3 * 2 * 2, cells.size());
    assertEquals("g_x0_y0-048-050", cells.get(0).name());
    assertEquals("g_x0_y0-048-100", cells.get(1).name());
    assertEquals("g_x0_y0-055-050", cells.get(2).name());
    assertEquals("g_x1_y0-048-050", cells.get(4).name());
    assertEquals("g_x0_y1-048-050", cells.get(12).name());
    GridPlan.Cell cell = cells.get(16);
    assertEquals("wav/g_x1_y1-048-050.wav", cell.file());
    assertEquals(0.5, cell.x());
    assertEquals(0.5, cell.y());
    assertArrayEquals(new double[] {0.25, 0.25, 0.25, 0.25}, cell.weights());
    assertEquals(NoteSeed.of(7, cell.name()), cell.seed());
    assertEquals(
        cells.stream().skip(16).limit(4).map(GridPlan.Cell::name).toList(),
        plan.cells(1, 1).stream().map(GridPlan.Cell::name).toList());
    assertEquals(cells.size(), cells.stream().map(GridPlan.Cell::seed).distinct().count());
    assertEquals("g_x03_y10", square(11).point(3, 10));
  }

  @Test
  void eachNoteTakesTheNearestSoundOfACorner() throws IOException {
    GridCorner keys = corner(null, "fl_60.wav", "fl_48.wav");
    assertEquals("fl", keys.name());
    assertEquals("fl_48.wav", keys.nearest(50, 100).file().toString());
    assertEquals("fl_48.wav", keys.nearest(54, 100).file().toString(), "the lower of two");
    assertEquals("fl_60.wav", keys.nearest(127, 1).file().toString());
    GridCorner touch =
        corner(null, "flute_acoustic_001-060-025.wav", "flute_acoustic_001-060-100.wav");
    assertEquals("flute_acoustic_001", touch.name());
    assertEquals(
        "flute_acoustic_001-060-025.wav", touch.nearest(72, 60).file().toString(), "nearer");
    assertEquals("flute_acoustic_001-060-100.wav", touch.nearest(48, 127).file().toString());
    assertEquals("b.wav", corner(null, "b.wav").nearest(3, 3).file().toString());
    assertThrows(NoInputException.class, () -> corner(null, "a.wav", "b.wav"));
    assertEquals("flute", corner(null, "flute C4.wav", "flute D4.wav").name());
    assertThrows(BadDataException.class, () -> corner("a/b", "a.wav"));
    assertEquals("e", GridCorner.stem(Path.of("x", "e_embeddings.npy")));
  }

  @Test
  void twoCornersMakeALine() throws IOException {
    GridPlan line =
        new GridPlan(
            "l",
            List.of(corner("a", "a.wav"), corner("b", "b.wav")),
            GridMix.DISTANCE,
            3,
            List.of(60),
            List.of(100),
            1);
    assertEquals(1, line.rows());
    assertEquals(List.of("w", "e"), line.positions());
    assertEquals(GridPlan.POSITIONS, List.of("nw", "ne", "sw", "se"));
    assertEquals(3, line.cells().size());
    assertEquals(0, line.cells().get(2).y());
    assertArrayEquals(new double[] {0, 1}, line.cells().get(2).weights());
  }
}
