package dev.synth.provenance.key;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a key and a chain of two certificates for it: a root, whose own key is thrown away once it
 * has signed the other, and the signer's. As nobody knows the root, a reader calls what is signed
 * valid but not trusted.
 *
 * <p>By hand, as Java reads certificates but makes none, and the libraries that do are of 8 MB.
 * Source: RFC 5280; the profile of C2PA 2.1, section 14.5.
 */
final class CertificateMaker {
  private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
  private static final int DIGITAL_SIGNATURE = 0x80;
  private static final int KEY_CERT_SIGN = 0x04;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SignatureAlgorithm algorithm;

  /** What a certificate says. */
  record Content(
      String subject,
      String organization,
      String issuer,
      String issuerOrganization,
      Instant from,
      Duration valid,
      String purpose,
      boolean isRoot) {}

  /** What came of it. */
  record Made(PrivateKey key, List<X509Certificate> chain) {}

  /** A maker of keys for {@code algorithm}, ES256 or Ed25519. */
  CertificateMaker(SignatureAlgorithm algorithm) {
    if (algorithm != SignatureAlgorithm.ES256 && algorithm != SignatureAlgorithm.ED25519) {
      throw new IllegalArgumentException("no keys are made for " + algorithm);
    }
    this.algorithm = algorithm;
  }

  /** A key and its chain, signer first. */
  Made make(String name, Instant now, Duration valid) throws GeneralSecurityException {
    return make(name, name, now, valid, EMAIL_PROTECTION);
  }

  /**
   * As above.
   *
   * @param organization in the signer's name; null for none
   * @param purpose that the signer's certificate allows
   */
  Made make(String name, String organization, Instant now, Duration valid, String purpose)
      throws GeneralSecurityException {
    KeyPair root = pair();
    KeyPair signer = pair();
    String rootName = name + " root";
    Content ofRoot = new Content(rootName, name, rootName, name, now, valid, null, true);
    X509Certificate rootCertificate = sign(ofRoot, root.getPublic(), root);
    Content ofSigner = new Content(name, organization, rootName, name, now, valid, purpose, false);
    X509Certificate certificate = sign(ofSigner, signer.getPublic(), root);
    return new Made(signer.getPrivate(), List.of(certificate, rootCertificate));
  }

  private KeyPair pair() throws GeneralSecurityException {
    if (algorithm == SignatureAlgorithm.ED25519) {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private X509Certificate sign(Content content, PublicKey key, KeyPair issuer)
      throws GeneralSecurityException {
    boolean edwards = algorithm == SignatureAlgorithm.ED25519;
    byte[] identifier = Der.sequence(Der.oid(edwards ? "1.3.101.112" : "1.2.840.10045.4.3.2"));
    byte[] serial = new byte[16];
    RANDOM.nextBytes(serial);
    byte[] body =
        Der.sequence(
            Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(1, serial)),
            identifier,
            name(content.issuer(), content.issuerOrganization()),
            Der.sequence(Der.time(content.from()), Der.time(content.from().plus(content.valid()))),
            name(content.subject(), content.organization()),
            key.getEncoded(),
            Der.tagged(0xA3, extensions(content, key, issuer.getPublic())));
    Signature engine = Signature.getInstance(edwards ? "Ed25519" : "SHA256withECDSA");
    engine.initSign(issuer.getPrivate());
    engine.update(body);
    byte[] certificate = Der.sequence(body, identifier, Der.bits(0, engine.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private static byte[] name(String common, String organization) {
    byte[] ofCommon = attribute("2.5.4.3", common);
    return organization == null
        ? Der.sequence(ofCommon)
        : Der.sequence(attribute("2.5.4.10", organization), ofCommon);
  }

  private static byte[] attribute(String oid, String value) {
    return Der.set(Der.sequence(Der.oid(oid), Der.text(value)));
  }

  private static byte[] extensions(Content content, PublicKey key, PublicKey issuer)
      throws GeneralSecurityException {
    byte[] constraints =
        content.isRoot()
            ? Der.sequence(Der.truth(true), Der.integer(BigInteger.ZERO))
            : Der.sequence();
    int usage = content.isRoot() ? KEY_CERT_SIGN : DIGITAL_SIGNATURE;
    byte[] usageBits = Der.bits(Integer.numberOfTrailingZeros(usage), new byte[] {(byte) usage});
    byte[] purposes =
        content.purpose() == null
            ? new byte[0]
            : extension("2.5.29.37", false, Der.sequence(Der.oid(content.purpose())));
    return Der.sequence(
        extension("2.5.29.19", true, constraints),
        extension("2.5.29.15", true, usageBits),
        purposes,
        extension("2.5.29.14", false, Der.octets(identifier(key))),
        extension("2.5.29.35", false, Der.sequence(Der.tagged(0x80, identifier(issuer)))));
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return Der.sequence(Der.oid(oid), critical ? Der.truth(true) : new byte[0], Der.octets(value));
  }

  /** RFC 7093: 160 bits of the SHA-256 of the key. */
  private static byte[] identifier(PublicKey key) throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    return Arrays.copyOf(hash, 20);
  }
}
