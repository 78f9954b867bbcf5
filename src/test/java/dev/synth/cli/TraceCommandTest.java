package dev.synth.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code synth trace} on what {@code synth decode} made. */
class TraceCommandTest {
  @TempDir private static Path dir;
  private static Path sound;
  private static Path marked;
  private static Path plain;

  @BeforeAll
  static void decode() throws IOException {
    Fixtures.model(dir.resolve("m.safetensors"));
    Fixtures.embedding(dir.resolve("a_embeddings.npy"), 125, 16);
    sound = decode("out/gen_a.wav", "--no-watermark");
    marked = decode("marked/gen_a.wav");
    plain = decode("bare.wav", "--no-fields", "--no-credentials", "--no-watermark");
  }

  private static Path decode(String name, Object... options) {
    Path model = dir.resolve("m.safetensors");
    Path input = dir.resolve("a_embeddings.npy");
    Path target = dir.resolve(name);
    Object[] all = {"decode", "-m", model, input, "--pitch", "60", "-o", target};
    Cli.run(Stream.concat(Stream.of(all), Stream.of(options)).toArray()).succeeded();
    return target;
  }

  private static JsonNode trace(int code, Object... args) throws IOException {
    Object[] all = new Object[args.length + 2];
    all[0] = "trace";
    all[1] = "--json";
    System.arraycopy(args, 0, all, 2, args.length);
    Cli run = Cli.run(all);
    assertEquals(code, run.code(), run.err());
    return new ObjectMapper().readTree(run.out()).get(0);
  }

  @Test
  @DisplayName("a generated sound tells its model, settings and line")
  void found() throws IOException {
    JsonNode told = trace(ExitCodes.OK, sound);
    assertTrue(told.at("/fields/ICMT").asText().startsWith("AI-generated sound"), told.toString());
    Instant date = Instant.ofEpochSecond(Long.parseLong(System.getenv("SOURCE_DATE_EPOCH")));
    assertEquals(date.toString().substring(0, 10), told.at("/fields/ICRD").asText());
    assertTrue(told.at("/credentials/holds").asBoolean(), told.toString());
    assertTrue(told.at("/credentials/trusted").asBoolean(), told.toString());
    assertEquals("decode", told.at("/credentials/settings/command").asText());
    assertTrue(told.at("/ledger/unchanged").asBoolean(), told.toString());
    assertEquals("fields credentials", told.at("/credentials/settings/marks").asText());
    assertEquals("not_found", told.at("/watermark/answer").asText(), told.toString());
    String words = Cli.run("trace", sound).out();
    assertTrue(
        words.contains("watermark: not found, which says nothing about how the sound was made"),
        words);
  }

  @Test
  @DisplayName("a copy in another form is known by its mark, with the key that it has")
  void converted() throws IOException {
    Path copy = dir.resolve("elsewhere/copy.wav");
    AudioClip clip = AudioFile.read(marked);
    WavFile.write(copy, clip, WavFile.Encoding.PCM24, true);
    JsonNode told = trace(ExitCodes.OK, copy, "--ledger", marked.getParent());
    assertEquals("marked", told.at("/watermark/answer").asText(), told.toString());
    assertFalse(told.has("credentials"), told.toString());
    assertEquals("gen_a.wav", told.at("/ledger/output").asText(), told.toString());
    assertFalse(told.at("/ledger/unchanged").asBoolean(), told.toString());
    Path key = Files.write(dir.resolve("key"), new byte[32]);
    JsonNode other = trace(3, copy, "--mark-key", key);
    assertFalse(other.at("/watermark/answer").asText().equals("marked"), other.toString());
  }

  @Test
  @DisplayName("a mark of a key of one's own is found with that key alone")
  void ownKey() throws IOException {
    Path key = Files.write(dir.resolve("own"), "sixteen bytes or more".getBytes(US_ASCII));
    Path own = decode("own.wav", "--mark-key", key);
    JsonNode told = trace(ExitCodes.OK, own, "--mark-key", key);
    assertEquals("marked", told.at("/watermark/answer").asText(), told.toString());
    JsonNode other = trace(ExitCodes.OK, own);
    assertFalse(other.at("/watermark/answer").asText().equals("marked"), other.toString());
    Path small = Files.write(dir.resolve("small"), new byte[15]);
    Path input = dir.resolve("a_embeddings.npy");
    Cli refused = Cli.run("decode", "-m", dir.resolve("m.safetensors"), input, "--mark-key", small);
    assertEquals(ExitCodes.BAD_DATA, refused.code());
    assertTrue(refused.err().contains("from 16 to 4096"), refused.err());
    Cli both =
        Cli.run(
            "decode",
            "-m",
            dir.resolve("m.safetensors"),
            input,
            "--mark-key",
            key,
            "--no-watermark");
    assertEquals(ExitCodes.USAGE, both.code());
    assertTrue(both.err().contains("give one of them"), both.err());
  }

