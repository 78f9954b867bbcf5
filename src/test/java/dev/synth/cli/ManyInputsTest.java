package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.dsp.Levels;
import dev.synth.dsp.Loudness;
import dev.synth.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Encoding and decoding of folders, patterns and lists; runs that are cut short or share a folder.
 */
class ManyInputsTest {
  @TempDir private Path dir;
  private Path model;
  private Path out;

  @BeforeEach
  void writeModel() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    out = dir.resolve("out");
  }

  private Cli run(String command, Object... args) {
    List<Object> all = new ArrayList<>(List.of(command, "-m", model, "-o", out));
    all.addAll(List.of(args));
    return Cli.run(all.toArray());
  }

  private static Cli withInput(String text, java.util.function.Supplier<Cli> run) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return run.get();
    } finally {
      System.setIn(before);
    }
  }

  /** Embeddings of many lengths, some in folders. */
  private Path embeddings(int count) throws IOException {
    Path folder = dir.resolve("e");
    for (int i = 0; i < count; i++) {
      Path place = i % 3 == 0 ? folder.resolve("sub").resolve("deep") : folder;
      Fixtures.embedding(place.resolve("n" + i + "_embeddings.npy"), 1 + i * 7 % 5, 16);
    }
    return folder;
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : Cli.files(folder)) {
      contents.put(
          name, new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.ISO_8859_1));
    }
    return contents;
  }

  @Test
  void foldersPatternsAndListsKeepTheirStructure() throws IOException {
    Path sounds = dir.resolve("sounds");
    Path a = Fixtures.note(sounds.resolve("a.wav"), 60, 0.1);
    Path b = Fixtures.note(sounds.resolve("x y").resolve("b ü.wav"), 62, 0.1);
    Fixtures.note(sounds.resolve(".hidden").resolve("c.wav"), 64, 0.1);
    List<String> kept = List.of("a_embeddings.npy", "x y/b ü_embeddings.npy");
    run("encode", sounds).succeeded();
    assertEquals(kept, Cli.files(out));
    Cli all = run("encode", sounds + "/**.wav").succeeded();
    assertTrue(all.summary().startsWith("encode: 0 made, 2 done before"), all.err());
    assertEquals(2, all.out().lines().count());

    out = dir.resolve("out2");
    withInput(a + "\n\n" + b + "\n", () -> run("encode", "-")).succeeded();
    assertEquals(List.of("a_embeddings.npy", "b ü_embeddings.npy"), Cli.files(out));
    out = dir.resolve("out3");
    withInput(a + "\0" + b + "\0", () -> run("encode", "-", "--below", sounds)).succeeded();
    assertEquals(kept, Cli.files(out));

    Path sound = dir.resolve("out4");
    Cli.run("decode", "-m", model, "-o", sound, out, "--length", "10ms").succeeded();
    assertEquals(List.of("gen_a.wav", "x y/gen_b ü.wav"), Cli.files(sound));
    Cli one = Cli.run("decode", "-m", model, "-o", sound, out + "/x*/*.npy", "--length", "10ms");
    assertEquals(
        sound.resolve("x y").resolve("gen_b ü.wav").toString(), one.succeeded().out().strip());
    assertTrue(one.summary().startsWith("decode: 0 made, 1 done before"), one.err());
  }

  @Test
  void notesOfARecordFileAndAnNsynthFolderAreNamedAfterThemselves() throws IOException {
    Path folder = Fixtures.nsynthFolder(dir.resolve("nsynth"));
    Path records = dir.resolve("more").resolve("x.tfrecord");
    Cli.run("data", "convert", folder, "-o", records, "--limit", "2").succeeded();
    run("encode", records).succeeded();
    assertEquals(2, Cli.files(out).size());
    assertTrue(run("encode", folder).succeeded().summary().contains("4 made, 2 done before"));
    assertTrue(Cli.files(out).contains("flute_acoustic_001-048-100_embeddings.npy"));
    run("encode", dir.resolve("more"), folder)
        .complaints()
        .forEach(line -> assertTrue(line.contains("would be written to"), line));
  }

  @Test
  void outputsThatOneSystemTakesForAnotherAreRefused() throws IOException {
    Path upper = Fixtures.note(dir.resolve("s").resolve("A.wav"), 60, 0.1);
    Path lower = Fixtures.note(dir.resolve("s").resolve("a.flac.wav"), 60, 0.1);
    Path same = Fixtures.note(dir.resolve("t").resolve("a.wav"), 60, 0.1);
    Cli both = run("encode", upper, lower, same);
    both.refused(ExitCodes.BAD_DATA, same, upper, "a_embeddings.npy", "rename one");
    assertEquals(List.of("A_embeddings.npy", "a.flac_embeddings.npy"), Cli.files(out));
    Path colon = Fixtures.note(dir.resolve("s").resolve("D:x.wav"), 60, 0.1);
    run("encode", colon).refused(ExitCodes.BAD_DATA, colon, "cannot be a file's name");
    Cli.run("grid", "--corners", upper, same, "-o", out, "--name", "con", "-m", model)
        .misused("--name", "device");
  }

  @Test
  void whatIsMissingOrBadIsPassedOver() throws IOException {
    Path folder = embeddings(3);
    Files.writeString(folder.resolve("bad.npy"), "no embedding");
    Path empty = Files.createDirectory(dir.resolve("empty"));
    Path none = dir.resolve("none*.npy");
    Cli run = run("decode", folder, empty, none, "--json", "--length", "10ms");
    assertEquals(ExitCodes.BAD_DATA, run.code());
    assertEquals(3, run.complaints().size(), run.err());
    assertTrue(run.summary().startsWith("decode: 3 made, 0 done before, 3 failed"), run.err());
    List<String> results = new ArrayList<>();
    for (JsonNode result : run.json()) {
      results.add(result.get("result").asText());
      assertTrue(
          result.has(results.get(results.size() - 1).equals("failed") ? "error" : "noteSeed"));
    }
    Collections.sort(results);
    assertEquals(List.of("failed", "failed", "failed", "made", "made", "made"), results);
    assertEquals(
        "", run("decode", folder.resolve("n1_embeddings.npy"), "-q", "--length", "10ms").err());
  }

  @Test
  void aNoteIsTheSameInAnyOrderBatchThreadsAndCompany() throws IOException {
    Path folder = embeddings(9);
    run("decode", folder, "--threads", "1", "--notes-at-once", "1").succeeded();
    Map<String, String> wanted = contents(out);
    assertEquals(9, wanted.size());
    assertEquals(9, wanted.values().stream().distinct().count());
    for (String[] speed :
        new String[][] {{"1", "4"}, {"2", "1"}, {"2", "3"}, {"3", "9"}, {"2", "100"}}) {
      out = dir.resolve("again" + String.join("-", speed));
      run("decode", folder, "--threads", speed[0], "--notes-at-once", speed[1]).succeeded();
      assertEquals(wanted, contents(out), String.join(" threads, notes ", speed));
    }
    // Any part, in any order, in several runs.
    out = dir.resolve("parts");
    List<Path> files = new ArrayList<>();
    for (String name : Cli.files(folder)) {
      files.add(folder.resolve(name));
    }
    Collections.shuffle(files, new Random(5));
    for (List<Path> part : List.of(files.subList(0, 2), files.subList(2, 3), files)) {
      List<Object> args = new ArrayList<>(part);
      args.addAll(List.of("--below", folder));
      run("decode", args.toArray()).succeeded();
    }
    assertEquals(wanted, contents(out));
    // What was cut short: one file lost, one half there, one line of the ledger lost.
    Files.delete(out.resolve("gen_n1.wav"));
    Path half = out.resolve("gen_n2.wav");
    Files.write(half, java.util.Arrays.copyOf(Files.readAllBytes(half), 100));
    Cli refused = run("decode", folder);
    refused.refused(ExitCodes.CANNOT_CREATE, half, "changed since", "-f");
    assertTrue(refused.summary().startsWith("decode: 1 made, 7 done before, 1 failed"));
    run("decode", folder, "-f").succeeded();
    assertEquals(wanted, contents(out));
  }

  @Test
  void soundsAreProcessedAsAsked() throws IOException {
    Path folder = embeddings(1);
    AudioClip plain = only(run("decode", folder).succeeded());
    out = dir.resolve("loud");
    AudioClip peak = only(run("decode", folder, "--peak-db", "-12").succeeded());
    assertEquals(-12, Levels.dbfs(Levels.peak(peak.samples())), 0.01);
    out = dir.resolve("lufs");
    AudioClip lufs = only(run("decode", folder, "--loudness", "-30", "--float").succeeded());
    assertEquals(-30, Loudness.lufs(lufs.samples(), 16_000, 1), 0.01);
    out = dir.resolve("rate");
    AudioClip rate =
        only(
            run(
                    "decode",
                    folder,
                    "--rate",
                    "44100",
                    "--stereo",
                    "--no-fields",
                    "--no-credentials",
                    "--fade-in",
                    "2ms",
                    "--fade-out",
                    "1frame")
                .succeeded());
    assertEquals(44_100, rate.sampleRateHz());
    assertEquals(plain.seconds(), rate.seconds(), 1e-4);
    assertEquals(0, rate.samples()[0], 1e-3);
    byte[] header = Files.readAllBytes(out.resolve(Cli.files(out).get(0)));
    assertEquals(2, header[22]);
    assertEquals(44 + 4 * rate.samples().length + 44, header.length, "with its root note");
    run("decode", folder, "--peak-db", "-12", "--loudness", "-20")
        .misused("--peak-db", "--loudness");
    run("decode", folder, "--peak-db", "3").misused("--peak-db");
    run("decode", folder, "--rate", "3").misused("--rate");
    run("decode", folder, "--fade-in", "3").misused("--fade-in", "unit");
  }

  private AudioClip only(Cli run) throws IOException {
    assertFalse(run.out().isEmpty());
    return AudioFile.read(Path.of(run.out().strip()));
  }
}
