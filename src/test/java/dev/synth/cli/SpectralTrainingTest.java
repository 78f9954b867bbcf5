package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.audio.AudioFile;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spectral model goes through the commands as every other. */
class SpectralTrainingTest {
  @TempDir private Path dir;
  private Path notes;

  @BeforeEach
  void writeNotes() throws IOException {
    notes = dir.resolve("notes");
    for (int pitch = 57; pitch < 63; pitch++) {
      Fixtures.note(notes.resolve("organ_acoustic_000-0" + pitch + "-100.wav"), pitch, 0.5);
    }
  }

  private Cli train(Path run, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("train", notes, "--preset", "baseline-small", "--run", run));
    for (String size :
        new String[] {
          "fftSamples=256", "hopSamples=64", "noteSamples=7936", "width=2", "latentChannels=8"
        }) {
      words.addAll(List.of("--set", size));
    }
    words.addAll(List.of("--batch", "4", "--held-out", "0.2", "--threads", "1"));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  @Test
  void itLearnsAndItsModelGoesThroughTheCommands() throws IOException {
    Path run = dir.resolve("run");
    train(run, "--steps", "40", "--evaluate-every", "20", "-q").succeeded();
    List<JsonNode> measured = TrainCommandTest.log(run);
    double before = measured.get(0).get("heldOutLoss").asDouble();
    double after = measured.get(1).get("heldOutLoss").asDouble();
    assertTrue(after < before, before + " and then " + after);

    String info = Cli.run("info", run).succeeded().out();
    assertTrue(info.contains("128 bins by 125 spectra of 256 samples"), info);

    Path a = notes.resolve("organ_acoustic_000-057-100.wav");
    Path b = notes.resolve("organ_acoustic_000-062-100.wav");
    Path folder = dir.resolve("embeddings");
    Cli.run("encode", a, b, "-m", run, "-o", folder, "-q").succeeded();
    Path embedding = folder.resolve("organ_acoustic_000-057-100_embeddings.npy");
    Embedding made = EmbeddingFile.read(embedding);
    assertEquals(2, made.frames());
    assertEquals(8, made.channels());

    Path one = dir.resolve("one.wav");
    Path two = dir.resolve("two.wav");
    Cli.run("decode", embedding, "-m", run, "-o", one, "-q").succeeded();
    Cli.run("decode", a, "-m", run, "-o", two, "-q").succeeded();
    // An embedding tells whole frames, of 7,936 samples here; so does a sound that is encoded
    // first.
    assertEquals(15_872, AudioFile.read(one).samples().length);
    assertEquals(15_872, AudioFile.read(two).samples().length);
    Path between = dir.resolve("between");
    Cli.run("interpolate", a, b, "-m", run, "-o", between, "--steps", "3", "-q").succeeded();
    assertTrue(Cli.files(between).size() >= 3, Cli.files(between).toString());
    Cli.run("eval", run, notes, "-o", dir.resolve("eval"), "-q").succeeded();
  }

  @Test
  void settingsWithoutAMeaningAreRefused() {
    train(dir.resolve("run"), "--input-noise", "0.5").misused("--input-noise", "0");
    train(dir.resolve("run"), "--crop", "15872").misused("--crop", "7936");
  }

  @Test
  void aSizeThatCannotBeIsNamed() {
    Cli.run("train", notes, "--preset", "baseline", "--set", "hopSamples=300", "--run", dir)
        .misused("--set", "hopSamples must be a divisor of half of fftSamples, 512");
  }
}
