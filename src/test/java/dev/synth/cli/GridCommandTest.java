package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioFile;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavFile;
import dev.synth.io.Sha256;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridCommandTest {
  @TempDir private Path dir;
  private Path model;
  private Path out;
  private String[] corners;

  @BeforeEach
  void writeCorners() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    out = dir.resolve("out");
    // A folder of sounds at two pitches, two embeddings, a sound of no pitch.
    Path flute = dir.resolve("flute");
    Fixtures.note(flute.resolve("flute_acoustic_001-048-100.wav"), 48, 0.1);
    Fixtures.note(flute.resolve("flute_acoustic_001-060-100.wav"), 60, 0.1);
    Fixtures.embedding(dir.resolve("harp_50_embeddings.npy"), 3, 16);
    Fixtures.embedding(dir.resolve("harp_70_embeddings.npy"), 3, 16);
    Fixtures.note(dir.resolve("bell.wav"), 72, 0.12);
    Fixtures.embedding(dir.resolve("wind.npy"), 5, 16);
    corners =
        new String[] {
          flute.toString(),
          dir + "/harp_*.npy",
          dir.resolve("bell.wav").toString(),
          "wi=" + dir.resolve("wind.npy")
        };
  }

  private List<Object> arguments(Path output, Object... more) {
    List<Object> all = new ArrayList<>(List.of("grid", "-m", model, "-o", output));
    all.addAll(List.of("--pitches", "48,60,72", "--size", "3", "--corners"));
    all.addAll(Arrays.asList(corners));
    all.addAll(Arrays.asList(more));
    return all;
  }

  private Cli grid(Object... more) {
    return Cli.run(arguments(out, more).toArray());
  }

  private static Map<String, String> hashes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String name : Cli.files(folder)) {
      hashes.put(name, Sha256.of(folder.resolve(name)));
    }
    return hashes;
  }

  @Test
  void aGridIsWrittenWithItsManifestAndInstruments() throws IOException {
    Cli run =
        grid("--forms", "sfz,dspreset,pads", "--peak-db", "-12", "--pad-length", "1000samples");
    run.succeeded();
    assertTrue(run.summary().startsWith("grid: 27 made, 0 done before, 0 failed"), run.err());
    assertEquals(27, run.out().lines().count());

    JsonNode manifest = new ObjectMapper().readTree(out.resolve("manifest.json").toFile());
    assertEquals(Sha256.of(model), manifest.get("model").asText());
    assertEquals("flute_acoustic_001", manifest.get("corners").get(0).get("name").asText());
    assertEquals("harp", manifest.get("corners").get(1).get("name").asText());
    assertEquals("bell", manifest.get("corners").get(2).get("name").asText());
    assertEquals("wi", manifest.get("corners").get(3).get("name").asText());
    JsonNode note = manifest.get("notes").get(4); // second point, second pitch
    assertEquals("wav/grid_x1_y0-060-100.wav", note.get("file").asText());
    assertEquals("{\"nw\":0.5,\"ne\":0.5,\"sw\":0.0,\"se\":0.0}", note.get("weights").toString());
    assertTrue(note.get("sources").get("nw").asText().endsWith("-060-100.wav"));
    assertTrue(note.get("sources").get("ne").asText().endsWith("harp_50_embeddings.npy"), "tie");
    List<String> csv = Files.readAllLines(out.resolve("manifest.csv"));
    assertEquals(28, csv.size());
    assertTrue(csv.get(0).startsWith("file,column,row,x,y,pitch,velocity,noteSeed,weight_nw,"));
    assertEquals(note.get("noteSeed").asText(), csv.get(5).split(",")[7]);

    // The SFZ files name what is there, and every key of every point once.
    List<String> instruments =
        Cli.files(out).stream().filter(name -> name.endsWith(".sfz")).toList();
    assertEquals(10, instruments.size());
    int regions = 0;
    for (String instrument : instruments) {
      for (String line : Files.readAllLines(out.resolve(instrument))) {
        if (line.startsWith("<region>")) {
          regions++;
          assertTrue(Files.exists(out.resolve(line.replaceAll(".*sample=(\\S+) .*", "$1"))), line);
        }
      }
    }
    assertEquals(2 * 27, regions);
    List<String> presets =
        Cli.files(out).stream().filter(name -> name.endsWith(".dspreset")).toList();
    assertEquals(10, presets.size());
    List<String> samples = new ArrayList<>();
    for (String preset : presets) {
      for (String part : Files.readString(out.resolve(preset)).split("<sample path=\"")) {
        samples.add(part.substring(0, part.indexOf('"')));
      }
    }
    samples.removeIf(sample -> !sample.startsWith("wav/"));
    assertEquals(2 * 27, samples.size());
    assertTrue(samples.stream().allMatch(sample -> Files.exists(out.resolve(sample))));
    assertTrue(
        run.err().contains("grid: 0 of 27 notes have a loop"), "notes of 96 ms: " + run.err());
    assertEquals(
        new SamplerInfo(60),
        WavFile.samplerInfo(out.resolve("wav/grid_x2_y1-060-100.wav")).orElseThrow());
    String point = Files.readString(out.resolve("grid_x2_y1.sfz"));
    assertTrue(point.contains("pitch_keycenter=48 lokey=0 hikey=54 lovel=1 hivel=127"), point);
    assertTrue(point.contains("pitch_keycenter=60 lokey=55 hikey=66"), point);
    assertTrue(point.contains("pitch_keycenter=72 lokey=67 hikey=127"), point);
    assertTrue(Files.readString(out.resolve("grid.sfz")).contains("locc20=85 hicc20=127"));

    // The pads file, read back, is the WAV files.
    Path pads = out.resolve("pads").resolve("flute_acoustic_001_harp_bell_wi.bin");
    assertEquals(27 * 1000 * 2, Files.size(pads));
    Path back = dir.resolve("back");
    Object[] sizes = {
      "pad", pads, "--resolution", 3, "--pitches", "48,60,72", "--row", "1000samples", "-o", back
    };
    Cli.run(sizes).succeeded();
    assertEquals(27, Cli.files(back).size());
    for (JsonNode each : manifest.get("notes")) {
      String name =
          "flute_acoustic_001_harp_bell_wi_x%d_y%d-%03d.wav"
              .formatted(
                  each.get("column").asInt(), each.get("row").asInt(), each.get("pitch").asInt());
      float[] wav = AudioFile.read(out.resolve(each.get("file").asText())).samples();
      assertArrayEquals(
          Arrays.copyOf(wav, 1000), AudioFile.read(back.resolve(name)).samples(), name);
    }
    // The third point of the second row, at the second pitch, is row (1 · 3 + 2) · 3 + 1.
    byte[] all = Files.readAllBytes(pads);
    byte[] wav = Files.readAllBytes(out.resolve("wav/grid_x2_y1-060-100.wav"));
    int start = new String(wav, StandardCharsets.ISO_8859_1).indexOf("data") + 8;
    assertArrayEquals(
        Arrays.copyOfRange(wav, start, start + 2000),
        Arrays.copyOfRange(all, 16 * 2000, 17 * 2000));
    JsonNode device = new ObjectMapper().readTree(out.resolve("pads/settings.json").toFile());
    assertEquals("wi", device.get("corners").get(3).at("/instruments/0/name").asText());
    assertEquals(1000, device.at("/nsynth/length").asInt());

    // The same line makes nothing anew; another setting is noticed.
    Cli again =
        grid("--forms", "sfz,dspreset,pads", "--peak-db", "-12", "--pad-length", "1000samples");
    assertTrue(again.succeeded().summary().startsWith("grid: 0 made, 27 done before"));
    Cli other = grid("--peak-db", "-13");
    assertEquals(ExitCodes.CANNOT_CREATE, other.code());
    assertTrue(other.err().contains("peak -12.0, not -13.0"), other.err());
    assertTrue(other.err().contains("neither manifest"), other.err());
    Cli plain = grid("--peak-db", "-12", "--no-loop");
    assertEquals(ExitCodes.CANNOT_CREATE, plain.code());
    assertTrue(plain.err().contains("made with loop on"), plain.err());
  }

  @Test
  void aCornerAloneIsTheCornerAndDistanceIsTheDevices() throws IOException {
    grid("--interpolation", "distance", "--pitches", "60").misused("--pitches");
    corners = new String[] {dir + "/wind.npy", "h=" + dir + "/harp_50_embeddings.npy"};
    grid("--interpolation", "slerp", "--temperature", "0").succeeded();
    assertEquals(3 * 3 + 2, Cli.files(out).size());
    JsonNode manifest = new ObjectMapper().readTree(out.resolve("manifest.json").toFile());
    assertEquals("{\"w\":1.0,\"e\":0.0}", manifest.at("/notes/0/weights").toString());
    Path alone = dir.resolve("alone");
    Cli.run(
            "decode",
            "-m",
            model,
            "-o",
            alone,
            dir.resolve("wind.npy"),
            "--pitch",
            "48",
            "--temperature",
            "0",
            "--length",
            "3frames")
        .succeeded();
    float[] cut = AudioFile.read(alone.resolve("gen_wind.wav")).samples();
    float[] whole = AudioFile.read(out.resolve("wav/grid_x0_y0-048-100.wav")).samples();
    assertEquals(whole.length, cut.length);
    int fade = 160; // 10 ms, where a length is set
    assertArrayEquals(
        Arrays.copyOf(whole, whole.length - fade), Arrays.copyOf(cut, cut.length - fade));
    assertEquals(0, cut[cut.length - 1], 1e-3);
    grid("--forms", "pads").misused("four corners");
  }

  @Test
  void aFileSaysWhatTheCommandLineCan() throws IOException {
    Path yaml =
        Files.writeString(
            dir.resolve("grid.yaml"),
            """
            # a small grid
            corners:
              up: wind.npy
              down: bell.wav
            size: 2
            pitches: [48, 60]
            length: 2frames
            declick: true
            stereo: false
            output: made
            model: model.safetensors
            """);
    Cli.run("grid", yaml, "--pitches", "50", "-q").succeeded();
    assertEquals(
        List.of(
            "embeddings/down-bell_embeddings.npy",
            "manifest.csv",
            "manifest.json",
            "wav/grid_x0_y0-050-100.wav",
            "wav/grid_x1_y0-050-100.wav"),
        Cli.files(dir.resolve("made")));
    assertEquals(
        2 * 512, AudioFile.read(dir.resolve("made/wav/grid_x0_y0-050-100.wav")).samples().length);

    Files.writeString(yaml, "corners: [a, b]\nsise: 3\n");
    Cli.run("grid", yaml).refused(ExitCodes.BAD_DATA, yaml, "'sise'", "size");
    Files.writeString(yaml, "corners: [");
    Cli.run("grid", yaml).refused(ExitCodes.BAD_DATA, yaml, "YAML");
    Files.writeString(yaml, "corners: [a, b]\nsize: 3\nname: x\nsize: 4\n");
    Cli.run("grid", yaml).refused(ExitCodes.BAD_DATA, yaml + " line 4", "'size'", "second time");
    Files.writeString(yaml, "corners:\n  one: a\n  one: b\n");
    Cli.run("grid", yaml).refused(ExitCodes.BAD_DATA, yaml + " line 3", "'one'", "second time");
    Files.writeString(yaml, "stereo: maybe");
    Cli.run("grid", yaml).refused(ExitCodes.BAD_DATA, yaml, "stereo");
    Files.writeString(yaml, "size: big");
    Cli.run("grid", yaml).misused(yaml, "--size", "big");
    Files.writeString(yaml, "size:\n");
    Cli.run("grid", yaml).refused(ExitCodes.BAD_DATA, yaml, "size has no value");
    Cli.run("grid", dir.resolve("none.yaml")).refused(ExitCodes.NO_INPUT, "none.yaml");
  }

  @Test
  void nothingIsComputedBeforeAllIsValid() throws IOException {
    Cli plan = grid("--dry-run", "--json").succeeded();
    assertEquals(27, plan.json().get("notesToDo").asInt());
    // Of the whole process: no JVM takes less than this, and this one is allowed 2 GB.
    double memory = plan.json().get("memoryBytes").asDouble();
    assertTrue(memory > 5e7 && memory < 6e9, plan.out());
    assertTrue(plan.json().get("estimatedSeconds").asDouble() > 0);
    assertEquals(27 * 3 * 512 / 16000.0, plan.json().get("soundSeconds").asDouble(), 1e-9);
    assertFalse(Files.exists(out), "a dry run makes nothing");
    corners[2] = dir.resolve("none.wav").toString();
    grid().refused(ExitCodes.NO_INPUT, "none.wav");
    corners[2] = Files.writeString(dir.resolve("text.wav"), "la").toString();
    grid().refused(ExitCodes.BAD_DATA, "text.wav");
    corners[2] = Fixtures.embedding(dir.resolve("narrow.npy"), 2, 8).toString();
    grid().refused(ExitCodes.BAD_DATA, "narrow.npy", "8 channels");
    corners[2] = corners[0];
    grid().misused("two are called flute_acoustic_001");
    Path bare = dir.resolve("bare.npy");
    EmbeddingFile.write(bare, new Embedding(1, 16, new float[16]), EmbeddingInfo.NONE, true);
    corners[2] = dir + "/*.npy";
    grid().refused(ExitCodes.BAD_DATA, bare, "no known pitch", "flute C4.wav");
    corners[2] = dir.resolve("bell.wav").toString();
    grid("--velocities", "50,100", "--forms", "pads").misused("one velocity");
    grid("--stereo", "--forms", "pads").misused("--stereo");
    grid("--name", "a/b").misused("--name");
    corners = Arrays.copyOf(corners, 3);
    grid().misused("--corners");
    assertFalse(Files.exists(out));
    Cli.run("grid", "--corners", "a", "b").misused("--output");
  }

  private Process start(Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-exports=java.base/jdk.internal.module=ALL-UNNAMED");
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    arguments(output, "--length", "12frames", "-q").forEach(a -> command.add(a.toString()));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(dir.resolve("err" + output.getFileName()).toFile())
        .start();
  }

  /** How many notes are there, while others come and temporary files go. */
  private static int notes(Path folder) {
    String[] names = folder.resolve("wav").toFile().list((dir, name) -> !name.startsWith("."));
    return names == null ? 0 : names.length;
  }

  @Test
  @Tag("slow")
  void aGridThatIsKilledHalfwayIsFinishedByTheSameLineToTheSameBytes()
      throws IOException, InterruptedException {
    Path whole = dir.resolve("whole");
    Cli.run(arguments(whole, "--length", "12frames", "-q").toArray()).succeeded();
    Process killed = start(out);
    try {
      while (killed.isAlive() && notes(out) < 5) {
        Thread.sleep(5);
      }
    } finally {
      killed.destroyForcibly().waitFor();
    }
    int before = notes(out);
    assertTrue(before >= 5 && before < 27, before + " notes were made when it was killed");
    assertFalse(Files.exists(out.resolve("manifest.json")));
    Cli rest = Cli.run(arguments(out, "--length", "12frames").toArray()).succeeded();
    assertFalse(rest.summary().startsWith("grid: 27 made"), rest.err());
    // A file may be left half written under a hidden name; it is no note.
    Map<String, String> made = hashes(out);
    made.keySet().removeIf(name -> name.endsWith(".part"));
    assertEquals(hashes(whole), made);
  }

  @Test
  @Tag("slow")
  void twoProcessesShareAFolder() throws IOException, InterruptedException {
    Path whole = dir.resolve("whole");
    Cli.run(arguments(whole, "--length", "12frames", "-q").toArray()).succeeded();
    Process one = start(out);
    Process two = start(out);
    assertEquals(0, one.waitFor(), Files.readString(dir.resolve("errout")));
    assertEquals(0, two.waitFor(), Files.readString(dir.resolve("errout")));
    assertEquals(hashes(whole), hashes(out));
    assertNotEquals(0, hashes(out).size());
  }

  @Test
  void padsAreReadWithTheRightSizesOnly() throws IOException {
    Path pads = Files.write(dir.resolve("p.bin"), new byte[2 * 2 * 1 * 10 * 2]);
    Cli.run(
            "pad",
            pads,
            "--resolution",
            "2",
            "--pitches",
            "60",
            "--row",
            "10samples",
            "--cell",
            "1,0",
            "-o",
            out)
        .succeeded();
    assertEquals(List.of("p_x1_y0-060.wav"), Cli.files(out));
    Cli.run("pad", pads, "-o", dir.resolve("x")).refused(ExitCodes.BAD_DATA, pads, "--resolution");
    Cli.run("pad", dir.resolve("q.bin"), "-o", dir.resolve("x"))
        .refused(ExitCodes.NO_INPUT, "q.bin");
    Cli.run("pad", pads, "--cell", "9,0").misused("--cell");
    Cli.run("pad", pads, "--cell", "nine").misused("--cell");
    Cli.run("pad", pads, "--pitch", "61").misused("--pitch");
    Cli.run("pad", pads, "--resolution", "0").misused("0 points");
  }
}
