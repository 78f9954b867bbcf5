package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioFile;
import dev.synth.cli.process.StandardWriter;
import dev.synth.io.WorkFolder;
import dev.synth.latent.EmbeddingFile;
import dev.synth.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code -}: sounds and embeddings on standard input and standard output. */
class PipesTest {
  @TempDir private Path dir;
  private Path model;
  private byte[] wav;

  /** What a run printed, to the byte. */
  private record Piped(int code, byte[] out, String err) {
    Piped succeeded() {
      assertEquals(ExitCodes.OK, code, err);
      return this;
    }

    void refused(int expected, String words) {
      assertEquals(expected, code, err);
      assertTrue(err.contains(words), err);
      assertEquals(0, out.length);
    }
  }

  @BeforeEach
  void writeModel() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    wav = Files.readAllBytes(Fixtures.note(dir.resolve("a.wav"), 57, 0.5));
  }

  private static Piped run(byte[] input, Object... args) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      int code =
          Main.commandLine()
              .setOut(StandardWriter.of(out, false))
              .setErr(new PrintWriter(err, true))
              .execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
      assertEquals(List.of(), spooled());
      return new Piped(code, out.toByteArray(), err.toString());
    } finally {
      System.setIn(before);
    }
  }

  /** Folders of this process among the temporary files. */
  private static List<String> spooled() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(Files::isDirectory)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\.synth-.*-" + ProcessHandle.current().pid() + "-.*"))
          .toList();
    }
  }

  @Test
  void aSoundGoesThroughEncodeAndDecode() throws IOException {
    Piped encoded = run(wav, "encode", "-m", model, "-", "-o", "-").succeeded();
    assertTrue(encoded.err().contains("standard input: pitch A3"), encoded.err());
    Path npy = Files.write(dir.resolve("piped.npy"), encoded.out());
    assertEquals(16, EmbeddingFile.read(npy).frames());
    var info = EmbeddingFile.load(npy).info();
    assertEquals(57, info.pitch());
    assertEquals("standard input", info.source());
    // The same as by way of files, but for the name.
    Cli.run("encode", "-m", model, dir.resolve("a.wav"), "-o", dir.resolve("a.npy")).succeeded();
    assertArrayEquals(
        EmbeddingFile.read(dir.resolve("a.npy")).values(), EmbeddingFile.read(npy).values());

    Piped decoded = run(encoded.out(), "decode", "-m", model, "-", "-o", "-").succeeded();
    ByteBuffer bytes = ByteBuffer.wrap(decoded.out()).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(decoded.out().length - 8, bytes.getInt(4));
    assertEquals(
        16 * 512,
        AudioFile.read(Files.write(dir.resolve("piped.wav"), decoded.out())).samples().length);
    assertEquals(List.of("a.npy", "a.wav", "model.safetensors", "piped.npy", "piped.wav"), files());

    Piped mixed = run(encoded.out(), "mix", "-m", model, "-", npy, "-o", "-").succeeded();
    assertArrayEquals(
        EmbeddingFile.read(npy).values(),
        EmbeddingFile.read(Files.write(dir.resolve("mixed.npy"), mixed.out())).values(),
        1e-6f);
  }

  private List<String> files() throws IOException {
    return Cli.files(dir).stream().filter(name -> !name.contains(WorkFolder.FILE)).toList();
  }

  @Test
  void oneSoundIsTakenWhereSoundsAre() throws IOException {
    Piped info = run(wav, "info", "-", "--json").succeeded();
    var tree = new ObjectMapper().readTree(info.out());
    assertEquals("-", tree.at("/0/input").asText());
    assertEquals("sound", tree.at("/0/kind").asText());
    String line = new String(run(wav, "info", "-").out(), StandardCharsets.UTF_8);
    assertTrue(line.startsWith("standard input: sound, 0.500 s"), line);

    run(wav, "encode", "-m", model, "-", "-o", dir.resolve("out"), "--json").succeeded();
    assertEquals(List.of("stdin_embeddings.npy"), Cli.files(dir.resolve("out")));
    run(wav, "plot", "-", "-o", dir.resolve("out")).succeeded();
    assertEquals(List.of("stdin.png", "stdin_embeddings.npy"), Cli.files(dir.resolve("out")));
    Path morph = dir.resolve("morph");
    run(wav, "interpolate", "-m", model, "-", dir.resolve("a.wav"), "--steps", 2, "-o", morph)
        .succeeded();
    String description = Files.readString(morph.resolve("morph.json"));
    assertTrue(description.contains("\"standard input\""), description);
  }

  @Test
  void listsAreReadAsListFilesAre() throws IOException {
    Fixtures.note(dir.resolve("b.wav"), 64, 0.5);
    String list = "\ufeff" + dir.resolve("a.wav") + "\r\n" + dir.resolve("b.wav") + "\r";
    Path out = dir.resolve("out");
    run(list.getBytes(StandardCharsets.UTF_8), "encode", "-m", model, "-", "-o", out).succeeded();
    assertEquals(List.of("a_embeddings.npy", "b_embeddings.npy"), Cli.files(out));
    byte[] utf16 = ("\ufeff" + list).getBytes(StandardCharsets.UTF_16LE);
    run(utf16, "encode", "-m", model, "-", "-o", out)
        .refused(ExitCodes.BAD_DATA, "Standard input: is text in UTF-16; save it as UTF-8.");
  }

  @Test
  void whatCannotGoThroughAPipeIsRefused() throws IOException {
    Path a = dir.resolve("a.wav");
    run(wav, "encode", "-m", model, a, "-o", "-", "--json").refused(ExitCodes.USAGE, "--json");
    run(wav, "encode", "-m", model, a, a, "-o", "-")
        .refused(ExitCodes.USAGE, "--output: standard output is one file, but there are 2 inputs");
    for (String command : List.of("interpolate", "plot", "eval")) {
      run(wav, command, a, a, "-o", "-").refused(ExitCodes.USAGE, "-o -: synth " + command);
    }
    run(new byte[0], "info", "-").refused(ExitCodes.BAD_DATA, "Standard input is empty");
    run("a.wav\n".getBytes(StandardCharsets.UTF_8), "plot", "-")
        .refused(ExitCodes.BAD_DATA, "Standard input is text");
    run(wav, "decode", "-m", model, dir.resolve("none.npy"), "-o", "-")
        .refused(ExitCodes.NO_INPUT, "none.npy");
    System.setProperty("synth.terminal.stdout", "true");
    try {
      run(wav, "encode", "-m", model, a, "-o", "-")
          .refused(ExitCodes.USAGE, "Standard output is a terminal; redirect it");
    } finally {
      System.clearProperty("synth.terminal.stdout");
    }
  }

  @Test
  void whatFailsAtOnceIsTellingJson() throws IOException {
    Path bad = Files.writeString(dir.resolve("bad.npy"), "no npy");
    Path a = dir.resolve("a.wav");
    Path out = dir.resolve("out");
    Piped morph = run(wav, "interpolate", "-m", model, bad, a, "-o", out, "--json");
    assertFailure(ExitCodes.BAD_DATA, morph, "");
    assertFailure(
        ExitCodes.BAD_DATA,
        run(wav, "grid", "-m", model, "--corners", a, bad, "-o", out, "--json"),
        "/0");
    assertFailure(
        ExitCodes.BAD_DATA,
        run(wav, "grid", "-m", model, "--corners", a, bad, "-o", out, "--json", "--dry-run"),
        "");
    assertFailure(
        ExitCodes.BAD_DATA, run(wav, "decode", "-m", bad, bad, "-o", out, "--json"), "/0");
    assertFailure(
        ExitCodes.NO_INPUT, run(wav, "eval", model, dir.resolve("x"), "-o", out, "--json"), "");
  }

  private static void assertFailure(int code, Piped run, String at) throws IOException {
    assertEquals(code, run.code(), run.err());
    var tree = new ObjectMapper().readTree(run.out()).at(at);
    assertEquals("failed", tree.path("result").asText(), new String(run.out()));
    assertTrue(run.err().contains(tree.path("error").asText()), run.err());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void processesArePipedTogether() throws Exception {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    List<String> shell = new ArrayList<>(List.of("sh", "-c"));
    shell.add(
        "model=$1; shift; "
            + "\"$@\" encode -q -m \"$model\" - -o - <a.wav | tee a.npy |"
            + " \"$@\" decode -q -m \"$model\" - -o - >a2.wav || exit;"
            + " \"$@\" mix -q -m \"$model\" a.npy -o - | head -c 4 >start; echo done >&2");
    shell.add("sh");
    shell.add(model.toString());
    shell.addAll(java);
    Path err = dir.resolve("err");
    Process process =
        new ProcessBuilder(shell).directory(dir.toFile()).redirectError(err.toFile()).start();
    assertEquals(0, process.waitFor());
    String said = Files.readString(err);
    assertTrue(said.endsWith("done\n") && !said.contains("synth:"), said);
    assertEquals(16 * 512, AudioFile.read(dir.resolve("a2.wav")).samples().length);
    assertEquals(4, Files.size(dir.resolve("start")));
  }
}
