package dev.synth.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaperScheduleTest {
  /** The paper's table, at its own length of 200,000 iterations. */
  @ParameterizedTest
  @CsvSource({
    "0,2e-4",
    "89999,2e-4",
    "90000,1.3333333e-4",
    "119999,1.3333333e-4",
    "120000,6e-5",
    "150000,4e-5",
    "180000,2e-5",
    "199999,2e-5"
  })
  void isThePapersTable(int iteration, double rate) {
    assertEquals(rate, new PaperSchedule(2e-4, 200_000).valueAt(iteration, 0), 1e-10);
  }

  @ParameterizedTest
  @CsvSource({"44,1e-3", "46,6.6666667e-4", "61,3e-4", "76,2e-4", "91,1e-4"})
  void scalesWithTheRun(int iteration, double rate) {
    assertEquals(rate, new PaperSchedule(1e-3, 100).valueAt(iteration, 0), 1e-10);
  }
}
