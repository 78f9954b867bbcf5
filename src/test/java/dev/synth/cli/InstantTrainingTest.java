package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioFile;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.models.instant.InstantSpec;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code synth train --preset instant-tiny}, and what its models do. */
class InstantTrainingTest {
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
    Object[] fixed = {
      "train",
      notes,
      "--preset",
      "instant-tiny",
      "--run",
      run,
      "--batch",
      "4",
      "--crop",
      "8192",
      "--held-out",
      "0.2",
      "--threads",
      "1"
    };
    Object[] all = java.util.Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return Cli.run(all);
  }

  @Test
  void theSameSeedTrainsTheSameModelWithAndWithoutKeptAnalyses() throws IOException {
    Path first = dir.resolve("first");
    Path second = dir.resolve("second");
    Cli run = train(first, "--steps", "6").succeeded();
    assertTrue(run.err().contains("instant-tiny"), run.err());
    train(second, "--steps", "6").succeeded();
    SavedModel a = ModelFile.read(first.resolve("model.safetensors"));
    SavedModel b = ModelFile.read(second.resolve("model.safetensors"));
    assertEquals(InstantSpec.KIND, a.kind().name());
    a.tensors().forEach((name, values) -> assertArrayEquals(values, b.tensor(name), name));
  }

  @Test
  void itLearnsAndItsModelPlays() throws IOException {
    Path run = dir.resolve("run");
    train(run, "--steps", "60", "--ema", "0.5", "--evaluate-every", "30", "-q").succeeded();
    List<com.fasterxml.jackson.databind.JsonNode> measured = TrainCommandTest.log(run);
    double before = measured.get(0).get("heldOutLoss").asDouble();
    double after = measured.get(1).get("heldOutLoss").asDouble();
    assertTrue(after < 0.9 * before, before + " and then " + after);
    Path sound = notes.resolve("organ_acoustic_000-060-100.wav");
    Path wav = dir.resolve("out.wav");
    Cli.run("decode", sound, "-m", run, "-o", wav, "-q").succeeded();
    assertEquals(16_000, AudioFile.read(wav).sampleRateHz());
  }

  @Test
  void settingsWithoutAMeaningAreRefused() {
    train(dir.resolve("run"), "--input-noise", "0.5").misused("--input-noise", "0");
    Path run = dir.resolve("run");
    Cli.run("train", notes, "--preset", "instant-tiny", "--run", run, "--crop", "8000")
        .misused("--crop", "whole frames of 512 samples, such as 8192,");
  }
}
