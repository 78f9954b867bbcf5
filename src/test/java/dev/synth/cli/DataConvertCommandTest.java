package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code synth data convert} and what reads its files. */
class DataConvertCommandTest {
  @TempDir private Path dir;
  private Path notes;
  private Path records;

  @BeforeEach
  void writeNotes() throws IOException {
    notes = Fixtures.nsynthFolder(dir.resolve("notes"));
    records = dir.resolve("notes.tfrecord");
  }

  @Test
  void thereAndBack() throws IOException {
    Cli first = Cli.run("data", "convert", notes, "-o", records).succeeded();
    assertTrue(first.out().startsWith(records + ": 6 notes, 0.2 MB, in "), first.out());
    Path back = dir.resolve("back");
    assertEquals("", Cli.run("data", "convert", "-q", records, "-o", back).succeeded().out());
    for (String file : Cli.files(notes.resolve("audio"))) {
      assertArrayEquals(
          Files.readAllBytes(notes.resolve("audio").resolve(file)),
          Files.readAllBytes(back.resolve("audio").resolve(file)),
          file);
    }
    Cli.run("data", "convert", notes, "-o", records)
        .refused(ExitCodes.CANNOT_CREATE, records, "-f");
    Cli.run("data", "convert", notes, "-o", records, "-f").succeeded();
    Cli.run("data", "convert", notes, "-f", "-o", notes)
        .refused(ExitCodes.CANNOT_CREATE, notes, "name another output");
  }

  @Test
  void shardsInJson() throws IOException {
    Path gz = dir.resolve("all.tfrecord.gz");
    JsonNode result =
        Cli.run("data", "convert", notes, "-o", gz, "--shards", 2, "--json").succeeded().json();
    assertEquals("tfrecord", result.get("form").asText());
    assertEquals(6, result.get("notes").asInt());
    assertEquals(0, result.get("takenOver").asInt());
    assertEquals(0, result.get("leftOut").asInt());
    assertEquals(gz + "-00000-of-00002", result.at("/files/0").asText());
    assertEquals(0x1f, Files.readAllBytes(Path.of(result.at("/files/1").asText()))[0]);
    Cli info = Cli.run("info", gz + "-00001-of-00002").succeeded();
    String expected = "TFRecord, 3 notes of 1 instrument (flute), MIDI 60 to 68";
    assertTrue(info.out().contains(expected), info.out());
    JsonNode described = Cli.run("info", "--json", gz).succeeded().json().get(0);
    assertEquals(6, described.get("notes").asInt());
    assertEquals(48, described.get("pitchMin").asInt());

    Cli.run("data", "convert", notes, "-o", dir.resolve("folder"), "--shards", 2)
        .misused("--shards");
    Cli.run("data", "convert", notes, "-o", gz, "--shards", 0).misused("--shards");
    Cli.run("data", "convert", notes, "-o", dir.resolve("b.tfrecord"), "--shards", 7)
        .refused(ExitCodes.BAD_DATA, "6 notes cannot fill 7 shards", "--shards");
  }

  @Test
  void aBadNoteIsLeftOutAndTheOthersConverted() throws IOException {
    Path bad = notes.resolve("audio/flute_acoustic_001-056-100.wav");
    Files.writeString(bad, "no sound");
    Cli run = Cli.run("data", "convert", notes, "-o", records);
    run.refused(ExitCodes.BAD_DATA, bad, "left out");
    assertTrue(run.out().contains("5 notes") && run.out().contains("1 left out"), run.out());
  }

  @Test
  void damageIsTold() throws IOException {
    Cli.run("data", "convert", notes, "-o", records).succeeded();
    byte[] bytes = Files.readAllBytes(records);
    bytes[bytes.length / 2] ^= 1;
    Files.write(records, bytes);
    Path out = dir.resolve("out");
    for (String command : List.of("data convert", "encode", "data split")) {
      Object[] words = (command + " " + records + " -o " + out).split(" ");
      Cli.run(words).refused(ExitCodes.BAD_DATA, records, "at byte", "--skip-corrupt");
    }
    assertEquals(List.of(), Cli.files(out));
    Cli skipped = Cli.run("data", "convert", records, "-o", out, "--skip-corrupt");
    assertEquals(ExitCodes.OK, skipped.code(), skipped.err());
    assertTrue(
        skipped.err().contains("1 damaged place is left out, 5 notes remain"), skipped.err());
    assertEquals(6, Cli.files(out).size());
  }

  @Test
  void filtersChooseBeforeAnySoundIsRead() throws IOException {
    for (String file : Cli.files(notes.resolve("audio"))) {
      if (!file.contains("-060-")) {
        Files.writeString(notes.resolve("audio").resolve(file), "no sound");
      }
    }
    Path out = dir.resolve("out");
    Cli.run("data", "convert", notes, "-o", out, "--pitch", "58..62", "--family", "Flute")
        .succeeded();
    assertEquals(List.of("audio/flute_acoustic_001-060-100.wav", "examples.json"), Cli.files(out));
    Cli.run("encode", notes, "--velocity", "1..99", "-o", out)
        .refused(ExitCodes.BAD_DATA, "None of the 6 notes is left: --velocity leaves 0");
    Cli.run("encode", notes, "--family", "kazoo").misused("--family", "kazoo", "mallet");
    Cli.run("encode", notes, "--quality", "loud").misused("--quality", "percussive");
    Cli.run("encode", notes, "--pitch", "high").misused("--pitch", "high");
    Cli.run("encode", notes, "--limit", "0").misused("--limit");
  }

