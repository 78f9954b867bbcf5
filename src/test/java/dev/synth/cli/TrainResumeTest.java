package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.model.ModelFile;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are stopped, killed and starved, and go on. */
class TrainResumeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;
  private Path data;

  @BeforeEach
  void notes() throws IOException {
    data = Fixtures.notes(dir.resolve("notes"));
  }

  private static Object[] arguments(Path data, Path run, Object... more) {
    List<Object> args = new ArrayList<>(List.of("train", data, "--run", run));
    args.addAll(List.of("--preset", "tiny", "--batch", "2", "--crop", "512", "--threads", "2"));
    args.addAll(List.of("--input-noise", "0.2", "--log-every", "3"));
    args.addAll(List.of("--evaluate-every", "7", "--clip", "1"));
    args.addAll(List.of(more));
    if (!args.contains("--schedule")) {
      args.addAll(List.of("--schedule", "constant"));
    }
    return args.toArray();
  }

  private Cli train(Path run, Object... more) {
    return Cli.run(arguments(data, run, more));
  }

  /** All that a run's log says but what depends on the clock. */
  private static List<String> losses(Path run) throws IOException {
    List<String> losses = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      String kind = node.get("kind").asText();
      if ((kind.equals("train") || kind.equals("measured")) && !node.has("unscheduled")) {
        losses.add(line.replaceAll(",\"seconds\".*", ""));
      }
    }
    return losses;
  }

  private static double heldOut(Path run, int step) throws IOException {
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      if (node.get("kind").asText().equals("measured") && node.get("step").asInt() == step) {
        return node.get("heldOutNats").asDouble();
      }
    }
    throw new AssertionError("no measurement of step " + step);
  }

  private static Path checkpoint(Path run, int step) {
    return run.resolve("checkpoints/step-%08d".formatted(step));
  }

  /** Weights, moments and losses, to the bit. */
  private static void assertSameRun(Path expected, Path actual, int step) throws IOException {
    assertEquals(losses(expected), losses(actual));
    for (String file : List.of("model.safetensors", "training.safetensors")) {
      assertEquals(
          -1,
          Files.mismatch(
              checkpoint(expected, step).resolve(file), checkpoint(actual, step).resolve(file)),
          file);
    }
    assertEquals(
        -1,
        Files.mismatch(expected.resolve("model.safetensors"), actual.resolve("model.safetensors")));
  }

  @Test
  @Tag("slow")
  void aRunInPiecesIsTheRunInOneGo() throws IOException {
    Path whole = dir.resolve("whole");
    train(whole, "--steps", "40").succeeded();
    Path pieces = dir.resolve("pieces");
    // Ends within an epoch of the five notes, within a line of the log and before a measurement.
    for (int steps : new int[] {4, 13, 27, 40}) {
      Cli cli = train(pieces, "--steps", steps, "--save-every", "5").succeeded();
      assertTrue(steps == 4 || cli.err().contains("resuming from step"), cli.err());
    }
    // What is measured does not depend on the pieces either; the means over steps begin anew.
    assertEquals(heldOut(whole, 35), heldOut(pieces, 35));
    for (String file : List.of("model.safetensors", "training.safetensors")) {
      assertEquals(
          -1,
          Files.mismatch(checkpoint(whole, 40).resolve(file), checkpoint(pieces, 40).resolve(file)),
          file);
    }
    Cli again = train(pieces, "--steps", "40").succeeded();
    assertEquals(pieces.resolve("model.safetensors") + System.lineSeparator(), again.out());
  }

  @Test
  void timeBoundsTheRunOverItsSessions() throws IOException {
    Path run = dir.resolve("run");
    Cli first = train(run, "--steps", "1000000", "--time", "1s").succeeded();
    assertTrue(first.err().contains("The time is up"), first.err());
    long steps = ModelFile.read(run.resolve("model.safetensors")).provenance().steps();
    assertTrue(steps > 0 && steps < 1_000_000);
    int lines = Files.readAllLines(run.resolve("log.jsonl")).size();
    train(run, "--steps", "1000000", "--time", "1s").succeeded();
    // Not a step more: a line for the session's begin, and one for its end.
    assertEquals(lines + 2, Files.readAllLines(run.resolve("log.jsonl")).size());
    train(run, "--time", "soon").misused("--time", "soon");
  }

  @Test
  void otherSettingsAreRefusedWithTheDifferences() throws IOException {
    Path run = dir.resolve("run");
    train(run, "--steps", "2").succeeded();
    train(run, "--steps", "2", "--seed", "2", "--ema", "0")
        .refused(ExitCodes.CANNOT_CREATE, run, "--seed 1, now 2", "--ema 0.9999, now 0;", "-f");
    Fixtures.note(data.resolve("flute_acoustic_002-060-100.wav"), 60, 0.4);
    train(run, "--steps", "2").refused(ExitCodes.CANNOT_CREATE, "DATA 5 notes", "now 6 notes");
    train(run, "--steps", "2", "-f").succeeded();
    Path other = dir.resolve("other");
    train(other, "--steps", "2", "--schedule", "cosine").succeeded();
    train(other, "--steps", "3", "--schedule", "cosine")
        .refused(ExitCodes.CANNOT_CREATE, "--steps 2, now 3");
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws IOException {
    Path whole = dir.resolve("whole");
    train(whole, "--steps", "21").succeeded();
    Path run = dir.resolve("run");
    train(run, "--steps", "14").succeeded();
    Path file = checkpoint(run, 14).resolve("training.safetensors");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}), channel.size() - 99);
    }
    Files.createDirectory(run.resolve("checkpoints/.step-00000015.part"));
    Cli cli = train(run, "--steps", "21");
    assertEquals(ExitCodes.OK, cli.code(), cli.err());
    assertTrue(cli.err().contains(file + ": does not fit its SHA-256"), cli.err());
    assertTrue(cli.err().contains("resuming from step 14"), cli.err());
    assertEquals(losses(whole).size(), losses(run).size());
    for (Path checkpoint : List.of(checkpoint(run, 14), checkpoint(run, 21))) {
      for (String name : List.of("model.safetensors", "training.safetensors")) {
        assertEquals(
            -1,
            Files.mismatch(
                whole.resolve(run.relativize(checkpoint)).resolve(name), checkpoint.resolve(name)));
      }
    }
    assertFalse(Cli.files(run).toString().contains(".part"));

    // Where none is left, that is said.
    for (int step : new int[] {14, 21}) {
      Files.delete(checkpoint(run, step).resolve("state.json"));
    }
    train(run, "--steps", "21").assertFailed(ExitCodes.BAD_DATA, "no checkpoint is intact", "-f");
  }

  @Test
  void theLastAndTheBestAreKept() throws IOException {
    Path run = dir.resolve("run");
    train(run, "--steps", "42", "--save-every", "6", "--keep", "2").succeeded();
    try (Stream<Path> kept = Files.list(run.resolve("checkpoints"))) {
      List<Path> folders = kept.sorted().toList();
      assertTrue(folders.size() == 2 || folders.size() == 3, folders.toString());
      assertEquals(checkpoint(run, 42), folders.get(folders.size() - 1));
    }
    double best = Double.POSITIVE_INFINITY;
    int bestStep = -1;
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      if (node.get("kind").asText().equals("measured")
          && node.get("heldOutNats").asDouble() < best) {
        best = node.get("heldOutNats").asDouble();
        bestStep = node.get("step").asInt();
      }
    }
    var provenance = ModelFile.read(run.resolve("model.safetensors")).provenance();
    assertEquals(bestStep, provenance.steps());
    assertEquals(best, provenance.heldOutNats());
  }

  @Test
  void twoCannotTrainInOneFolder() throws IOException {
    Path run = Files.createDirectory(dir.resolve("run"));
    try (FileChannel channel =
        FileChannel.open(
            run.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      Cli cli = train(run, "--steps", "1");
      assertEquals(ExitCodes.CANNOT_CREATE, cli.code(), cli.err());
      assertTrue(cli.err().contains("another synth train is at work"), cli.err());
    }
    train(run, "--steps", "1").succeeded();
  }

  /** A few of what scripts/torture-training.sh does by the dozen. */
  @Test
  @Tag("slow")
  @DisabledOnOs(OS.WINDOWS)
  void aRunThatIsKilledAtAnyMomentGoesOnToTheBit() throws Exception {
    Path whole = dir.resolve("whole");
    Object[] options = {"--steps", "90", "--save-every", "3"};
    Child one = Child.start(dir.resolve("err1"), "", arguments(data, whole, options));
    Path killed = dir.resolve("killed");
    Path err = dir.resolve("err2");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int kills = 0;
    int code = -1;
    while (code != 0) {
      Path log = killed.resolve("log.jsonl");
      Object before = Files.exists(log) ? Files.getLastModifiedTime(log) : null;
      Child child = Child.start(err, "", arguments(data, killed, options));
      if (kills < 2) {
        child.awaitFile(log);
        // Until it trains: the log goes on.
        while (child.isAlive() && Files.getLastModifiedTime(log).equals(before)) {
          Thread.sleep(10);
        }
        Thread.sleep(random.nextInt(400));
        kills += child.isAlive() ? 1 : 0;
        child.signal("KILL");
      }
      code = child.await();
      assertTrue(code == 0 || code == 137, "seed " + seed + ": " + child.said());
    }
    assertEquals(0, one.await(), one.said());
    assertTrue(kills > 0, "seed " + seed);
    assertSameRun(whole, killed, 90);
  }

  @Test
  @Tag("slow")
  @DisabledOnOs(OS.WINDOWS)
  void signalsFinishTheStepAndSave() throws Exception {
    for (String name : List.of("INT", "TERM")) {
      Path run = dir.resolve(name);
      Object[] args = arguments(data, run, "--steps", "1000000", "--save-every", "1000000");
      Child child = Child.start(dir.resolve("err" + name), "", args);
      child.awaitFile(checkpoint(run, 7)).signal(name);
      assertEquals(name.equals("INT") ? 130 : 143, child.await(), child.said());
      child.assertSaid("Finishing the step", "Stopped and saved");
      assertTrue(Files.exists(run.resolve("model.safetensors")));
      String log = Files.readString(run.resolve("log.jsonl"));
      assertTrue(log.contains("\"why\":\"stopped\""), log);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSecondInterruptLeavesAtOnce() throws Exception {
    Path run = dir.resolve("run");
    // The first step, of a larger network and before the kernels are compiled, takes long.
    Object[] args = {
      "train", data, "--run", run, "--preset", "small", "--threads", "1", "--held-out", "0"
    };
    Child child = Child.start(dir.resolve("err"), "", args);
    child.awaitFile(run.resolve("log.jsonl")).signal("INT");
    child.awaitWord("Finishing the step").signal("INT");
    assertEquals(ExitCodes.INTERRUPTED, child.await(), child.said());
    assertFalse(child.said().contains("Stopped and saved"), child.said());
    assertFalse(Files.readString(run.resolve("log.jsonl")).contains("stopped"));
  }

  @Test
  @Tag("slow")
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFileSystemThatTakesNoMoreStopsTheRunAndLeavesTheCheckpoint() throws Exception {
    Path run = dir.resolve("run");
    train(run, "--steps", "7").succeeded();
    // No file may pass 64 KiB (a limit counts 512 or 1024 bytes): smaller than a checkpoint's.
    Path err = dir.resolve("err");
    Child child = Child.start(err, "ulimit -f 64", arguments(data, run, "--steps", "400"));
    assertEquals(ExitCodes.IO_ERROR, child.await(), child.said());
    child.assertSaid("the checkpoint of step", "the checkpoint before is intact");
    assertFalse(Cli.files(run).toString().contains(".part"), Cli.files(run).toString());
    Path whole = dir.resolve("whole");
    train(whole, "--steps", "21").succeeded();
    train(run, "--steps", "21").succeeded();
    assertEquals(
        -1,
        Files.mismatch(
            checkpoint(whole, 21).resolve("training.safetensors"),
            checkpoint(run, 21).resolve("training.safetensors")));
  }

  @Test
  @Tag("slow")
  @EnabledOnOs(OS.LINUX)
  void aFullDiskStopsTheRunWithASentence() throws Exception {
    Path disk = Files.createDirectory(dir.resolve("disk"));
    int mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=4m", "none", disk + "")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    assumeTrue(mounted == 0, "only root can mount a small disk");
    try {
      Path run = disk.resolve("run");
      train(run, "--steps", "1000", "--save-every", "1", "--keep", "20")
          .assertFailed(
              ExitCodes.IO_ERROR, "No space left on device", "the checkpoint before is intact");
      assertTrue(Files.exists(run.resolve("model.safetensors")));
      // With fewer checkpoints to keep there is room again.
      train(run, "--steps", "30", "--keep", "1").succeeded();
      Path whole = dir.resolve("whole");
      train(whole, "--steps", "30").succeeded();
      assertEquals(
          -1,
          Files.mismatch(
              checkpoint(whole, 30).resolve("training.safetensors"),
              checkpoint(run, 30).resolve("training.safetensors")));
      new ProcessBuilder("mount", "-o", "remount,ro", disk + "").start().waitFor();
      train(run, "--steps", "40").refused(ExitCodes.CANNOT_CREATE, run, "cannot be written to");
      train(disk.resolve("new"), "--steps", "40").refused(ExitCodes.CANNOT_CREATE, disk);
    } finally {
      new ProcessBuilder("umount", disk + "").start().waitFor();
    }
  }

  /** Where there is a Python, a reader that shares nothing with the writer. */
  @Test
  void anotherImplementationReadsTheEventFiles() throws IOException, InterruptedException {
    Path run = dir.resolve("run");
    train(run, "--steps", "14", "--sample-every", "10").succeeded();
    Path script = dir.resolve("events.py");
    try (var in = getClass().getResourceAsStream("/dev/synth/train/events.py")) {
      Files.copy(in, script);
    }
    Path events;
    try (Stream<Path> files = Files.list(run)) {
      events =
          files
              .filter(f -> f.getFileName().toString().startsWith("events.out.tfevents."))
              .findFirst()
              .orElseThrow();
    }
    Process python;
    try {
      python = new ProcessBuilder("python3", script + "", events + "").start();
    } catch (IOException e) {
      assumeTrue(false, "no python3");
      return;
    }
    List<JsonNode> read = new ArrayList<>();
    for (String line : new String(python.getInputStream().readAllBytes()).lines().toList()) {
      read.add(JSON.readTree(line));
    }
    assertEquals(0, python.waitFor(), new String(python.getErrorStream().readAllBytes()));
    assertEquals("brain.Event:2", read.get(0).get("file_version").asText());
    assertEquals(1, read.get(1).get("session").asInt());
    int scalars = 0;
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      JsonNode logged = JSON.readTree(line);
      String kind = logged.get("kind").asText();
      if (!kind.equals("train") && !kind.equals("measured")) {
        continue;
      }
      int step = logged.get("step").asInt();
      JsonNode event =
          read.stream()
              .filter(e -> e.get("step").asInt() == step)
              .filter(e -> e.path("scalars").has(kind + "/trainNats"))
              .findFirst()
              .orElseThrow();
      for (var field : event.get("scalars").properties()) {
        double value = logged.get(field.getKey().substring(kind.length() + 1)).asDouble();
        assertEquals((float) value, (float) field.getValue().asDouble(), field.getKey());
        scalars++;
      }
    }
    assertTrue(scalars > 40, scalars + " scalars");
    JsonNode sound = read.stream().filter(e -> e.has("audio")).findFirst().orElseThrow();
    assertEquals(10, sound.get("step").asInt());
    JsonNode audio = sound.get("audio").iterator().next();
    assertEquals(16_000, audio.get("rate").asInt());
    assertEquals(8_000, audio.get("frames").asInt());
    assertEquals(Files.size(run.resolve("samples/step-00000010.wav")), audio.get("bytes").asLong());
    JsonNode picture = read.stream().filter(e -> e.has("images")).findFirst().orElseThrow();
    assertEquals(
        Files.size(run.resolve("samples/step-00000010.png")),
        picture.get("images").iterator().next().get("bytes").asLong());
  }
}
