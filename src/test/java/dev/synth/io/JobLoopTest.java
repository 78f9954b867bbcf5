package dev.synth.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.WorkFolder.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLoopTest {
  @TempDir private Path dir;

  /** Remembers what it is asked, and which jobs are begun and not ended. */
  private static final class Memory implements JobLoop.Memory<String>, JobLoop.Listener<String> {
    private final Map<String, Integer> pollsElsewhere = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final List<String> told = new ArrayList<>();

    @Override
    public State begin(String job) throws IOException {
      if (job.startsWith("bad")) {
        throw new IOException(job);
      }
      if (job.startsWith("done")) {
        return State.DONE;
      }
      if (pollsElsewhere.merge(job, -1, Integer::sum) >= 0) {
        return State.ELSEWHERE;
      }
      assertTrue(begun.add(job), job + " is begun twice");
      return State.TO_DO;
    }

    @Override
    public void end(String job) {
      assertTrue(begun.remove(job), job + " is ended unbegun");
    }

    @Override
    public void done(String job) {
      told.add("done " + job);
    }

    @Override
    public void failed(String job, Exception failure) {
      told.add("failed " + job);
    }
  }

  private final Memory memory = new Memory();

  private void work(String job) throws IOException {
    memory.told.add("work " + job);
    if (job.startsWith("fail")) {
      throw new IOException(job);
    }
    if (job.startsWith("memory")) {
      throw new WorkFailedException(job);
    }
  }

  @Test
  void everyJobIsToldOfAndEndedAndFailuresStopNone() throws IOException {
    List<String> jobs = List.of("a", "done b", "fail c", "memory d", "bad e", "f");
    new JobLoop<>(jobs, memory, memory).run(this::work);
    assertEquals(
        List.of(
            "work a",
            "done done b",
            "work fail c",
            "failed fail c",
            "work memory d",
            "failed memory d",
            "failed bad e",
            "work f"),
        memory.told);
    assertEquals(Set.of(), memory.begun);
  }

  @Test
  void whatOthersAreAtComesLastAndIsDoneIfTheyDie() throws IOException {
    memory.pollsElsewhere.put("a", 2);
    new JobLoop<>(List.of("a", "b"), memory, memory).run(this::work);
    assertEquals(List.of("work b", "work a"), memory.told);
  }

  @Test
  void severalJobsAreAtWorkAtATime() {
    memory.pollsElsewhere.put("b", 1);
    JobLoop<String> loop = new JobLoop<>(List.of("a", "b", "c"), memory, memory);
    assertEquals(List.of("a", "b", "c"), List.copyOf(loop.waiting()));
    assertEquals("a", loop.next());
    assertEquals("c", loop.next());
    assertNull(loop.next());
    loop.end("c");
    loop.end("a");
    assertTrue(loop.again());
    assertEquals(List.of("b"), List.copyOf(loop.waiting()));
    assertEquals("b", loop.next());
    loop.end("b");
    assertNull(loop.next());
    assertFalse(loop.again());
  }

  @Test
  void aListenerMayEndItAll() {
    JobLoop.Listener<String> strict =
        new JobLoop.Listener<>() {
          @Override
          public void done(String job) {}

          @Override
          public void failed(String job, Exception failure) {
            JobLoop.stop(failure);
          }
        };
    assertEquals(
        "fail a",
        assertThrows(
                IOException.class,
                () -> new JobLoop<>(List.of("fail a", "b"), memory, strict).run(this::work))
            .getMessage());
    assertThrows(
        WorkFailedException.class,
        () -> new JobLoop<>(List.of("memory a", "b"), memory, strict).run(this::work));
    assertEquals(List.of("work fail a", "work memory a"), memory.told);
    assertEquals(Set.of(), memory.begun);
  }

  private record FileJob(Path target, Map<String, String> made) implements WorkFolder.Job {}

  @Test
  void aFolderIsAMemory() throws IOException {
    List<FileJob> jobs =
        List.of(
            new FileJob(dir.resolve("a"), Map.of("seed", "1")),
            new FileJob(dir.resolve("b"), Map.of("seed", "2")));
    List<String> told = new ArrayList<>();
    JobLoop.Listener<FileJob> listener =
        new JobLoop.Listener<>() {
          @Override
          public void done(FileJob job) {
            told.add("done " + job.target().getFileName());
          }

          @Override
          public void failed(FileJob job, Exception failure) {
            told.add("failed " + job.target().getFileName());
          }
        };
    for (int run = 0; run < 2; run++) {
      try (WorkFolder folder = WorkFolder.of(dir)) {
        JobLoop.Memory<FileJob> done = folder.memory(false);
        new JobLoop<>(jobs, done, listener)
            .run(
                job -> {
                  told.add("work " + job.target().getFileName());
                  if (told.size() > 1 || told.get(0).equals("work b")) {
                    throw new IOException("disk full");
                  }
                  folder.write(
                      job.target(),
                      job.made(),
                      to -> Files.writeString(to, job.made().get("seed")));
                });
      }
    }
    assertEquals(List.of("work a", "work b", "failed b", "done a", "work b", "failed b"), told);
    assertEquals("1", Files.readString(dir.resolve("a")));
    assertFalse(Files.exists(dir.resolve("b")));
  }
}
