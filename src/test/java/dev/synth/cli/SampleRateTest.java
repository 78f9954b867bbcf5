package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.Resampler;
import dev.synth.audio.WavFile;
import dev.synth.latent.EmbeddingFile;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of another rate than NSynth's is trained, encodes and plays at its own. */
class SampleRateTest {
  private static final int RATE_HZ = 22_050;
  private static final int HOP_SAMPLES = 512;

  @TempDir private Path dir;

  private static AudioClip tone(int sampleRateHz) {
    float[] samples = new float[sampleRateHz];
    for (int t = 0; t < samples.length; t++) {
      samples[t] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * t / sampleRateHz));
    }
    return new AudioClip(samples, sampleRateHz);
  }

  @Test
  void theModelsRateHoldsFromEndToEnd() throws IOException {
    Path notes = Files.createDirectory(dir.resolve("notes"));
    Path original = notes.resolve("tone_acoustic_000-069-100.wav");
    WavFile.write(original, tone(44_100), WavFile.Encoding.FLOAT32, false);
    Path run = dir.resolve("run");
    Cli.run(
            "train",
            notes,
            "--preset",
            "tiny",
            "--set",
            "sampleRateHz=22050",
            "--steps",
            2,
            "--batch",
            1,
            "--crop",
            2048,
            "--held-out",
            0,
            "--sample-every",
            1,
            "--run",
            run,
            "-q")
        .succeeded();
    Path file = run.resolve("model.safetensors");
    SavedModel model = ModelFile.read(file);
    assertEquals(RATE_HZ, model.spec().sampleRateHz());
    assertEquals("tiny sampleRateHz=22050", model.preset());

    Cli.run("encode", original, "--model", file, "-o", dir, "-q").succeeded();
    Path embedding = dir.resolve("tone_acoustic_000-069-100_embeddings.npy");
    int frames = (RATE_HZ + HOP_SAMPLES - 1) / HOP_SAMPLES;
    assertEquals(frames, EmbeddingFile.read(embedding).frames());
    // The encoder takes the sound as the resampler makes it.
    try (var encoder = model.encoder(1)) {
      assertArrayEquals(
          encoder
              .encode(Resampler.resample(tone(44_100), RATE_HZ).samples(), OptionalInt.empty())
              .values(),
          EmbeddingFile.read(embedding).values(),
          1e-6f);
    }

    Cli.run("decode", embedding, "--model", file, "-o", dir, "-q").succeeded();
    AudioClip sound = AudioFile.read(dir.resolve("gen_tone_acoustic_000-069-100.wav"));
    assertEquals(RATE_HZ, sound.sampleRateHz());
    assertEquals(frames * HOP_SAMPLES, sound.samples().length);
    AudioClip preview = AudioFile.read(run.resolve("samples").resolve("step-00000001.wav"));
    assertEquals(RATE_HZ, preview.sampleRateHz());
    assertEquals(RATE_HZ, preview.samples().length);
  }

  @Test
  void sizesThatCannotBeAreMisuse() {
    for (String set : new String[] {"sampleRateHz=1", "widht=8", "width=x", "width", "=4"}) {
      Cli.run("train", dir, "--preset", "tiny", "--set", set, "--run", dir.resolve("run"))
          .misused("--set");
    }
  }

  @Test
  void anotherSizeIsRefusedByItsNameAlone() throws IOException {
    Path notes = Files.createDirectory(dir.resolve("notes"));
    WavFile.write(
        notes.resolve("tone_acoustic_000-069-100.wav"),
        tone(16_000),
        WavFile.Encoding.PCM16,
        false);
    Path run = dir.resolve("run");
    Object[] line = {
      "train",
      notes,
      "--preset",
      "tiny",
      "--steps",
      1,
      "--batch",
      1,
      "--crop",
      2048,
      "--held-out",
      0,
      "--sample-every",
      0,
      "--run",
      run,
      "-q",
      "--set",
      null
    };
    line[line.length - 1] = "width=24";
    Cli.run(line).succeeded();
    line[line.length - 1] = "width=32";
    Cli.run(line)
        .refused(
            ExitCodes.CANNOT_CREATE,
            "--preset tiny width=24, now tiny width=32; network width 24, now 32)");
  }
}