  @Test
  @DisplayName("a changed sample breaks the credentials: exit code 4")
  void broken() throws IOException {
    byte[] bytes = Files.readAllBytes(sound);
    bytes[20_000] ^= 1;
    Path changed = Files.write(dir.resolve("changed.wav"), bytes);
    JsonNode told = trace(4, changed);
    assertFalse(told.at("/credentials/holds").asBoolean(), told.toString());
    assertTrue(Cli.run("trace", changed).out().contains("BROKEN: the file was changed"));
  }

  @Test
  @DisplayName("without marks nothing is found but the ledger's line, and elsewhere nothing")
  void unmarked() throws IOException {
    assertEquals("bare.wav", trace(ExitCodes.OK, plain).at("/ledger/output").asText());
    Path moved = dir.resolve("stranger/b.wav");
    Files.createDirectories(moved.getParent());
    byte[] bytes = Files.readAllBytes(plain);
    bytes[20_000] ^= 1;
    Files.write(moved, bytes);
    JsonNode told = trace(3, moved);
    assertFalse(told.at("/found").asBoolean(), told.toString());
    assertEquals("not_found", told.at("/watermark/answer").asText());
    assertEquals(66, Cli.run("trace", dir.resolve("none.wav")).code());
  }

  @Test
  @DisplayName("what has no room for credentials has them in a file beside it")
  void sidecars() throws IOException {
    Path model = dir.resolve("m.safetensors");
    Path a = dir.resolve("a_embeddings.npy");
    Path mix = dir.resolve("beside/mix.npy");
    Cli.run("mix", "-m", model, a, a, "--pitch", "60", "-o", mix).succeeded();
    JsonNode told = trace(ExitCodes.OK, mix);
    assertTrue(told.at("/credentials/holds").asBoolean(), told.toString());
    assertTrue(
        told.at("/credentials/actions/0/sourceType").asText().endsWith("/trainedAlgorithmicData"));
    assertEquals("mix", told.at("/credentials/settings/command").asText());
    assertEquals(3, told.at("/credentials/ingredients").size(), told.toString());
    // Its credentials are carried on into what is made of it.
    Path played = dir.resolve("beside/played.wav");
    Cli.run("decode", "-m", model, mix, "-o", played).succeeded();
    assertEquals(1, trace(ExitCodes.OK, played).at("/credentials/earlierManifests").asInt());
    byte[] bytes = Files.readAllBytes(mix);
    bytes[bytes.length - 3] ^= 1;
    Files.write(mix, bytes);
    assertFalse(trace(4, mix).at("/credentials/holds").asBoolean());
    Cli.run("mix", "-f", "-m", model, a, a, "--pitch", "60", "--no-credentials", "-o", mix)
        .succeeded();
    assertFalse(Files.exists(dir.resolve("beside/mix.npy.c2pa")));
    Path piece = dir.resolve("piece");
    Cli.run("compose", "--score-only", "--bars", "8", "--seed", "1", "-o", piece).succeeded();
    try (Stream<Path> files = Files.list(piece)) {
      Path midi = files.filter(file -> file.toString().endsWith(".mid")).findFirst().orElseThrow();
      assertTrue(trace(ExitCodes.OK, midi).at("/credentials/holds").asBoolean());
    }
  }

  @Test
  @DisplayName("the same seed gives the same samples, whatever is signed")
  void sameSamples() throws IOException {
    Path again = decode("again.wav", "--no-watermark");
    assertArrayEquals(AudioFile.read(sound).samples(), AudioFile.read(again).samples());
    assertArrayEquals(AudioFile.read(sound).samples(), AudioFile.read(plain).samples());
    Path markedAgain = decode("again-marked.wav");
    assertArrayEquals(AudioFile.read(marked).samples(), AudioFile.read(markedAgain).samples());
  }
}
