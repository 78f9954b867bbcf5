package dev.synth.provenance.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;

/** Keys and certificates that nobody should sign with, for tests. */
public final class TestKeys {
  private TestKeys() {}

  /** Writes {@code chain.pem} and {@code key.pem} into {@code folder}. */
  static void write(Path folder, String organization, Instant from, Duration valid, String purpose)
      throws IOException, GeneralSecurityException {
    CertificateMaker.Made made =
        new CertificateMaker(SignatureAlgorithm.ES256)
            .make("Tester", organization, from, valid, purpose);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("chain.pem"), Pem.write(made.chain()));
    Files.writeString(folder.resolve("key.pem"), Pem.write(made.key()));
    Files.setPosixFilePermissions(
        folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-------"));
  }
}
