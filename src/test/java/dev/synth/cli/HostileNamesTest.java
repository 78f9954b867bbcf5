package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dataset.source.Records;
import dev.synth.io.text.Printable;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.midi.SmallSoundfont;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.testing.Fixtures;
import dev.synth.testing.SoundBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and values in files that would end a line, clear a terminal or turn a sentence's text. */
class HostileNamesTest {
  /** As a file may have it. */
  private static final String RAW = "a\u001b[2J\n\u009b1m\u202eb";

  /** As JSON writes it. */
  private static final String JSON = "a\\u001b[2J\\n\\u009b1m\\u202eb";

  /** The same with half a pair of characters, which a value may have, but not a name. */
  private static final String HALF = JSON + "\\ud800";

  /** As it is told. */
  private static final String TOLD = "a\\u001b[2J\\u000a\\u009b1m\\u202eb";

  private static final String TOLD_HALF = TOLD + "\\ud800";

  @TempDir private Path dir;

  private Path file(String name, String content) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** Both streams, which must have no control character but the ends of lines. */
  private static Cli clean(Cli cli) {
    for (String stream : List.of(cli.out(), cli.err())) {
      assertTrue(
          stream.replace("\n", "").codePoints().noneMatch(Printable::isControl)
              && stream.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE),
          () -> "control characters in: " + Printable.line(stream));
    }
    return cli;
  }

  private static void refused(Cli cli, Object... words) {
    clean(cli).refused(ExitCodes.BAD_DATA, words);
  }

  private static void says(String stream, String line) {
    assertTrue(stream.lines().anyMatch(line::equals), () -> "'" + line + "' wanted in: " + stream);
  }

  private Path nsynth(String json) throws IOException {
    Path folder = dir.resolve("nsynth");
    Fixtures.note(folder.resolve("audio").resolve("organ.wav"), 60, 0.1);
    return file("nsynth/examples.json", json).getParent();
  }

  @Test
  void notesOfAnNsynthFolder() throws IOException {
    Path folder = nsynth("{\"%s\": {}}\n{\"%s\": {}}".formatted(JSON, JSON));
    Path list = folder.resolve("examples.json");
    refused(Cli.run("data", "inspect", folder), list, "the note " + TOLD + " is there twice");
    nsynth("{\"%s\": {}, \"%s\": {}}".formatted(JSON, JSON));
    refused(Cli.run("data", "inspect", folder), list, ": '" + TOLD + "' is there twice.");
    nsynth("{\"%s\": 1}".formatted(JSON));
    refused(Cli.run("data", "inspect", folder), "an object of the features of " + TOLD + ".");
    nsynth("{\"%s/\": {}}".formatted(JSON));
    refused(Cli.run("data", "inspect", folder), "the name '" + TOLD + "/' is no file's in");
    nsynth("{\"a\": {}} %s".formatted(RAW));
    refused(Cli.run("data", "inspect", folder), list, "line 1");
  }

  @Test
  void labelsOfAnNsynthFolder() throws IOException {
    Path folder =
        nsynth(
            "{\"organ\": {\"instrument_family_str\": \"%s\", \"qualities_str\": [\"%s\"]},"
                    .formatted(HALF, HALF)
                + " \"%s\": {}}".formatted(JSON));
    Path list = folder.resolve("examples.json");
    Cli inspected = clean(Cli.run("data", "inspect", folder));
    assertEquals(ExitCodes.OK, inspected.code(), inspected.err());
    says(
        inspected.err(),
        "synth: "
            + list
            + ": the instrument_family_str of organ is '"
            + TOLD_HALF
            + "', no family of NSynth's, and is left out.");
    says(
        inspected.err(),
        "synth: "
            + list
            + " lists 1 note without a .wav file in "
            + folder.resolve("audio")
            + ": "
            + TOLD
            + ".");
    says(inspected.out(), "quality     " + TOLD_HALF + ": 1");

    Cli checked = clean(Cli.run("data", "check", folder));
    assertEquals(ExitCodes.BAD_DATA, checked.code(), checked.err());
    String missing = folder.resolve("audio").resolve("x").toString().replaceFirst("x$", "");
    assertTrue(checked.out().contains(missing + TOLD + ".wav: "), checked.out());
  }

  @Test
  void aNoteIsToldShort() throws IOException {
    String name = "x".repeat(5000);
    Path folder = nsynth("{\"%s\": {}}\n{\"%s\": {}}".formatted(name, name));
    refused(
        Cli.run("data", "inspect", folder), "the note " + "x".repeat(255) + "... is there twice");
  }

  @Test
  void featuresAndNamesOfRecords() throws IOException {
    Path records =
        Records.file(
            dir.resolve("x.tfrecord"),
            Records.noteBut(1, RAW, Records.text("x")),
            Records.noteBut(2, "instrument_source_str", Records.text(RAW)),
            Records.noteBut(60, "note_str", Records.text(RAW)),
            Records.noteBut(60, "note_str", Records.text(RAW)),
            Records.noteBut(60, "instrument_str", Records.text(RAW)));
    for (int i = 0; i < 2; i++) { // the second time from the index
      Cli inspected = clean(Cli.run("data", "inspect", records, "--labels-only"));
      says(
          inspected.err(), "synth: " + records + ": has features that are not used: " + TOLD + ".");
      says(
          inspected.err(),
          "synth: "
              + records
              + ": the instrument_source_str of note_002 is '"
              + TOLD
              + "', no source of NSynth's, and is left out.");
    }
    Cli checked = clean(Cli.run("data", "check", records));
    says(
        checked.out().replaceAll("at byte \\d+", "at byte N"),
        records
            + ": the record at byte N ("
            + TOLD
            + "): duplicate: has the name of "
            + records
            + ": the record at byte N ("
            + TOLD
            + ").");
  }

  @Test
  void labelsThatNamesDeny() throws IOException {
    Path folder =
        nsynth("{\"flute_acoustic_001-060-100\": {\"instrument_str\": \"%s\"}}".formatted(HALF));
    Fixtures.note(folder.resolve("audio").resolve("flute_acoustic_001-060-100.wav"), 60, 0.1);
    Cli checked = clean(Cli.run("data", "check", folder));
    assertTrue(
        checked
            .out()
            .contains(
                "name: the name says instrument flute_acoustic_001, the label " + TOLD_HALF + "."),
        checked.out());
  }

  private Path model(String header) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return Files.write(
        dir.resolve("m.safetensors"), SoundBytes.join(SoundBytes.le(8, json.length), json));
  }

  @Test
  void tensorsAndTextsOfModels() throws IOException {
    Path file = model("{\"%s\": {\"dtype\": \"%s\"}}".formatted(JSON, HALF));
    refused(
        Cli.run("info", file),
        file + ": tensor " + TOLD + " has type " + TOLD_HALF + "; synth reads F32 only.");
    model("{\"%s\": {\"dtype\": \"F32\", \"shape\": [\"%s\"]}}".formatted(JSON, HALF));
    refused(Cli.run("info", file), "tensor " + TOLD + " has shape ");
    String metadata = "{\"__metadata__\": {\"preset\": \"\", \"provenance\": \"{}\", ";
    model(metadata + "\"spec\": \"{}\", \"kind\": \"%s\"}}".formatted(HALF));
    refused(Cli.run("info", file), "is a model of kind '" + TOLD_HALF + "', which");
    model(metadata + "\"spec\": \"{}\", \"format\": \"%s\"}}".formatted(HALF));
    refused(Cli.run("info", file), "is a model file of format " + TOLD_HALF + ", but");
    String inside = JSON.replace("\\", "\\\\");
    model(metadata + "\"spec\": \"{\\\"%s\\\": 1}\"}}".formatted(inside));
    refused(Cli.run("info", file), "has no size '" + TOLD + "'; its sizes are ");
    model(metadata + "\"spec\": \"{\\\"%s\\\": 1, \\\"%s\\\": 1}\"}}".formatted(inside, inside));
    refused(Cli.run("info", file), "'" + TOLD + "' is there twice.");
  }

  @Test
  void presetOfAModel() throws IOException {
    Path file = Fixtures.model(dir.resolve("m.safetensors"));
    SavedModel model = ModelFile.read(file);
    ModelFile.write(
        file, new SavedModel(model.spec(), RAW, model.provenance(), model.tensors()), true);
    Cli info = clean(Cli.run("info", file)).succeeded();
    assertTrue(info.out().startsWith(file + ": wavenet model " + TOLD + ", "), info.out());
    assertEquals(RAW, Cli.run("info", file, "--json").json().get(0).get("preset").asText());
  }

  @Test
  void fieldsOfASpecification() throws IOException {
    Path spec =
        file(
            "spec.json",
            "{\"kind\": \"%s\", \"training\": {\"learningRate\": 1}, \"spec\": {\"%s\": 1}}"
                .formatted(HALF, JSON));
    Fixtures.notes(dir.resolve("notes"));
    Path notes = dir.resolve("notes");
    refused(
        Cli.run("train", notes, "--run", dir.resolve("run"), "--spec", spec),
        spec + ": is a model of kind '" + TOLD_HALF + "'");
    Cli set =
        Cli.run("train", notes, "--run", dir.resolve("run"), "--spec", spec, "--set", "size=1");
    refused(set, spec + ": has no size 'size'; its sizes are " + TOLD + ".");
  }

  @Test
  void whatAnEmbeddingSaysOfItself() throws IOException {
    EmbeddingInfo info =
        new EmbeddingInfo(60, null, RAW, null, RAW, null, null, null, "other", RAW, 16_000, 512);
    Path file = dir.resolve("e.npy");
    EmbeddingFile.write(file, new Embedding(4, 4, new float[16]), info, true);
    Cli told = clean(Cli.run("info", file)).succeeded();
    assertTrue(
        told.out()
            .contains("from its " + TOLD + "), of " + TOLD + ", by a model of preset " + TOLD),
        told.out());
    Path model = Fixtures.model(dir.resolve("m.safetensors"));
    int channels = ModelFile.read(model).latent().channels();
    EmbeddingFile.write(file, new Embedding(4, channels, new float[4 * channels]), info, true);
    refused(Cli.run("decode", "-m", model, file, "-o", dir.resolve("out")), "another model, whose");
    byte[] header =
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (" + RAW + ", 4), }\n")
            .getBytes(StandardCharsets.UTF_8);
    Files.write(
        file,
        SoundBytes.join(
            new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0},
            SoundBytes.le(2, header.length),
            header));
    refused(Cli.run("info", file), "has the unusable extent '" + TOLD + "'.");
  }

  @Test
  void presetsOfASoundfont() throws IOException {
    Path font = Files.write(dir.resolve("good.sf2"), new SmallSoundfont().bytes());
    Path bad = Fixtures.edited(font, dir.resolve("bad.sf2"), "one\0\0", "a\u001b\n\u009bb");
    Cli list = clean(Cli.run("data", "render", "--soundfont", bad, "--list")).succeeded();
    assertTrue(list.out().contains("   0       0  a???b  "), list.out());
  }

  @Test
  void codingOfAnAiff() throws IOException {
    byte[] sound =
        SoundBytes.form(
            "AIFC", SoundBytes.comm(8, 16, "\u001b\n\u009b "), SoundBytes.ssnd(new byte[16]));
    Path file = Files.write(dir.resolve("x.aifc"), sound);
    refused(Cli.run("info", file), "is coded as '\\u001b\\u000a\\u009b ' with 16 bits");
  }

  @Test
  void settingsInYaml() throws IOException {
    String quoted = "\"" + JSON + "\"";
    Path yaml = file("grid.yaml", quoted + ": 1\n");
    refused(Cli.run("grid", yaml), yaml + ": '" + TOLD + "' is no setting; these are: ");
    file("grid.yaml", quoted + ": 1\n" + quoted + ": 1\n");
    refused(Cli.run("grid", yaml), "'" + TOLD + "' is set a second time");
    file("grid.yaml", "size: " + quoted + "\n");
    clean(Cli.run("grid", yaml)).misused("'" + TOLD.replace("\\u000a", " ") + "'");
    file("grid.yaml", "corners: [\"a\\0\", b]\n");
    refused(Cli.run("grid", yaml), yaml + ": 'a\\u0000' cannot be a path.");
  }

  @Test
  void linesOfAListOfNotes() throws IOException {
    String line = RAW.replace("\n", "");
    Path list = file("notes.txt", line + "\n");
    Cli missing = clean(Cli.run("data", "inspect", list));
    missing.refused(
        ExitCodes.NO_INPUT, list + " line 1: ", TOLD.replace("\\u000a", "") + ": no such file");
    Path folder = nsynth("{\"organ\": {}}");
    file("notes.txt", folder.getFileName() + "\t" + line + "\n");
    refused(
        Cli.run("data", "inspect", list),
        list + " line 1: ",
        " has no note named " + TOLD.replace("\\u000a", "") + ".");
  }

  @Test
  void whatARunSaysOfItself() throws IOException {
    file(
        "runs/one/run.json",
        """
        {"steps": 5, "settings": {"preset": "%s", "%s": "%s", "network": {"%s": "%s"}},
         "environment": {"%s": "%s"}}
        """
            .formatted(HALF, JSON, HALF, JSON, HALF, JSON, HALF));
    file(
        "runs/one/log.jsonl",
        "{\"kind\": \"warning\", \"step\": 1, \"text\": \"%s\"}\n".formatted(HALF));
    Cli list = clean(Cli.run("runs", "list", dir.resolve("runs"))).succeeded();
    assertEquals(2, list.out().lines().count(), list.out());
    assertTrue(list.out().contains(" " + TOLD_HALF + " "), list.out());
    Cli show = clean(Cli.run("runs", "show", dir.resolve("runs/one"))).succeeded();
    says(show.out(), "  warning: " + TOLD_HALF);
    says(show.out(), "    --preset " + TOLD_HALF);
    says(show.out(), "    --" + TOLD + " " + TOLD_HALF);
    says(show.out(), "      " + TOLD + " " + TOLD_HALF);
    says(show.out(), "    " + TOLD + ": " + TOLD_HALF);
    file("runs/one/run.json", "{\"%s\": 1, \"%s\": 1}".formatted(JSON, JSON));
    refused(Cli.run("runs", "show", dir.resolve("runs/one")), "'" + TOLD + "' is there twice.");
  }
}
