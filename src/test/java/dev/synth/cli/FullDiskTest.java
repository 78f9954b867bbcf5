package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file system of 200 kB, which root can make. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
  @TempDir private Path dir;
  private Path disk;
  private Path model;

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(dir.resolve("disk"));
    String[] mount = {"mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk.toString()};
    boolean mounted;
    try {
      mounted = run(mount) == 0;
    } catch (IOException e) {
      mounted = false;
    }
    assumeTrue(mounted, "only root mounts");
    model = Fixtures.model(dir.resolve("model.safetensors"));
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", disk.toString());
  }

  private void assertFull(Cli cli, Path file) {
    assertEquals(ExitCodes.IO_ERROR, cli.code(), cli.err());
    String sentence =
        cli.err().lines().filter(line -> line.contains("cannot be written (")).findFirst().get();
    assertTrue(sentence.startsWith("synth: " + file), sentence);
    assertTrue(sentence.contains("No space left on device on " + disk), sentence);
    assertTrue(sentence.contains("the same command"), sentence);
    long told = cli.err().lines().filter(line -> line.contains("No space left")).count();
    assertEquals(1, told, cli.err());
  }

  @Test
  void aBatchEndsWhenThereIsNoRoomAndGoesOnWhenThereIs() throws IOException {
    Path embeddings = Files.createDirectory(dir.resolve("e"));
    for (int i = 0; i < 8; i++) {
      Fixtures.embedding(embeddings.resolve("n" + i + "_embeddings.npy"), 60, 16);
    }
    Path filler = Files.write(disk.resolve("filler"), new byte[80_000]);
    Path out = disk.resolve("out");
    Object[] decode = {
      "decode", embeddings, "-m", model, "-o", out, "--threads", 1, "--notes-at-once", 1
    };
    Cli full = Cli.run(decode);
    assertFull(full, out.resolve("gen_n1.wav"));
    assertTrue(full.err().contains("6 more were not tried"), full.err());
    assertEquals(List.of("gen_n0.wav"), Cli.files(out));
    Files.delete(filler);
    Cli more = Cli.run(decode);
    assertFull(more, out);
    assertTrue(more.summary().contains("1 done before"), more.err());
  }

  @Test
  void whatMakesOneThingSaysWhereThereIsNoRoom() throws IOException {
    Path sounds = Files.createDirectory(dir.resolve("s"));
    for (int i = 0; i < 4; i++) {
      Fixtures.note(sounds.resolve("flute-C" + i + ".wav"), 48 + 12 * i, 4);
    }
    assertFull(
        Cli.run("data", "convert", sounds, "-o", disk.resolve("x.tfrecord")),
        disk.resolve("x.tfrecord"));
    assertEquals(List.of(".x.tfrecord.converting"), Cli.files(disk));
    assertFull(Cli.run("data", "import", sounds, "-o", disk.resolve("i")), disk.resolve("i"));
    assertFull(
        Cli.run("data", "render", "-o", disk.resolve("r"), "--programs", "73", "--pitches", "60"),
        disk.resolve("r"));
  }

  @Test
  void aPieceIsWrittenWholeOrNotAtAllAndTheSameCommandWritesItWhenThereIsRoom() throws IOException {
    Path filler = Files.write(disk.resolve("filler"), new byte[45 * 4096]);
    // The pictures of these seeds end before and after a page of the file system.
    for (int seed : new int[] {1, 4, 16}) {
      Path out = disk.resolve("piece" + seed);
      Object[] compose = {"compose", "-o", out, "--bars", "8", "--score-only", "--seed", seed};
      Cli full = Cli.run(compose);
      assertFull(full, out.resolve("piano-roll.png"));
      assertEquals(List.of("filler"), Cli.files(disk));
      assertTrue(!Files.exists(out), full.err());
    }
    Path out = disk.resolve("piece");
    Object[] compose = {"compose", "-o", out, "--bars", "8", "--score-only"};
    Cli full = Cli.run(compose);
    assertFull(full, out.resolve("piano-roll.png"));
    assertTrue(
        full.err().matches("(?s).*With --seed \\d+ it is this piece again\\.\\R"), full.err());
    Files.delete(filler);
    Cli.run(compose).succeeded();
    assertTrue(Cli.files(out).contains("piano-roll.png"), Cli.files(out).toString());
  }

  @Test
  void aPlanTellsThatThereIsNoRoom() throws IOException {
    Path a = Fixtures.embedding(dir.resolve("a-060-100_embeddings.npy"), 60, 16);
    Path b = Fixtures.embedding(dir.resolve("b-060-100_embeddings.npy"), 60, 16);
    Cli plan =
        Cli.run(
            "grid",
            "--corners",
            "a=" + a,
            "b=" + b,
            "--size",
            "9",
            "-m",
            model,
            "-o",
            disk.resolve("grid"),
            "--dry-run",
            "--json");
    assertEquals(ExitCodes.CANNOT_CREATE, plan.code(), plan.err());
    assertTrue(plan.err().contains("make room"), plan.err());
    assertTrue(plan.json().get("diskBytesFree").asLong() <= 200 * 1024);
  }
}
