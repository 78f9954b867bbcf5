package dev.synth.provenance.key;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/**
 * The signature algorithms of content credentials, by their numbers in COSE (RFC 9053, RFC 9864).
 * Signatures of elliptic curves are r and s side by side, as COSE wants them, not in DER.
 */
public enum SignatureAlgorithm {
  /** ECDSA over P-256 with SHA-256. */
  ES256(-7, "SHA256withECDSAinP1363Format", 0),
  /** ECDSA over P-384 with SHA-384. */
  ES384(-35, "SHA384withECDSAinP1363Format", 0),
  /** ECDSA over P-521 with SHA-512. */
  ES512(-36, "SHA512withECDSAinP1363Format", 0),
  /** RSASSA-PSS with SHA-256. */
  PS256(-37, "RSASSA-PSS", 32),
  /** RSASSA-PSS with SHA-384. */
  PS384(-38, "RSASSA-PSS", 48),
  /** RSASSA-PSS with SHA-512. */
  PS512(-39, "RSASSA-PSS", 64),
  /** EdDSA over Curve25519: the same bytes give the same signature. */
  ED25519(-8, "Ed25519", 0);

  private final int cose;
  private final String java;
  private final int saltBytes;

  SignatureAlgorithm(int cose, String java, int saltBytes) {
    this.cose = cose;
    this.java = java;
    this.saltBytes = saltBytes;
  }

  /** Its number in COSE. */
  public int cose() {
    return cose;
  }

  /** The one of this number in COSE. */
  public static Optional<SignatureAlgorithm> of(long cose) {
    for (SignatureAlgorithm each : values()) {
      if (each.cose == cose) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The one that signs with keys such as this, if there is one. */
  public static Optional<SignatureAlgorithm> of(PublicKey key) {
    if (key instanceof EdECPublicKey edwards) {
      return edwards.getParams().getName().equals("Ed25519")
          ? Optional.of(ED25519)
          : Optional.empty();
    }
    if (key instanceof ECPublicKey curve) {
      return switch (curve.getParams().getCurve().getField().getFieldSize()) {
        case 256 -> Optional.of(ES256);
        case 384 -> Optional.of(ES384);
        case 521 -> Optional.of(ES512);
        default -> Optional.empty();
      };
    }
    return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= 2048
        ? Optional.of(PS256)
        : Optional.empty();
  }

  /** How many bytes a signature by the owner of {@code key} has. */
  public int signatureBytes(PublicKey key) {
    return switch (this) {
      case ES256, ED25519 -> 64;
      case ES384 -> 96;
      case ES512 -> 132;
      case PS256, PS384, PS512 -> (((RSAPublicKey) key).getModulus().bitLength() + 7) / 8;
    };
  }

  /** Java's engine of it. */
  public Signature engine() throws GeneralSecurityException {
    Signature engine = Signature.getInstance(java);
    if (saltBytes > 0) {
      String hash = "SHA-" + 8 * saltBytes;
      engine.setParameter(
          new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), saltBytes, 1));
    }
    return engine;
  }

  /** Whether a key of this type can be meant. */
  public boolean fits(PublicKey key) {
    return switch (this) {
      case PS256, PS384, PS512 -> key instanceof RSAPublicKey;
      default -> of(key).orElse(null) == this;
    };
  }
}
