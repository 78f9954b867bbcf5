package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.testing.Classifiers;
import dev.synth.testing.Fixtures;
import dev.synth.testing.InstantModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --dry-run} says, and that it makes nothing. */
class DryRunTest {
  @TempDir private Path dir;
  private Path model;
  private Path out;
  private Path bad;

  @BeforeEach
  void writeInputs() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    out = dir.resolve("out");
    bad = Files.writeString(dir.resolve("bad.wav"), "la");
  }

  private static Object[] with(Object[] args, Object... more) {
    Object[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  /** The estimate as JSON: so many are to do, so many done, and it has every figure. */
  private static JsonNode assertEstimate(Cli run, int toDo, int done) throws IOException {
    JsonNode estimate = run.succeeded().json();
    assertEquals(toDo, estimate.get("notesToDo").asInt(), run.out());
    assertEquals(done, estimate.get("notesDone").asInt(), run.out());
    assertEquals(toDo + done, estimate.get("notes").asInt());
    assertEquals(toDo == 0, estimate.get("estimatedSeconds").asDouble() == 0, run.out());
    assertEquals(toDo == 0, estimate.get("realTimeFactor").isNull());
    assertTrue(estimate.get("memoryBytes").asLong() > 5e7, run.out());
    assertTrue(estimate.get("diskBytesFree").asLong() > 0);
    return estimate;
  }

  private static void assertText(Cli run, String first) {
    List<String> lines = run.out().lines().toList();
    assertEquals(4, lines.size(), run.out());
    assertEquals(first, lines.get(0));
    for (int i = 1; i < lines.size(); i++) {
      assertTrue(
          lines.get(i).startsWith(List.of("time ", "memory ", "disk ").get(i - 1)), run.out());
    }
  }

  @Test
  void encodingIsEstimatedByTheSounds() throws IOException {
    Path a = Fixtures.note(dir.resolve("a-060-100.wav"), 60, 0.5);
    Path b = Fixtures.note(dir.resolve("b-062-100.wav"), 62, 0.5);
    Object[] encode = {"encode", "-m", model, a, b, "-o", out};
    JsonNode estimate = assertEstimate(Cli.run(with(encode, "--dry-run", "--json")), 2, 0);
    assertFalse(Files.exists(out));
    assertEquals(1, estimate.get("soundSeconds").asDouble(), 1e-9);
    long bytes = estimate.get("diskBytesToDo").asLong();
    Cli.run("encode", "-m", model, a, "-o", out, "-q").succeeded();
    long made = Files.size(out.resolve("a-060-100_embeddings.npy"));
    assertEquals(2 * made, bytes, 128);
    List<String> before = Cli.files(dir);
    assertEstimate(Cli.run(with(encode, "--dry-run", "--json")), 1, 1);
    Cli failed = Cli.run(with(encode, bad, "--dry-run"));
    failed.refused(ExitCodes.BAD_DATA, bad);
    assertText(failed, "2 notes, 0:01 of sound: 1 to do, 1 done before; 1 more cannot be made");
    Cli.run("encode", "-m", model, a, "-o", "-", "--dry-run").misused("--dry-run", "-o -");
    assertEquals(before, Cli.files(dir));
  }

  @Test
  void classifyingIsEstimatedByTheSounds() throws IOException {
    Path classifier = Classifiers.write(dir.resolve("classifier.safetensors"), 1);
    Path a = Fixtures.note(dir.resolve("a-060-100.wav"), 60, 0.5);
    Path b = Fixtures.note(dir.resolve("b-062-100.wav"), 62, 0.5);
    Path table = dir.resolve("table.csv");
    Object[] classify = {"classify", "-m", classifier, a, b};
    JsonNode printed = assertEstimate(Cli.run(with(classify, "--dry-run", "--json")), 2, 0);
    assertEquals(1, printed.get("soundSeconds").asDouble(), 1e-9);
    assertEquals(0, printed.get("diskBytesToDo").asLong());
    Object[] tabled = with(classify, "-o", table);
    JsonNode estimate = assertEstimate(Cli.run(with(tabled, "--dry-run", "--json")), 2, 0);
    assertFalse(Files.exists(table));
    Cli.run(with(tabled, "-q")).succeeded();
    assertEquals(Files.size(table), estimate.get("diskBytesToDo").asLong(), 500);
    assertEstimate(Cli.run(with(tabled, "--dry-run", "--json")), 0, 2);
    Cli failed = Cli.run(with(classify, bad, "--dry-run"));
    failed.refused(ExitCodes.BAD_DATA, bad);
    assertText(failed, "2 notes, 0:01 of sound: 2 to do, 0 done before; 1 more cannot be made");
  }

  @Test
  void whatIsInTheWayIsToldAsInEarnest() throws IOException {
    Path a = Fixtures.note(dir.resolve("a-060-100.wav"), 60, 0.1);
    Files.createDirectory(out);
    Files.writeString(out.resolve("a-060-100_embeddings.npy"), "mine");
    Cli.run("encode", "-m", model, a, "-o", out, "--dry-run")
        .refused(ExitCodes.CANNOT_CREATE, "exists already", "-f");
    assertFalse(Files.exists(out.resolve(dev.synth.io.WorkFolder.FILE)));
    assertEstimate(Cli.run("encode", "-m", model, a, "-o", out, "--dry-run", "--json", "-f"), 1, 0);
  }

  @Test
  void decodingIsEstimatedForEmbeddingsAndSounds() throws IOException {
    Path a = Fixtures.embedding(dir.resolve("a-060-100_embeddings.npy"), 4, 16);
    Path b = Fixtures.note(dir.resolve("b-060-100.wav"), 60, 0.128);
    Object[] decode = {"decode", "-m", model, a, b, "-o", out};
    JsonNode estimate = assertEstimate(Cli.run(with(decode, "--dry-run", "--json")), 2, 0);
    assertEquals(8 * 512 / 16_000.0, estimate.get("soundSeconds").asDouble(), 1e-9);
    assertEquals(2, estimate.get("notesAtOnce").asInt());
    assertFalse(Files.exists(out));
    Cli.run(with(decode, "-q")).succeeded();
    long made = Files.size(out.resolve("gen_a-060-100.wav"));
    assertTrue(estimate.get("diskBytesToDo").asLong() >= 2 * made);
    assertEstimate(Cli.run(with(decode, "--dry-run", "--json")), 0, 2);
    Cli failed = Cli.run(with(decode, bad, "--dry-run"));
    failed.refused(ExitCodes.BAD_DATA, bad);
    assertText(failed, "2 notes, 0:00 of sound: 0 to do, 2 done before; 1 more cannot be made");
  }

  @Test
  void aRenderingIsEstimatedByPlayingSomeNotes() throws IOException {
    Object[] render = {
      "data",
      "render",
      "--programs",
      "0,80",
      "--pitches",
      "60,64",
      "--velocities",
      "100",
      "--seconds",
      "0.2",
      "-o",
      out
    };
    JsonNode estimate = assertEstimate(Cli.run(with(render, "--dry-run", "--json")), 4, 0);
    assertFalse(Files.exists(out));
    assertEquals(0.8, estimate.get("soundSeconds").asDouble(), 1e-9);
    assertTrue(estimate.get("diskBytesToDo").asLong() > 4 * 6400);
    assertText(
        Cli.run(with(render, "--dry-run")).succeeded(),
        "4 notes, 0:01 of sound: 4 to do, 0 done before");
    Cli.run("data", "render", "--soundfont", bad, "-o", out, "--dry-run")
        .refused(ExitCodes.BAD_DATA, bad);
    Files.createDirectories(out);
    Files.writeString(out.resolve("examples.json"), "{}");
    Cli.run(with(render, "--dry-run")).refused(ExitCodes.CANNOT_CREATE, "exists already");
    assertEquals(List.of("examples.json"), Cli.files(out));
  }

  @Test
  void anEvaluationIsEstimatedByAFewShortNotes() throws IOException {
    Path notes = dir.resolve("notes");
    Fixtures.note(notes.resolve("brass_acoustic_002-048-100.wav"), 48, 0.2);
    Fixtures.note(notes.resolve("flute_acoustic_001-048-100.wav"), 48, 0.2);
    Object[] eval = {"eval", model, notes, "--seconds", "0.13", "-o", out, "--threads", "1"};
    JsonNode estimate = assertEstimate(Cli.run(with(eval, "--dry-run", "--json")), 2, 0);
    assertFalse(Files.exists(out));
    assertEquals(0.26, estimate.get("soundSeconds").asDouble(), 1e-9);
    assertTrue(estimate.get("diskBytesToDo").asLong() > 10_000);
    Cli.run("eval", model, bad, "-o", out, "--dry-run").assertFailed(ExitCodes.BAD_DATA, "name");
    assertFalse(Files.exists(out));
  }

  /** Pictures and sounds of more families than the trial has, and notes of all. */
  @Test
  void anEvaluationTakesAsMuchRoomAsEstimated() throws IOException {
    Path notes = dir.resolve("notes");
    for (String name : "bass brass flute guitar keyboard mallet organ".split(" ")) {
      Fixtures.note(notes.resolve(name + "_acoustic_001-060-100.wav"), 60, 0.3);
    }
    Path instant = InstantModels.write(dir.resolve("instant.safetensors"), 48_000, 1);
    Object[] eval = {"eval", model, instant, notes, "--pairs", "1", "-o", out, "--threads", "1"};
    JsonNode estimate = assertEstimate(Cli.run(with(eval, "--dry-run", "--json")), 7, 0);
    Cli.run(with(eval, "-q")).succeeded();
    long written = 0;
    for (String file : Cli.files(out)) {
      written += Files.size(out.resolve(file));
    }
    assertEquals(written, estimate.get("diskBytesToDo").asDouble(), 0.3 * written);
  }

  @Test
  void notesThatAModelCannotPlayAreNotEstimated() throws IOException {
    Path notes = dir.resolve("notes");
    Fixtures.note(notes.resolve("flute_acoustic_001-060-100.wav"), 60, 0.2);
    Fixtures.note(notes.resolve("without.wav"), 60, 0.2);
    Path instant = InstantModels.write(dir.resolve("instant.safetensors"), 16_000, 1);
    Object[] eval = {"eval", instant, notes, "-o", out, "--threads", "1", "--dry-run", "--json"};
    Cli run = Cli.run(eval);
    assertEquals(ExitCodes.OK, run.code(), run.err());
    assertTrue(
        run.err()
            .contains(
                "synth: without: the model cannot play it: It has no pitch, and an instant model"
                    + " cannot play without one. It is left out."),
        run.err());
    assertEquals(1, run.json().get("notesToDo").asInt(), run.out());
  }
}
