package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of broken input: one sentence that names the file, its exit code, no output. */
class BadInputTest {
  @TempDir private Path dir;
  private Path model;
  private Path sound;
  private Path embedding;
  private Path out;

  @BeforeEach
  void writeGoodInputs() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    sound = Fixtures.note(dir.resolve("good.wav"), 60, 0.2);
    embedding = Fixtures.embedding(dir.resolve("good.npy"), 2, 16);
    out = dir.resolve("out");
  }

  /** Encodes it, and morphs from and to it. */
  private void assertBadSound(Path bad, int code) throws IOException {
    Cli.run("encode", "-m", model, "-o", out, bad).refused(code, bad);
    Cli.run("interpolate", "-m", model, "-o", out, embedding, bad).refused(code, bad);
    Cli.run("interpolate", "-m", model, "-o", out, bad, sound).refused(code, bad);
    assertEquals(List.of(), Cli.files(out));
  }

  private void assertBadEmbedding(Path bad, String... words) throws IOException {
    Cli.run("decode", "-m", model, "-o", out, bad).refused(ExitCodes.BAD_DATA, bad);
    Cli.run("info", bad).refused(ExitCodes.BAD_DATA, (Object[]) words);
    Cli.run("interpolate", "-m", model, "-o", out, bad, embedding).refused(ExitCodes.BAD_DATA, bad);
    assertEquals(List.of(), Cli.files(out));
  }

  private void assertBadModel(Path bad, int code) throws IOException {
    Cli.run("encode", "-m", bad, "-o", out, sound).refused(code, bad);
    Cli.run("decode", "-m", bad, "-o", out, embedding).refused(code, bad);
    Cli.run("interpolate", "-m", bad, "-o", out, embedding, sound).refused(code, bad);
    Cli.run("info", bad).refused(code, bad);
    assertEquals(List.of(), Cli.files(out));
  }

  @Test
  void sounds() throws IOException {
    assertBadSound(Files.createFile(dir.resolve("empty.wav")), ExitCodes.BAD_DATA);
    assertBadSound(Fixtures.cut(sound, dir.resolve("cut.wav"), 1000), ExitCodes.BAD_DATA);
    assertBadSound(Fixtures.cut(sound, dir.resolve("stub.wav"), 6430), ExitCodes.BAD_DATA);
    assertBadSound(Files.writeString(dir.resolve("text.wav"), "la la la"), ExitCodes.BAD_DATA);
    Path folder = Files.createDirectory(dir.resolve("folder"));
    Cli.run("encode", "-m", model, "-o", out, folder).refused(ExitCodes.BAD_DATA, folder);
    for (Path notOne : List.of(folder, dir.getRoot())) {
      Cli.run("interpolate", "-m", model, "-o", out, sound, notOne)
          .refused(ExitCodes.NO_INPUT, notOne);
    }
    assertBadSound(dir.resolve("missing.wav"), ExitCodes.NO_INPUT);
    assertBadSound(notANumber(dir.resolve("nan.wav")), ExitCodes.BAD_DATA);
  }

  /** A float WAV whose last sample is NaN. */
  private static Path notANumber(Path file) throws IOException {
    WavFile.write(file, new AudioClip(new float[800], 16_000), WavFile.Encoding.FLOAT32, false);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] = 0x7f;
    bytes[bytes.length - 2] = (byte) 0xc0;
    return Files.write(file, bytes);
  }

  @Test
  void embeddings() throws IOException {
    assertBadEmbedding(npy("rank3.npy", "<f4", "1, 2, 16", 128), "(1, 2, 16)", "squeeze");
    assertBadEmbedding(npy("object.npy", "|O", "2, 16", 128), "Python objects");
    assertBadEmbedding(npy("integer.npy", "<i4", "2, 16", 128), "integers");
    assertBadEmbedding(Fixtures.cut(embedding, dir.resolve("cut.npy"), 65), "cut short");
    assertBadEmbedding(Fixtures.cut(embedding, dir.resolve("stub.npy"), 264), "header");
    assertBadEmbedding(Files.createFile(dir.resolve("empty.npy")), "not a NumPy");
    assertBadEmbedding(Files.copy(sound, dir.resolve("sound.npy")), "not a NumPy");
    Path missing = dir.resolve("missing.npy");
    Cli.run("decode", "-m", model, "-o", out, missing).refused(ExitCodes.NO_INPUT, missing);
  }

  private Path npy(String name, String type, String shape, int valueBytes) throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(type, shape);
    String start = "\u0093NUMPY\1\0" + (char) header.length() + "\0" + header;
    byte[] bytes = (start + "\0".repeat(valueBytes)).getBytes(StandardCharsets.ISO_8859_1);
    return Files.write(dir.resolve(name), bytes);
  }

  @Test
  void models() throws IOException {
    assertBadModel(Fixtures.cut(model, dir.resolve("cut.safetensors"), 1), ExitCodes.BAD_DATA);
    assertBadModel(Files.createFile(dir.resolve("empty.safetensors")), ExitCodes.BAD_DATA);
    assertBadModel(
        Files.writeString(dir.resolve("text.safetensors"), "a model, honestly"),
        ExitCodes.BAD_DATA);
    assertBadModel(edited("width", "16", "24"), ExitCodes.BAD_DATA);
    assertBadModel(edited("layers", "10", "11"), ExitCodes.BAD_DATA);
    assertBadModel(edited("layers", "10", "-9"), ExitCodes.BAD_DATA);
    assertBadModel(edited("layers", "10", "xx"), ExitCodes.BAD_DATA);
    assertBadModel(edited("kernelSize", "3", "4"), ExitCodes.BAD_DATA);
    assertBadModel(
        Fixtures.edited(model, dir.resolve("field.safetensors"), "hopSamples", "hopSimples"),
        ExitCodes.BAD_DATA);
    assertBadModel(dir.resolve("missing.safetensors"), ExitCodes.NO_INPUT);
    assertBadModel(Files.createDirectory(dir.resolve("folder.safetensors")), ExitCodes.NO_INPUT);
  }

  /** The model with one number of the spec in its header changed; JSON within JSON. */
  private Path edited(String field, String value, String other) throws IOException {
    String key = "\\\"" + field + "\\\":";
    Path to = dir.resolve(field + other + ".safetensors");
    return Fixtures.edited(model, to, key + value, key + other);
  }
}
