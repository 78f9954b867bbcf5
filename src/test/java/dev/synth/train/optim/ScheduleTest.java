package dev.synth.train.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.train.optim.Schedule.Shape;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void magentasTableAtMagentasLength() {
    Schedule schedule = new Schedule(Shape.PAPER, 2e-4, 200_000, 0);
    // Magenta's own numbers (h512_bo16): steps and step sizes.
    assertEquals(2e-4, schedule.at(0));
    assertEquals(2e-4, schedule.at(89_999));
    assertEquals(4e-4 / 3, schedule.at(90_000), 1e-12);
    assertEquals(6e-5, schedule.at(120_000), 1e-12);
    assertEquals(4e-5, schedule.at(150_000), 1e-12);
    assertEquals(2e-5, schedule.at(180_000), 1e-12);
    assertEquals(2e-5, schedule.at(199_999), 1e-12);
  }

  @Test
  void itIsScaledToTheRun() {
    Schedule schedule = new Schedule(Shape.PAPER, 1, 10, 0);
    assertEquals(1, schedule.at(4));
    assertEquals(2.0 / 3, schedule.at(5));
    assertEquals(0.3, schedule.at(6));
    assertEquals(0.1, schedule.at(9));
  }

  @Test
  void aWarmUpRisesInAStraightLineUnderAnyShape() {
    for (Shape shape : Shape.values()) {
      Schedule schedule = new Schedule(shape, 1, 1_000, 9);
      for (int step = 0; step < 9; step++) {
        assertEquals((step + 1) / 10.0, schedule.at(step), 1e-12, shape + " " + step);
      }
      assertEquals(1, schedule.at(9), 1e-12, shape + "");
    }
    assertEquals(1, new Schedule(Shape.CONSTANT, 1, 1_000, 9).at(999));
  }

  @Test
  void aCosineFallsFromOneToZero() {
    Schedule schedule = new Schedule(Shape.COSINE, 2, 1_100, 100);
    assertEquals(2, schedule.at(100));
    assertEquals(1 + Math.sqrt(0.5), schedule.at(350), 1e-12);
    assertEquals(1, schedule.at(600), 1e-12);
    assertEquals(0, schedule.at(1_100), 1e-12);
    assertEquals(0, schedule.at(2_000), 1e-12);
  }
}
