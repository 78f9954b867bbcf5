package dev.synth.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.train.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir private Path dir;

  private Checkpoints checkpoints(int keep) {
    return new Checkpoints(dir.resolve("checkpoints"), keep);
  }

  private static RunState state(long step, long bestStep) {
    RunState state = new RunState();
    state.step = step;
    state.bestStep = bestStep;
    return state;
  }

  private static Checkpoint save(Checkpoints checkpoints, RunState state) throws IOException {
    return checkpoints.save(
        state,
        unfinished -> {
          Files.writeString(unfinished.file(Checkpoint.MODEL), "model " + state.step);
          Files.writeString(unfinished.file(Checkpoint.TRAINING), "training " + state.step);
        });
  }

  private static List<Long> steps(Checkpoints checkpoints) throws IOException {
    return checkpoints.all().stream().map(Checkpoint::step).toList();
  }

  @Test
  void theLastAndTheBestAreKept() throws IOException {
    Checkpoints checkpoints = checkpoints(2);
    assertEquals(List.of(), checkpoints.all());
    for (int step = 0; step <= 50; step += 10) {
      save(checkpoints, state(step, 20));
    }
    assertEquals(List.of(50L, 40L, 20L), steps(checkpoints));
    save(checkpoints, state(60, 60));
    assertEquals(List.of(60L, 50L), steps(checkpoints));
    checkpoints(1).prune(50);
    assertEquals(List.of(60L, 50L), steps(checkpoints), "the best, and the last");
    assertEquals(50, checkpoints.of(50).step());
    assertNull(checkpoints.of(40));
    try (Stream<Path> entries = Files.list(dir.resolve("checkpoints"))) {
      assertEquals(2, entries.count(), "nothing else is left");
    }
  }

  @Test
  void aStateIsReadBackAsItWasWritten() throws IOException {
    RunState state = state(7, 5);
    state.seconds = 1.25;
    state.rateScale = 0.5;
    state.stepped(3);
    state.stepped(4);
    state.measured(new Measurement(2.5, Map.of("accuracy", 0.125, "other", Double.NaN)), true);
    RunState read = save(checkpoints(1), state).state();
    assertEquals(Checkpoint.JSON.valueToTree(state), Checkpoint.JSON.valueToTree(read).deepCopy());
    assertEquals(0.125, read.measured.get("accuracy"));
    assertEquals(Double.NaN, read.measured.get("other"));
    assertEquals(3.5, read.sinceLine.take());
    assertEquals(state.shownLoss, read.shownLoss);
    assertEquals(2.5, read.heldOutLoss);
  }

  /** As versions up to 0.1 wrote it. */
  @Test
  void anOlderStateIsRead() throws IOException {
    Checkpoint checkpoint = save(checkpoints(1), state(40, 40));
    Files.writeString(
        checkpoint.file("state.json"),
        """
        {"step" : 40, "position" : {"epoch" : 7, "place" : 6, "crop" : 160}, "seconds" : 13.9,
         "rateScale" : 1.0, "rollbacks" : 0, "sinceLine" : {"sum" : 0.0, "count" : 0},
         "sinceMeasurement" : {"sum" : 5.5, "count" : 2}, "lowestNats" : 3.4,
         "heldOutNats" : "NaN", "bestNats" : "Infinity", "bestStep" : 40, "sinceBest" : 0}
        """);
    RunState state = checkpoint.state();
    assertEquals(3.4, state.lowestLoss);
    assertEquals(Double.NaN, state.heldOutLoss);
    assertEquals(2.75, state.sinceMeasurement.mean());
    assertEquals(6, state.position.place());
    assertEquals(Map.of(), state.measured);
  }

  @Test
  void damagedOnesArePassedOverAndDeleted() throws IOException {
    Checkpoints checkpoints = checkpoints(9);
    for (int step = 1; step <= 6; step++) {
      save(checkpoints, state(step, -1));
    }
    List<Checkpoint> all = checkpoints.all();
    Files.writeString(all.get(0).file(Checkpoint.TRAINING), "tr4ining 6"); // the same length
    Files.writeString(all.get(1).file(Checkpoint.MODEL), "short");
    Files.delete(all.get(2).file("state.json"));
    Files.writeString(all.get(3).file("manifest.json"), "{");
    Files.delete(all.get(4).file("manifest.json"));
    List<String> problems = new ArrayList<>();
    assertEquals(1, checkpoints.lastIntact(problems::add).step());
    assertEquals(5, problems.size());
    List<String> why =
        List.of("SHA-256", "has 5 bytes where", "is missing", "is not valid JSON", "is missing");
    for (int i = 0; i < 5; i++) {
      assertTrue(problems.get(i).contains(why.get(i)), problems.get(i));
      assertTrue(problems.get(i).contains(all.get(i).folder().toString()), problems.get(i));
    }
    assertEquals(List.of(1L), steps(checkpoints));

    Files.delete(checkpoints.all().get(0).file(Checkpoint.MODEL));
    String message =
        assertThrows(BadDataException.class, () -> checkpoints.lastIntact(problems::add))
            .getMessage();
    assertTrue(message.contains("no checkpoint is intact"), message);
    assertNull(checkpoints.lastIntact(problems::add), "then there is none at all");
  }

  @Test
  void oneThatFailsLeavesThoseBeforeAndNoTrace() throws IOException {
    Checkpoints checkpoints = checkpoints(2);
    save(checkpoints, state(1, -1));
    IOException full = new IOException("full");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                checkpoints.save(
                    state(2, -1),
                    unfinished -> {
                      Files.writeString(unfinished.file(Checkpoint.MODEL), "half");
                      throw full;
                    }));
    assertEquals(full, thrown);
    try (Stream<Path> entries = Files.list(dir.resolve("checkpoints"))) {
      assertEquals(List.of("step-00000001"), entries.map(e -> e.getFileName() + "").toList());
    }
  }

  @Test
  void theSameStepAfterARollbackTakesTheOldOnesPlace() throws IOException {
    Checkpoints checkpoints = checkpoints(2);
    save(checkpoints, state(5, -1));
    RunState other = state(5, -1);
    other.rollbacks = 1;
    save(checkpoints, other);
    assertEquals(List.of(5L), steps(checkpoints));
    assertEquals(1, checkpoints.of(5).state().rollbacks);
    Files.createDirectory(dir.resolve("checkpoints/.step-00000006.part"));
    checkpoints.tidy();
    assertEquals(List.of(5L), steps(checkpoints));
    try (Stream<Path> entries = Files.list(dir.resolve("checkpoints"))) {
      assertEquals(1, entries.count());
    }
  }
}
