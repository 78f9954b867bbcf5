package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  private static final double UNIFORM_NATS = Math.log(256);

  @TempDir private Path dir;

  /** Trains tiny in batches of two crops of three frames, where {@code more} says nothing else. */
  private static Cli train(Path data, Path run, Object... more) {
    List<Object> args = new ArrayList<>(List.of("train", data, "--run", run));
    args.addAll(List.of(more));
    Map.of("--preset", "tiny", "--batch", "2", "--crop", "1536", "--threads", "2")
        .forEach(
            (option, value) -> {
              if (!args.contains(option)) {
                args.addAll(List.of(option, value));
              }
            });
    return Cli.run(args.toArray());
  }

  /** The measurements. */
  static List<JsonNode> log(Path run) throws IOException {
    return log(run, "measured");
  }

  private static List<JsonNode> log(Path run, String kind) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
      JsonNode node = new ObjectMapper().readTree(line);
      if (node.get("kind").asText().equals(kind)) {
        lines.add(node);
      }
    }
    return lines;
  }

  private static SavedModel model(Path run) throws IOException {
    return ModelFile.read(run.resolve("model.safetensors"));
  }

  @Test
  @Tag("slow")
  void theSameSeedTrainsTheSameModelFromEitherKindOfFolder() throws IOException {
    // Both folders hold the same notes under the same names.
    Path plain = Fixtures.notes(dir.resolve("plain"));
    Path nsynth = Fixtures.nsynthFolder(dir.resolve("nsynth"));
    Path a = dir.resolve("a");
    Path b = dir.resolve("b");
    Cli first = train(plain, a, "--steps", "6", "--evaluate-every", "2", "--save-every", "4");
    train(nsynth, b, "--steps", "6", "--evaluate-every", "2", "--save-every", "4").succeeded();
    first.succeeded();
    assertEquals(a.resolve("model.safetensors") + System.lineSeparator(), first.out());
    assertTrue(first.err().contains("notes: 5 to train on, 1 held out; seed 1"), first.err());
    List<String> files = new ArrayList<>(Cli.files(a));
    assertTrue(files.removeIf(name -> name.startsWith("events.out.tfevents.")), "" + files);
    assertTrue(files.removeIf(name -> name.startsWith("checkpoints/step-0000000")), "" + files);
    assertEquals(List.of(".lock", "log.jsonl", "model.safetensors", "run.json"), files);

    List<JsonNode> losses = log(a);
    assertEquals(List.of(2, 4, 6), losses.stream().map(l -> l.get("step").asInt()).toList());
    for (JsonNode line : losses) {
      assertTrue(line.get("trainNats").isDouble(), line.toString());
      double accuracy = line.get("accuracy").asDouble();
      assertTrue(accuracy >= 0 && accuracy < 0.5, line.toString());
      assertEquals(
          line.get("heldOutNats").asDouble() / Math.log(2),
          line.get("heldOutBits").asDouble(),
          1e-9);
    }
    assertEquals(untimed(losses), untimed(log(b)));
    assertEquals(6, log(a, "train").get(0).get("step").asInt());
    assertTrue(log(a, "train").get(0).get("samplesPerSecond").asLong() > 0);
    assertEquals(model(a).provenance(), model(b).provenance());
    model(a).tensors().forEach((name, values) -> assertArrayEquals(values, tensor(b, name), name));

    Path other = dir.resolve("other");
    train(plain, other, "--steps", "2", "--seed", "2", "--evaluate-every", "2").succeeded();
    assertFalse(untimed(log(other)).contains(untimed(losses).get(0)));
  }

  private static float[] tensor(Path run, String name) {
    try {
      return model(run).tensor(name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<JsonNode> untimed(List<JsonNode> lines) {
    List<JsonNode> rest = new ArrayList<>();
    lines.forEach(line -> rest.add(((ObjectNode) line.deepCopy()).without("seconds")));
    return rest;
  }

  @Test
  @Tag("slow")
  void threeHundredStepsLearnAndTheirModelCanBeGoneOnFrom() throws IOException {
    // The held-out notes' pitches are those of others: what is new of them is where they begin.
    Path data = dir.resolve("notes");
    for (int i = 0; i < 20; i++) {
      String name = "flute_acoustic_%03d-%03d-100.wav".formatted(i, 60 + i % 2);
      Fixtures.note(data.resolve(name), 60 + i % 2, 0.3 + 0.01 * i);
    }
    Path run = dir.resolve("run");
    train(data, run, "--steps", "300", "--crop", "512", "--held-out", "0.1", "-q").succeeded();
    double before = log(run).get(1).get("heldOutNats").asDouble();
    // Untrained it is ln 256 = 5.55; white noise could not go below that.
    assertTrue(before < UNIFORM_NATS - 1, "held out " + before);

    Path next = dir.resolve("next");
    train(data, next, "--steps", "1", "--crop", "512", "--init", run).succeeded();
    assertEquals("tiny", model(next).preset());
    assertEquals(
        0.1 * WaveNetPresets.TINY.training().learningRate(),
        model(next).provenance().learningRate(),
        1e-12,
        "in smaller steps");
    double after = log(next).get(0).get("heldOutNats").asDouble();
    assertEquals(before, after, 0.3, "one step on must not forget");
  }

  @Test
  void aRunIsForkedUnderItsSettingsButForThoseThatAreTyped() throws IOException {
    Path data = Fixtures.notes(dir.resolve("notes"));
    Path run = dir.resolve("run");
    train(data, run, "--steps", "2", "--seed", "7", "--clip", "1").succeeded();
    Path fork = dir.resolve("fork");
    String[] typed = {"--fork", run + "", "--learning-rate", "1e-4", "--steps", "3"};
    Cli.run("train", data, "--run", fork, "--dry-run", typed[0], typed[1], typed[4], typed[5])
        .succeeded();
    assertFalse(Files.exists(fork));
    List<Object> args = new ArrayList<>(List.of("train", data, "--run", fork));
    args.addAll(List.of(typed));
    Cli.run(args.toArray()).succeeded();
    JsonNode settings =
        new ObjectMapper().readTree(fork.resolve("run.json").toFile()).get("settings");
    assertEquals(1e-4, settings.get("learning-rate").asDouble());
    assertEquals(7, settings.get("seed").asInt());
    assertEquals(1, settings.get("clip").asDouble());
    assertEquals(1536, settings.get("crop").asInt());
    assertEquals(run.toAbsolutePath() + " at step 2", settings.get("fork").asText());
    assertEquals(3, model(fork).provenance().steps());
    train(data, run, "--steps", "4", "--seed", "7", "--clip", "1", "-f").succeeded();
    Cli.run(args.toArray()).succeeded(); // as it was forked, however far the other one is

    Path none = dir.resolve("none");
    train(data, none, "--init", run, "--preset", "small").misused("--preset small");
    Cli.run("train", data, "--run", none, "--fork", run, "--steps", "4").misused("--steps");
    assertFalse(Files.exists(none));
  }

  /** A softer copy under another instrument's name among the held-out notes. */
  @Test
  void heldOutNotesThatAreTrainedOnUnderAnotherNameAreTold() throws IOException {
    Path validation = Files.createDirectories(dir.resolve("validation"));
    Path trained = Path.of("nsynth-data/audio/flute_acoustic_073-072-100.wav");
    AudioClip clip = AudioFile.read(trained);
    float[] softer = clip.samples().clone();
    for (int i = 0; i < softer.length; i++) {
      softer[i] *= 0.8f;
    }
    Path copy = validation.resolve("organ_electronic_001-072-100.wav");
    WavFile.write(copy, new AudioClip(softer, clip.sampleRateHz()), WavFile.Encoding.PCM16, false);
    // Two held-out notes that are alike are none's business here.
    Path other = Fixtures.note(validation.resolve("reed_acoustic_001-072-100.wav"), 72, 1);
    Files.copy(other, validation.resolve("mallet_acoustic_001-072-100.wav"));
    List<Object> settings = List.of("--validation", validation, "--schedule", "constant");
    Cli told = steps(1, settings);
    assertEquals(ExitCodes.OK, told.code());
    assertTrue(told.err().contains("3 held-out notes compared with 8 training notes"), told.err());
    assertTrue(told.err().contains("1 sounds the same, such as " + copy), told.err());
    Cli again = steps(2, settings).succeeded();
    assertFalse(again.err().contains("compared with"), "a resumed run has been told");
  }

  private Cli steps(int steps, List<Object> settings) {
    List<Object> all = new ArrayList<>(settings);
    all.addAll(List.of("--steps", String.valueOf(steps)));
    return train(Path.of("nsynth-data"), dir.resolve("run"), all.toArray());
  }

  @Test
  void validationNotesTakeThePlaceOfAShare() throws IOException {
    Path data = Fixtures.notes(dir.resolve("notes"));
    Path validation = Fixtures.nsynthFolder(dir.resolve("validation"));
    Path run = dir.resolve("run");
    Fixtures.note(validation.resolve("audio/flute_acoustic_001-048-100.wav"), 48, 0.6);
    Cli overlap = train(data, run, "--validation", validation, "--steps", "2");
    overlap.refused(ExitCodes.BAD_DATA, "5 notes to measure on, of 6,", "--allow-overlap");
    assertTrue(overlap.err().contains("flute_acoustic_001-052-100.wav"), overlap.err());
    assertFalse(Files.exists(run));
    Cli cli =
        train(
            data,
            run,
            "--validation",
            validation,
            "--allow-overlap",
            "--input-noise",
            "0.2",
            "--steps",
            "2");
    assertEquals(ExitCodes.OK, cli.code(), cli.err());
    assertTrue(cli.err().contains("5 notes to measure on, of 6, are trained on, too"), cli.err());
    assertTrue(cli.err().contains("notes: 6 to train on, 6 held out"), cli.err());
    assertTrue(log(run).get(0).get("heldOutNats").asDouble() > 0);
    train(data, dir.resolve("none"), "--validation", dir.resolve("missing"))
        .refused(ExitCodes.NO_INPUT, dir.resolve("missing"));
    train(data, dir.resolve("none"), "--input-noise", "-1").misused("--input-noise");
  }

  /** Picocli would take the second and forget the others of its group. */
  @Test
  void anOptionGivenTwiceIsRefused() throws IOException {
    Path data = Fixtures.notes(dir.resolve("notes"));
    Path run = dir.resolve("run");
    train(data, run, "--steps", "1", "--warm-up", "1", "--clip", "2", "--warm-up", "0")
        .misused("--warm-up", "only once");
    train(data, run, "--seed", "1", "--steps", "1", "--seed", "2").misused("--seed", "only once");
    assertFalse(Files.exists(run));
  }

  @Test
  void anExistingRunIsLeftAsItIs() throws IOException {
    Path data = Fixtures.notes(dir.resolve("notes"));
    Path run = Files.createDirectory(dir.resolve("run"));
    Files.writeString(run.resolve("log.jsonl"), "old");
    train(data, run).refused(ExitCodes.CANNOT_CREATE, run.resolve("log.jsonl"), "run.json", "-f");
    Files.writeString(run.resolve("model.safetensors"), "old");
    train(data, run).refused(ExitCodes.CANNOT_CREATE, run.resolve("model.safetensors"), "-f");
    Files.writeString(run.resolve("mine.txt"), "kept");
    assertEquals("old", Files.readString(run.resolve("model.safetensors")));
    assertEquals("old", Files.readString(run.resolve("log.jsonl")));

    train(data, run, "-f", "--steps", "1").succeeded();
    assertEquals(1, log(run).size());
    assertEquals("kept", Files.readString(run.resolve("mine.txt")));
    train(data, data.resolve("flute_acoustic_001-048-100.wav"))
        .refused(ExitCodes.CANNOT_CREATE, "is a file");
  }

  @Test
  void typingErrorsAreUsageErrorsAndMakeNothing() throws IOException {
    Path data = Fixtures.notes(dir.resolve("notes"));
    Path run = dir.resolve("run");
    Cli.run("train", data).misused("--run");
    Cli.run("train", "--run", run).misused("DATA");
    train(data, run, "--crop", "100").misused("--crop", "512", "100");
    train(data, run, "--steps", "0").misused("--steps");
    train(data, run, "--steps", "many").misused("--steps", "many");
    train(data, run, "--held-out", "0.9").misused("--held-out", "0.9");
    train(data, run, "--learning-rate", "NaN").misused("--learning-rate");
    train(data, run, "--preset", "huge").misused("--preset", "huge");
    train(data, run, "--threads", "0").misused("--threads");
    assertFalse(Files.exists(run));
  }

  @Test
  void dataThatCannotBeUsedHasItsCodesAndMakesNothing() throws IOException {
    Path run = dir.resolve("run");
    Path missing = dir.resolve("missing");
    train(missing, run).refused(ExitCodes.NO_INPUT, missing);
    Path empty = Files.createDirectory(dir.resolve("empty"));
    train(empty, run).refused(ExitCodes.BAD_DATA, empty, ".wav");
    Path one = Fixtures.note(dir.resolve("one.wav"), 60, 0.3);
    train(one, run).refused(ExitCodes.BAD_DATA, "One note", "--held-out to 0");
    train(one, run, "--init", missing).refused(ExitCodes.NO_INPUT, missing);
    Path broken = Files.createDirectory(dir.resolve("broken"));
    Files.writeString(broken.resolve("examples.json"), "{\"a\": ");
    train(broken, run).refused(ExitCodes.BAD_DATA, "examples.json", "line 1");
    Path text = Files.writeString(dir.resolve("text.wav"), "no sound");
    train(text, run, "--held-out", "0", "-q").refused(ExitCodes.BAD_DATA, text);
    assertEquals(List.of(), Cli.files(run));
    assertFalse(Files.exists(run));
  }

  @Test
  void withoutHeldOutNotesTheirLossIsNull() throws IOException {
    Path one = Fixtures.note(dir.resolve("one.wav"), 60, 0.3);
    Path run = dir.resolve("run");
    train(one, run, "--held-out", "0", "--steps", "1").succeeded();
    assertTrue(log(run).get(0).get("heldOutNats").isNull());
    Path model = run.resolve("model.safetensors");
    Cli info = Cli.run("info", model, "--json").succeeded();
    assertTrue(info.json().get(0).get("provenance").get("heldOutNats").isNull());
    assertTrue(Cli.run("info", model).out().contains("held-out loss: not measured"));
  }
}
