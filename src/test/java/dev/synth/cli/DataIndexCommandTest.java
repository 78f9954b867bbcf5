package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.audio.WavFile;
import dev.synth.dataset.source.NoteSource;
import dev.synth.model.ModelFile;
import dev.synth.model.Provenance;
import dev.synth.model.SavedModel;
import dev.synth.testing.Fixtures;
import dev.synth.testing.Python;
import dev.synth.train.data.NoteSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataIndexCommandTest {
  @TempDir private Path dir;

  /** A model that says that it was trained on {@code notes}. */
  private Path trainedOn(Path notes) throws IOException {
    SavedModel model = ModelFile.read(Fixtures.model(dir.resolve("random.safetensors")));
    String fingerprint = NoteSplit.fingerprint(NoteSource.open(List.of(notes), problem -> {}));
    Provenance trained = new Provenance(fingerprint, 2, 1, 1, 512, 1e-3, 1, 2, "test");
    Path file = dir.resolve("mine.safetensors");
    ModelFile.write(file, new SavedModel(model.spec(), "mine", trained, model.tensors()), true);
    return file;
  }

  @Test
  void aModelTellsItsSourcesAndTheNotesNearestToASound() throws Exception {
    Path notes = Fixtures.nsynthFolder(dir.resolve("flutes"));
    Path model = trainedOn(notes);
    Cli run = Cli.run("data", "index", notes, "-m", model, "-l", "flutes=CC BY 4.0, Somebody");
    Path index = dir.resolve("mine.notes.npz");
    assertEquals(index.toString(), run.succeeded().out().strip());
    assertEquals("", run.err().replaceAll("(?m)^(\\r?.*indexing.*)?$", "").strip());

    String info = Cli.run("info", model).succeeded().out();
    assertTrue(info.contains("from flutes: 6 notes; CC BY 4.0, Somebody"), info);
    JsonNode source = Cli.run("info", model, "--json").json().get(0).get("sources").get(0);
    assertEquals(6, source.get("notes").asInt());

    Path first = dir.resolve("flutes/audio");
    Path sound;
    try (var files = Files.list(first)) {
      sound = files.sorted().findFirst().orElseThrow();
    }
    Cli traced = Cli.run("trace", sound, "-m", model);
    assertTrue(
        traced.out().contains("nearest instruments among the 6 training notes of mine:"),
        traced.out());
    assertTrue(traced.out().contains("distance 0.000"), traced.out());
    JsonNode nearest =
        Cli.run("trace", sound, "-m", model, "--json").json().get(0).get("nearestTrainingNotes");
    String name = sound.getFileName().toString().replace(".wav", "");
    assertEquals(name, nearest.get("nearest").get(0).get("note").asText());
    assertEquals("flutes", nearest.get("nearest").get(0).get("source").asText());

    Path picture = dir.resolve("near.png");
    assertEquals(3, Cli.run("trace", sound, "-m", model, "--picture", picture).code());
    assertTrue(ImageIO.read(picture.toFile()).getWidth() > 2 * 8 * 48, "two panels");
    Cli.run("trace", sound, "-m", model, "--picture", picture)
        .refused(ExitCodes.CANNOT_CREATE, picture, "-f");
    Cli.run("trace", sound, "--picture", dir.resolve("other.png"))
        .refused(ExitCodes.BAD_DATA, sound, "--model");
    Cli.run("trace", sound, sound, "--picture", picture).misused("--picture is of one file");

    // What it plays names whom the licence asks to be named.
    Path played = dir.resolve("played.wav");
    Cli.run("decode", sound, "-m", model, "-o", played, "--length", "0.1s", "-q").succeeded();
    assertEquals(
        "Model trained on flutes (CC BY 4.0, Somebody)", WavFile.fields(played).get("ICOP"));

    // NumPy reads it.
    Path script = dir.resolve("load.py");
    Files.writeString(
        script,
        "import json, sys, numpy\n"
            + "index = numpy.load(sys.argv[1])\n"
            + "notes = json.loads(index['notes.json'])['notes']\n"
            + "sources = json.loads(index['sources.json'])['sources']\n"
            + "assert sources[0]['name'] == 'flutes'\n"
            + "assert index['thumbnails'].shape == (len(notes), 256)\n"
            + "assert index['thumbnails'].dtype == numpy.int8\n");
    Python.withNumPy(dir).run(script.toString(), index);
  }

  @Test
  void aModelFileAloneCarriesItsSourcesIntoWhatItMakes() throws Exception {
    Path notes = Fixtures.nsynthFolder(dir.resolve("flutes"));
    Path run = dir.resolve("run");
    Cli.run(
            "train",
            notes,
            "--run",
            run,
            "--preset",
            "tiny",
            "--steps",
            "1",
            "--batch",
            "1",
            "-l",
            "flutes=CC BY 4.0, Somebody",
            "-q")
        .succeeded();
    Path model = dir.resolve("alone.safetensors");
    Files.copy(run.resolve("model.safetensors"), model);
    String info = Cli.run("info", model).succeeded().out();
    assertTrue(info.contains("notes; CC BY 4.0, Somebody"), info);
    JsonNode source = Cli.run("info", model, "--json").json().get(0).get("sources").get(0);
    assertEquals("flutes", source.get("name").asText());
    int trained = ModelFile.read(model).provenance().notes();
    assertEquals(trained, source.get("notes").asInt());

    Path played = dir.resolve("played.wav");
    Path sound = Fixtures.note(dir.resolve("a C4.wav"), 60, 0.5);
    Cli.run("decode", sound, "-m", model, "-o", played, "--length", "0.1s", "-q").succeeded();
    assertEquals(
        "Model trained on flutes (CC BY 4.0, Somebody)", WavFile.fields(played).get("ICOP"));

    Cli.run("train", notes, "--run", dir.resolve("b"), "--preset", "tiny", "-l", "x=MIT", "-q")
        .refused(ExitCodes.BAD_DATA, "No note is from 'x'; sources are: flutes");
    assertFalse(Files.exists(dir.resolve("b")));
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    Path notes = Fixtures.nsynthFolder(dir.resolve("flutes"));
    Path model = trainedOn(notes);
    Path other = Fixtures.note(dir.resolve("other/organ C4.wav"), 60, 0.5);
    Cli.run("data", "index", other, "-m", model, "-q")
        .refused(ExitCodes.BAD_DATA, model, "was not trained on just these notes");
    Cli.run("data", "index", notes, "-o", dir.resolve("i.npz"), "-l", "x=MIT", "-q")
        .refused(ExitCodes.BAD_DATA, "No note is from 'x'; sources are: flutes");
    assertFalse(Files.exists(dir.resolve("i.npz")));
    Cli.run("data", "index", notes).misused("-m=MODEL", "-o=FILE.npz");
    Path sound = Fixtures.note(dir.resolve("a.wav"), 60, 0.5);
    Cli.run("trace", sound, "-m", model)
        .refused(ExitCodes.NO_INPUT, "mine.notes.npz: no such file", "synth data index");

    Path index = dir.resolve("i.npz");
    Cli run = Cli.run("data", "index", notes, "-o", index);
    assertEquals(ExitCodes.OK, run.code());
    assertTrue(run.err().contains("no licence is given for flutes"), run.err());
    Cli.run("data", "index", notes, "-o", index, "-q")
        .refused(ExitCodes.CANNOT_CREATE, index, "-f");
  }
}
