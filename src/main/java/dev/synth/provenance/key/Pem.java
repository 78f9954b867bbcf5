package dev.synth.provenance.key;

import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates as text (RFC 7468). */
final class Pem {
  private static final long BYTES_MAX = 1 << 20;
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private Pem() {}

  static String write(PrivateKey key) {
    return block(KEY, key.getEncoded());
  }

  static String write(List<X509Certificate> chain) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate certificate : chain) {
        text.append(block(CERTIFICATE, certificate.getEncoded()));
      }
    } catch (CertificateException e) {
      throw new AssertionError(e); // they were decoded
    }
    return text.toString();
  }

  private static String block(String type, byte[] der) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN "
        + type
        + "-----\n"
        + lines.encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  /** The certificates in {@code file}, in its order. */
  static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text(file));
    while (blocks.find()) {
      if (blocks.group(1).equals(CERTIFICATE)) {
        found.add(Certificates.read(der(file, blocks.group(2))));
      }
    }
    if (found.isEmpty()) {
      throw new BadDataException(
          file + ": holds no certificate; it must be PEM text, the signer's certificate first.");
    }
    return found;
  }

  /** The key in {@code file} that belongs to keys of the algorithm {@code name}. */
  static PrivateKey key(Path file, String name) throws IOException {
    String text = text(file);
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      if (blocks.group(1).equals(KEY)) {
        try {
          return KeyFactory.getInstance(name)
              .generatePrivate(new PKCS8EncodedKeySpec(der(file, blocks.group(2))));
        } catch (GeneralSecurityException e) {
          // The library's own message may quote what it read.
          throw new BadDataException(
              file
                  + ": its private key is damaged, or not of the certificate's kind ("
                  + name
                  + ").");
        }
      }
    }
    throw new BadDataException(
        file
            + ": holds no plain PKCS #8 key ('BEGIN PRIVATE KEY'); write it as one with:"
            + " openssl pkcs8 -topk8 -nocrypt -in KEY -out key.pem.");
  }

  private static byte[] der(Path file, String base64) throws BadDataException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new BadDataException(file + ": is damaged: what is between its lines is no Base64.");
    }
  }

  private static String text(Path file) throws IOException {
    InputFile.check(file);
    if (Files.size(file) > BYTES_MAX) {
      throw new BadDataException(file + ": is too large to be a key or certificates in PEM text.");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
