package dev.synth.provenance.c2pa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import dev.synth.provenance.key.Credentials;
import dev.synth.provenance.key.SignatureAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final long SEED = 22;

  @TempDir private static Path keys;
  @TempDir private Path folder;
  private static Credentials own;
  private static Credentials curve;

  @BeforeAll
  static void credentials() throws IOException {
    own = Credentials.init(keys.resolve("a"), "Tester", SignatureAlgorithm.ED25519, false);
    curve = Credentials.init(keys.resolve("b"), "Tester", SignatureAlgorithm.ES256, false);
  }

  private static CredentialsReport read(Path file) throws IOException {
    return ManifestReader.read(file, own.chain()).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 30_000})
  @DisplayName("what was signed holds, at any length, and says what it was told")
  void signed(int samples) throws IOException {
    Path file = folder.resolve("a.wav");
    SignedSounds.write(file, samples, own, Optional.empty());
    CredentialsReport report = read(file);
    assertEquals(List.of(), report.faults());
    assertEquals("a.wav", report.title());
    assertEquals("synth 1.2.3", report.generator());
    assertEquals("Tester", report.signer());
    assertTrue(report.isTrusted());
    assertEquals(Optional.empty(), report.certificateFault());
    assertEquals("1 \u2028 2", report.settings().get("größe"));
    assertEquals("c2pa.created", report.actions().get(0).name());
    assertTrue(report.actions().get(0).sourceType().endsWith("/trainedAlgorithmicMedia"));
    assertEquals("2026-11-01T12:00:00Z", report.actions().get(0).when());
    assertTrue(report.ingredients().get(0).startsWith("flute.wav, SHA-256 of its samples: abab"));
    assertEquals(samples, AudioFile.read(file).samples().length);
    assertEquals(List.of(), AudioFile.read(file).remarks());
    assertEquals("A test", WavFile.fields(file).get("ICMT"));
    assertEquals(0, Files.size(file) % 2);
  }

  @Test
  @DisplayName("another's signature holds and is not trusted")
  void untrusted() throws IOException {
    Path file = folder.resolve("a.wav");
    SignedSounds.write(file, 50, curve, Optional.empty());
    CredentialsReport report = read(file);
    assertEquals(List.of(), report.faults());
    assertFalse(report.isTrusted());
    assertEquals("ES256", report.algorithm());
  }

  @Test
  @DisplayName("a flipped bit outside the credentials is found, one inside breaks nothing")
  void flipped() throws IOException {
    Path file = folder.resolve("a.wav");
    SignedSounds.write(file, 7, own, Optional.empty());
    byte[] bytes = Files.readAllBytes(file);
    int storeBytes = ManifestReader.store(file).orElseThrow().length;
    int outside = bytes.length - 8 - storeBytes;
    Path changed = folder.resolve("b.wav");
    SplittableRandom random = new SplittableRandom(SEED);
    for (int at = 0; at < bytes.length; at += at < outside ? 1 : 7) {
      byte[] copy = bytes.clone();
      copy[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(changed, copy);
      boolean holds;
      try {
        Optional<CredentialsReport> report = ManifestReader.read(changed, own.chain());
        holds = report.isPresent() && report.get().holds();
      } catch (BadDataException e) {
        holds = false;
      }
      assertFalse(holds && at < outside, "byte " + at + ", seed " + SEED);
    }
  }

  @Test
  @DisplayName("bytes behind, a second chunk and cut files are found")
  void moved() throws IOException {
    Path file = folder.resolve("a.wav");
    SignedSounds.write(file, 7, own, Optional.empty());
    byte[] bytes = Files.readAllBytes(file);
    Path changed = folder.resolve("b.wav");
    Files.write(changed, Arrays.copyOf(bytes, bytes.length + 2));
    assertFalse(read(changed).holds());
    Files.write(changed, Arrays.copyOf(bytes, bytes.length - 2));
    assertEquals(Optional.empty(), ManifestReader.read(changed, List.of()));
    byte[] store = ManifestReader.store(file).orElseThrow();
    byte[] twice = Arrays.copyOf(bytes, bytes.length + 8 + store.length);
    System.arraycopy(bytes, bytes.length - 8 - store.length, twice, bytes.length, 8 + store.length);
    Files.write(changed, twice);
    String told = assertThrows(BadDataException.class, () -> read(changed)).getMessage();
    assertTrue(told.contains("twice"), told);
  }

  @Test
  @DisplayName("an ingredient's own credentials are carried on")
  void carried() throws IOException {
    Path file = folder.resolve("a.wav");
    SignedSounds.write(file, 7, curve, Optional.empty());
    Path next = folder.resolve("b.wav");
    SignedSounds.write(next, 8, own, ManifestReader.store(file));
    CredentialsReport report = read(next);
    assertEquals(List.of(), report.faults());
    assertEquals(1, report.earlier());
    assertEquals("b.wav", report.title());
  }

  @Test
  @DisplayName("credentials beside a file hold for it alone")
  void beside() throws IOException {
    Path file = folder.resolve("a.npy");
    Files.write(file, new byte[] {1, 2, 3});
    byte[] hash = Sha256.digest().digest(Files.readAllBytes(file));
    byte[] store =
        new ManifestWriter(SignedSounds.statement("a.npy", Optional.empty()), own).sidecar(hash);
    Files.write(folder.resolve("a.c2pa"), store);
    assertEquals(List.of(), read(file).faults());
    Files.write(file, new byte[] {1, 2, 4});
    assertEquals(List.of("the file was changed since it was signed"), read(file).faults());
  }

  @Test
  @DisplayName("the same statement has the same bytes with Ed25519")
  void repeated() throws IOException {
    Path first = folder.resolve("x/a.wav");
    Path second = folder.resolve("y/a.wav");
    SignedSounds.write(first, 9, own, Optional.empty());
    SignedSounds.write(second, 9, own, Optional.empty());
    assertEquals(-1, Files.mismatch(first, second));
  }

  @Test
  @DisplayName("CBOR is as RFC 8949 has it in appendix A")
  void vectors() throws BadDataException {
    assertCbor("00", 0);
    assertCbor("17", 23);
    assertCbor("1818", 24);
    assertCbor("1903e8", 1000);
    assertCbor("1a000f4240", 1_000_000);
    assertCbor("1b000000e8d4a51000", 1_000_000_000_000L);
    assertCbor("20", -1);
    assertCbor("3863", -100);
    assertCbor("f5", true);
    assertCbor("f6", null);
    assertCbor("4401020304", new byte[] {1, 2, 3, 4});
    assertCbor("62c3bc", "\u00fc");
    assertCbor("83010203", List.of(1, 2, 3));
    assertCbor("a0", Map.of());
    assertCbor("a10102", Map.of(1, 2));
    assertCbor("a161610a", Map.of("a", 10));
    assertCbor(
        "c074323031332d30332d32315432303a30343a30305a",
        java.time.Instant.parse("2013-03-21T20:04:00Z"));
    assertEquals(
        "{\"1\":-7,\"a\":[true,null]}",
        Cbor.decode(HexFormat.of().parseHex("a20126616182f5f6"), "It").toString());
    for (String bad :
        List.of("", "a1", "a2010201", "ff", "0000", "a201020103", "5b7fffffffffffffff")) {
      byte[] bytes = HexFormat.of().parseHex(bad);
      assertThrows(BadDataException.class, () -> Cbor.decode(bytes, "It"), bad);
    }
  }

  private static void assertCbor(String hex, Object value) {
    assertArrayEquals(HexFormat.of().parseHex(hex), Cbor.encode(value), hex);
  }

  @Test
  @DisplayName("boxes that do not fit, are deep or many, are refused")
  void boxes() {
    byte[] deep = JumbfBox.superbox("c2pa", "x");
    for (int i = 0; i < 40; i++) {
      deep = JumbfBox.superbox("c2pa", "x", deep);
    }
    refused(deep);
    byte[][] many = new byte[10_001][];
    Arrays.fill(many, JumbfBox.box("cbor", new byte[0]));
    refused(JumbfBox.superbox("c2pa", "x", many));
    refused(new byte[0]);
    refused(HexFormat.of().parseHex("ffffffff6a756d62"));
    refused(HexFormat.of().parseHex("000000006a756d62"));
    refused(HexFormat.of().parseHex("000000086a756d62"));
    refused(JumbfBox.box("cbor", new byte[3]));
    byte[] behind = Arrays.copyOf(JumbfBox.superbox("c2pa", "c2pa"), 60);
    behind[59] = 1;
    refused(behind);
  }

  private static void refused(byte[] bytes) {
    assertThrows(BadDataException.class, () -> JumbfBox.read(bytes));
  }
}