  @Test
  void trainAndEncodeTakeTfRecordsAndLists() throws IOException {
    Cli.run("data", "convert", notes, "-o", records).succeeded();
    Path gz = dir.resolve("zipped.tfrecord.gz");
    Cli.run("data", "convert", notes, "-o", gz).succeeded();
    Path list = Files.writeString(dir.resolve("list.txt"), "notes.tfrecord\n");
    Object[] flags = "--preset tiny --batch 2 --crop 1536 --steps 4 --run".split(" ");
    String losses = null;
    for (Path data : List.of(notes, records, list)) {
      Path run = dir.resolve("run of " + data.getFileName());
      Object[] args = new Object[flags.length + 3];
      args[0] = "train";
      args[1] = data;
      System.arraycopy(flags, 0, args, 2, flags.length);
      args[args.length - 1] = run;
      Cli.run(args).succeeded();
      // Lines of losses, without what depends on the clock.
      String log =
          Files.readString(run.resolve("log.jsonl"))
              .replaceAll("(?m)^.*\"time\".*$", "")
              .replaceAll(",\"seconds\".*", "");
      assertTrue(losses == null || losses.equals(log), "the same sounds, the same losses");
      losses = log;
    }
    Cli zipped =
        Cli.run(
            "train",
            gz,
            "--preset",
            "tiny",
            "--batch",
            2,
            "--crop",
            1536,
            "--steps",
            4,
            "--run",
            dir.resolve("run of gz"));
    zipped.succeeded();

    Path model = Fixtures.model(dir.resolve("model.safetensors"));
    Path out = dir.resolve("out");
    Cli encoded = Cli.run("encode", "-m", model, gz, "--limit", 2, "-o", out, "--json").succeeded();
    assertEquals("flute_acoustic_001-048-100", encoded.json().at("/0/note").asText());
    assertEquals(
        List.of(
            "flute_acoustic_001-048-100_embeddings.npy",
            "flute_acoustic_001-060-100_embeddings.npy"),
        Cli.files(out));
  }

  @Test
  void splitMakesListsOrCopies() throws IOException {
    for (int instrument = 2; instrument <= 9; instrument++) {
      for (int pitch : new int[] {50, 60}) {
        String name = "reed_acoustic_00%d-0%d-100.wav".formatted(instrument, pitch);
        Fixtures.note(dir.resolve("reeds").resolve(name), pitch, 0.1);
      }
    }
    Path reeds = dir.resolve("reeds");
    Path sets = dir.resolve("sets");
    JsonNode made = Cli.run("data", "split", reeds, "-o", sets, "--json").succeeded().json();
    assertEquals(16, sum(made, "notes"));
    assertEquals(8, sum(made, "instruments"));
    assertEquals(List.of("test.txt", "train.txt", "valid.txt"), Cli.files(sets));
    Cli.run("data", "split", reeds, "-o", sets).refused(ExitCodes.CANNOT_CREATE, "train.txt", "-f");
    String train = Files.readString(sets.resolve("train.txt"));
    Cli.run("data", "split", reeds, "-o", sets, "-f").succeeded();
    assertEquals(train, Files.readString(sets.resolve("train.txt")));
    Cli.run("data", "split", reeds, "-o", sets, "-f", "--seed", 2).succeeded();
    assertFalse(train.equals(Files.readString(sets.resolve("train.txt"))));

    Path copies = dir.resolve("copies");
    Cli.run("data", "split", reeds, "-o", copies, "--copy", "tfrecord", "--shares", "1,1,0")
        .succeeded();
    assertEquals(List.of("train.tfrecord", "valid.tfrecord"), Cli.files(copies));
    Cli.run("data", "split", reeds, "-o", copies, "--copy", "folder").succeeded();
    assertTrue(Files.exists(copies.resolve("test/examples.json")));

    Cli.run("data", "split", reeds, "-o", sets, "--shares", "1,2").misused("--shares", "three");
    Cli.run("data", "split", reeds, "-o", sets, "--shares", "a,b,c").misused("--shares", "'a'");
    Cli.run("data", "split", notes, "-o", dir.resolve("one"))
        .refused(ExitCodes.BAD_DATA, "1 instrument cannot be split into 3 sets");
    Fixtures.note(reeds.resolve("slam.wav"), 60, 0.1);
    Cli named = Cli.run("data", "split", reeds, "-o", sets, "-f");
    assertEquals(ExitCodes.OK, named.code());
    assertTrue(named.err().contains("1 of 17 notes has no instrument's name"), named.err());
  }

  private static int sum(JsonNode sets, String field) {
    int sum = 0;
    for (String set : List.of("train", "valid", "test")) {
      sum += sets.at("/" + set + "/" + field).asInt();
    }
    return sum;
  }
}
