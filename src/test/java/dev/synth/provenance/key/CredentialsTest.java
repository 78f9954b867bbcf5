package dev.synth.provenance.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisabledOnOs(OS.WINDOWS)
class CredentialsTest {
  private static final String EMAIL = "1.3.6.1.5.5.7.3.4";
  private static final String WEB_SERVER = "1.3.6.1.5.5.7.3.1";
  private static final byte[] MESSAGE = {1, 2, 3};

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"ES256", "ED25519"})
  @DisplayName("a key that is made signs, and Java accepts its chain")
  void made(SignatureAlgorithm algorithm) throws Exception {
    Path place = folder.resolve("credentials");
    Credentials.init(place, "Ü", algorithm, false);
    Credentials loaded = Credentials.load(place);
    byte[] signature = loaded.sign(MESSAGE);
    assertEquals(loaded.signatureBytes(), signature.length);
    assertTrue(Credentials.isValid(algorithm, loaded.signer(), MESSAGE, signature));
    signature[7] ^= 1;
    assertFalse(Credentials.isValid(algorithm, loaded.signer(), MESSAGE, signature));
    assertEquals("Ü", Certificates.commonName(loaded.signer()));
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(loaded.chain().get(1), null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(loaded.signer())),
            parameters);
  }

  @Test
  @DisplayName("only the owner can read the key, and a key that others can read is refused")
  void readable() throws IOException {
    Path place = folder.resolve("config/synth/credentials");
    Credentials made = Credentials.init(place, null, SignatureAlgorithm.ES256, false);
    for (Path parent : List.of(place.getParent(), place.getParent().getParent())) {
      assertEquals(
          PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(parent));
    }
    Path key = place.resolve("key.pem");
    assertEquals(
        PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(place));
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(key));
    String secret = Files.readString(key).lines().toList().get(1);
    assertFalse(made.toString().contains(secret));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    String told = assertThrows(BadDataException.class, () -> Credentials.load(place)).getMessage();
    assertTrue(told.contains("chmod 600"), told);
  }

  @Test
  @DisplayName("a key is not replaced unasked")
  void kept() throws IOException {
    Path place = folder.resolve("credentials");
    Credentials first = Credentials.init(place, null, SignatureAlgorithm.ED25519, false);
    assertThrows(
        CannotCreateException.class,
        () -> Credentials.init(place, null, SignatureAlgorithm.ED25519, false));
    assertEquals(first.signer(), Credentials.load(place).signer());
    Credentials second = Credentials.init(place, null, SignatureAlgorithm.ED25519, true);
    assertEquals(second.signer(), Credentials.load(place).signer());
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count(), "nothing is left beside it");
    }
  }

  @Test
  @DisplayName("each fault of a certificate has its own sentence")
  void faults() throws Exception {
    Instant now = Instant.now();
    Duration day = Duration.ofDays(1);
    refused("expired on", "Tester", now.minus(day.multipliedBy(9)), day, EMAIL);
    refused("not valid before", "Tester", now.plus(day), day, EMAIL);
    refused("another purpose", "Tester", now, day, WEB_SERVER);
    refused("another purpose", "Tester", now, day, null);
    refused("no organization", null, now, day, EMAIL);
    TestKeys.write(folder.resolve("good"), "Tester", now.minus(day), day.multipliedBy(2), EMAIL);
    Path place = folder.resolve("credentials");
    Path good = folder.resolve("good");
    Credentials.use(place, good.resolve("chain.pem"), good.resolve("key.pem"), false);
    Credentials.load(place);
  }

  private void refused(
      String fault, String organization, Instant from, Duration valid, String purpose)
      throws Exception {
    Path bad = folder.resolve("bad");
    TestKeys.write(bad, organization, from, valid, purpose);
    String told =
        assertThrows(
                BadDataException.class,
                () ->
                    Credentials.use(
                        folder.resolve("none"),
                        bad.resolve("chain.pem"),
                        bad.resolve("key.pem"),
                        false))
            .getMessage();
    assertTrue(told.contains(fault), told);
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @Test
  @DisplayName("a key of another certificate, text that is no key, and damage are told")
  void foreign() throws Exception {
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    Duration day = Duration.ofDays(1);
    TestKeys.write(a, "Tester", Instant.now(), day, EMAIL);
    TestKeys.write(b, "Tester", Instant.now(), day, EMAIL);
    Path place = folder.resolve("none");
    told("is not the key", place, a.resolve("chain.pem"), b.resolve("key.pem"));
    told("PKCS #8", place, a.resolve("chain.pem"), a.resolve("chain.pem"));
    told("no certificate", place, a.resolve("key.pem"), a.resolve("key.pem"));
    String text = Files.readString(a.resolve("key.pem"));
    byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[^-]*-----", ""));
    der[2] ^= 0x55;
    String broken = Base64.getEncoder().encodeToString(der);
    Path file = folder.resolve("broken.pem");
    Files.writeString(
        file, "-----BEGIN PRIVATE KEY-----\n" + broken + "\n-----END PRIVATE KEY-----\n");
    told("private key is damaged", place, a.resolve("chain.pem"), file);
  }

  private static void told(String sentence, Path place, Path chain, Path key) {
    String told =
        assertThrows(BadDataException.class, () -> Credentials.use(place, chain, key, false))
            .getMessage();
    assertTrue(told.contains(sentence), told);
  }
}
