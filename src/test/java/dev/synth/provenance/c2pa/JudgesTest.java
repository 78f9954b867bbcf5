package dev.synth.provenance.c2pa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.provenance.Marking;
import dev.synth.provenance.Origin;
import dev.synth.provenance.key.Credentials;
import dev.synth.provenance.key.SignatureAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What programs that are not synth's say of its content credentials. Runs where Node is, and where
 * scripts/check-credentials.sh has fetched them.
 */
@EnabledIf("present")
class JudgesTest {
  private static final Path JUDGES =
      Path.of(Optional.ofNullable(System.getenv("SYNTH_JUDGES")).orElse("target/judges"));

  @TempDir private Path folder;

  static boolean present() {
    return Files.isDirectory(JUDGES.resolve("node_modules/@contentauth/c2pa-wasm"))
        && Files.isDirectory(JUDGES.resolve("node_modules/@trustnxt/c2pa-ts"));
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "ED25519"})
  @DisplayName("c2pa-rs and c2pa-ts find them valid, and a flipped bit wrong")
  void judged(SignatureAlgorithm algorithm) throws Exception {
    Credentials credentials = Credentials.init(folder.resolve("key"), "Tester", algorithm, false);
    Path first = folder.resolve("a.wav");
    SignedSounds.write(first, 5001, credentials, Optional.empty());
    Path second = folder.resolve("b.wav");
    SignedSounds.write(second, 7001, credentials, ManifestReader.store(first));
    Path changed = folder.resolve("c.wav");
    byte[] bytes = Files.readAllBytes(first);
    bytes[2000] ^= 1;
    Files.write(changed, bytes);
    List<JsonNode> told = judge(first, second, changed);
    for (JsonNode each : told.subList(0, 2)) {
      // No list of trusted certificates is given: valid, by someone unknown.
      assertEquals("Valid", each.at("/rs/state").asText(), each.toString());
      assertTrue(each.at("/ts/valid").asBoolean(), each.toString());
      assertTrue(
          each.at("/rs/source/0").asText().endsWith("/trainedAlgorithmicMedia"), each.toString());
      assertEquals("flute.wav", each.at("/rs/ingredients/0").asText(), each.toString());
    }
    assertEquals(2, told.get(1).at("/rs/manifests").asInt());
    assertEquals("Invalid", told.get(2).at("/rs/state").asText(), told.get(2).toString());
    assertFalse(told.get(2).at("/ts/valid").asBoolean(), told.get(2).toString());
  }

  @Test
  @DisplayName("of credentials beside a file c2pa-rs reads what they say, c2pa-ts finds them valid")
  void beside() throws Exception {
    Credentials credentials =
        Credentials.init(folder.resolve("key"), "Tester", SignatureAlgorithm.ED25519, false);
    Path file = Files.write(folder.resolve("a.npy"), new byte[5001]);
    Path changed = Files.write(folder.resolve("b.npy"), new byte[5002]);
    Marking marking =
        new Marking(
            new Marking.Layers(false, () -> Optional.of(credentials), Optional.empty()),
            "1",
            Instant.EPOCH);
    marking.besideEmbedding(file, file, new Origin(Map.of("command", "mix"), List.of()));
    Files.copy(ManifestReader.sidecar(file), ManifestReader.sidecar(changed));
    List<JsonNode> told = judge(file, changed);
    String source = told.get(0).at("/rs/source/0").asText();
    assertTrue(source.endsWith("/trainedAlgorithmicData"), told.get(0).toString());
    assertTrue(told.get(0).at("/ts/valid").asBoolean(), told.get(0).toString());
    assertFalse(told.get(1).at("/ts/valid").asBoolean(), told.get(1).toString());
  }

  private List<JsonNode> judge(Path... files) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("node", "scripts/check_credentials.mjs", JUDGES.toAbsolutePath().toString()));
    for (Path file : files) {
      command.add(file.toString());
    }
    Path out = folder.resolve("out");
    Process node =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertTrue(node.waitFor(5, TimeUnit.MINUTES));
    String text = Files.readString(out, StandardCharsets.UTF_8);
    assertEquals(0, node.exitValue(), text);
    List<JsonNode> told = new ArrayList<>();
    for (String line : text.lines().toList()) {
      told.add(new ObjectMapper().readTree(line));
    }
    return told;
  }
}
