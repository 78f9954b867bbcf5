package dev.synth.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synth.io.WorkFolder.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
  private static final Map<String, String> CALM = Map.of("model", "m", "temperature", "0.5");
  private static final Map<String, String> WILD = Map.of("model", "m", "temperature", "1.0");

  @TempDir private Path dir;
  private Path out;
  private Path target;

  @BeforeEach
  void name() {
    out = dir.resolve("out");
    target = out.resolve("sub").resolve("a.wav");
  }

  private State make(Path file, Map<String, String> made, boolean force) throws IOException {
    try (WorkFolder folder = WorkFolder.of(out)) {
      State state = folder.begin(file, made, force);
      if (state == State.TO_DO) {
        folder.write(file, made, to -> Files.writeString(to, made.toString()));
        folder.end(file);
      }
      return state;
    }
  }

  private String refusal(Map<String, String> made) {
    return assertThrows(CannotCreateException.class, () -> make(target, made, false)).getMessage();
  }

  @Test
  void whatIsDoneIsNotDoneAgainUnlessForced() throws IOException {
    try (WorkFolder folder = WorkFolder.of(out)) {
      assertFalse(folder.isDone(target, CALM));
    }
    assertFalse(Files.exists(out), "looking makes nothing");
    assertEquals(State.TO_DO, make(target, CALM, false));
    assertEquals(State.DONE, make(target, CALM, false));
    try (WorkFolder folder = WorkFolder.of(out)) {
      assertTrue(folder.isDone(target, CALM));
      assertFalse(folder.isDone(target, WILD));
      assertFalse(folder.isDone(out.resolve("b.wav"), CALM));
    }
    assertEquals(State.TO_DO, make(target, CALM, true));
    Files.delete(target);
    assertEquals(State.TO_DO, make(target, CALM, false));
  }

  @Test
  void otherSettingsChangesAndStrangersAreToldApart() throws IOException {
    make(target, CALM, false);
    String other = refusal(WILD);
    assertTrue(other.contains("temperature 0.5, not 1.0") && other.contains("-f"), other);
    assertEquals(CALM.toString(), Files.readString(target));

    Files.writeString(target, "!", StandardOpenOption.APPEND);
    assertTrue(refusal(CALM).contains("changed since"), refusal(CALM));
    byte[] bytes = Files.readAllBytes(target);
    bytes[0] ^= 1;
    Files.write(target, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertTrue(refusal(CALM).contains("changed since"), "of the same length, too");

    Path stranger = Files.writeString(out.resolve("stranger.wav"), "mine");
    String sentence =
        assertThrows(CannotCreateException.class, () -> make(stranger, CALM, false)).getMessage();
    assertTrue(sentence.contains("nothing tells how"), sentence);
    assertEquals("mine", Files.readString(stranger));
    assertEquals(State.TO_DO, make(stranger, CALM, true));
    assertEquals(State.DONE, make(stranger, CALM, false));
  }

  @Test
  void aFailureLeavesNothingThatCountsAsDone() throws IOException {
    try (WorkFolder folder = WorkFolder.of(out)) {
      folder.begin(target, CALM, false);
      assertThrows(
          IOException.class,
          () ->
              folder.write(
                  target,
                  CALM,
                  to -> {
                    Files.writeString(to, "half");
                    throw new IOException("disk full");
                  }));
      folder.end(target);
      assertFalse(folder.isDone(target, CALM));
      assertEquals(State.TO_DO, folder.begin(target, CALM, false));
      assertThrows(
          IllegalStateException.class,
          () -> folder.write(out.resolve("b"), CALM, to -> Files.writeString(to, "")));
    }
  }

  /** The line of the ledger is written, the file not yet moved: the moment a kill is worst. */
  @Test
  void aLineWithoutItsFileCountsForNothing() throws IOException {
    make(target, CALM, false);
    Path ledger = out.resolve(WorkFolder.FILE);
    byte[] lines = Files.readAllBytes(ledger);
    for (int cut = 0; cut <= lines.length; cut++) {
      Files.write(ledger, java.util.Arrays.copyOf(lines, cut));
      Files.deleteIfExists(target);
      assertEquals(State.TO_DO, make(target, CALM, false), "cut at " + cut);
      assertEquals(State.DONE, make(target, CALM, false), "cut at " + cut);
    }
    Files.writeString(ledger, "no JSON\n[1]\n{\"output\":5}\n{}\n\n", StandardOpenOption.APPEND);
    assertEquals(State.DONE, make(target, CALM, false));
  }

  @Test
  void aFileAtWorkIsNobodyElses() throws IOException {
    try (WorkFolder one = WorkFolder.of(out);
        WorkFolder two = WorkFolder.of(out)) {
      assertEquals(State.TO_DO, one.begin(target, CALM, false));
      assertEquals(State.ELSEWHERE, two.begin(target, CALM, false));
      assertEquals(State.TO_DO, two.begin(out.resolve("b.wav"), CALM, false));
      one.write(target, CALM, to -> Files.writeString(to, "one's"));
      one.end(target);
      assertEquals(State.DONE_MEANWHILE, two.begin(target, CALM, false));
      assertEquals(State.DONE_MEANWHILE, two.begin(target, CALM, true), "since two began");
    }
    assertEquals(State.DONE, make(target, CALM, false));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatALinkPointsToIsMadeAndNoPipeIsReplaced() throws Exception {
    Path far = dir.resolve("far.wav");
    Files.createDirectories(target.getParent());
    Files.createSymbolicLink(target, far);
    assertEquals(State.TO_DO, make(target, CALM, false));
    assertTrue(Files.isSymbolicLink(target) && Files.isRegularFile(far));
    assertEquals(State.DONE, make(target, CALM, false));
    assertEquals(State.TO_DO, make(target, WILD, true));
    assertTrue(Files.isSymbolicLink(target) && Files.isRegularFile(far));

    Path pipe = out.resolve("pipe.wav");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    for (boolean force : List.of(false, true)) {
      assertThrows(CannotCreateException.class, () -> make(pipe, CALM, force));
    }
    assertTrue(Files.exists(pipe) && !Files.isRegularFile(pipe));
    Path device = Files.createSymbolicLink(out.resolve("null.wav"), Path.of("/dev/null"));
    assertThrows(CannotCreateException.class, () -> make(device, CALM, true));
    Files.delete(device);
  }

  @Test
  void aLedgerThatCannotBeWrittenToIsNamed() throws IOException {
    Files.createDirectories(out.resolve(WorkFolder.FILE));
    String sentence = refusal(CALM);
    assertTrue(sentence.startsWith(out.resolve(WorkFolder.FILE) + ": cannot be written to ("));
  }

  /** Holds a file until it is killed; the arguments are the folder and the file. */
  public static final class Holder {
    private Holder() {}

    /** Begins the file, says how that went, and waits. */
    public static void main(String[] args) throws IOException {
      WorkFolder folder = WorkFolder.of(Path.of(args[0]));
      System.out.println(folder.begin(Path.of(args[1]), CALM, false));
      System.in.read();
    }
  }

  @Test
  void aProcessThatIsKilledGivesItsFilesBack() throws IOException, InterruptedException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                out.toString(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = new BufferedReader(new InputStreamReader(holder.getInputStream()))) {
      assertEquals("TO_DO", said.readLine());
      assertEquals(State.ELSEWHERE, make(target, CALM, false));
      holder.destroyForcibly().waitFor();
      assertEquals(State.TO_DO, make(target, CALM, false));
    } finally {
      holder.destroyForcibly();
    }
  }

  /** The system's locks keep processes apart; within one they throw instead of waiting. */
  @Test
  void threadsShareAFolderAsProcessesDo() throws Exception {
    int files = 40;
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int number = thread;
        running.add(
            pool.submit(
                () -> {
                  try (WorkFolder folder = WorkFolder.of(out)) {
                    for (int i = 0; i < files; i++) {
                      Path file = out.resolve(number + "-" + i);
                      assertEquals(State.TO_DO, folder.begin(file, CALM, false));
                      folder.write(file, CALM, to -> Files.writeString(to, "x"));
                      folder.end(file);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    try (WorkFolder folder = WorkFolder.of(out)) {
      for (int i = 0; i < 4 * files; i++) {
        assertTrue(folder.isDone(out.resolve(i / files + "-" + i % files), CALM), "file " + i);
      }
    }
  }

  @Test
  void aFileThatAloneIsMadeIsMadeOnce() throws IOException {
    Path file = dir.resolve("alone.txt");
    Outputs.Writer writer = to -> Files.writeString(to, "made");
    assertTrue(WorkFolder.makeOne(file, CALM, false, writer));
    assertFalse(WorkFolder.makeOne(file, CALM, false, writer));
    assertThrows(CannotCreateException.class, () -> WorkFolder.makeOne(file, WILD, false, writer));
    assertTrue(WorkFolder.makeOne(file, WILD, true, writer));
    try (WorkFolder folder = WorkFolder.of(out)) {
      folder.check(target, CALM, false);
      assertFalse(Files.exists(out), "checking makes nothing");
      assertTrue(folder.make(target, CALM, false, writer));
      folder.check(target, CALM, false);
      assertThrows(CannotCreateException.class, () -> folder.check(target, WILD, false));
    }
  }
}
