package dev.synth.provenance.key;

import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What content credentials ask of certificates (C2PA 2.1, section 14.5), a sentence a fault. */
public final class Certificates {
  private static final String C2PA_PURPOSE = "1.3.6.1.4.1.62558.2.1";

  /** E-mail protection, document signing, and C2PA's own. */
  private static final Set<String> ACCEPTED =
      Set.of("1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", C2PA_PURPOSE);

  private Certificates() {}

  /** Reads one certificate in DER. */
  public static X509Certificate read(byte[] der) throws BadDataException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new BadDataException("A certificate cannot be read (" + e.getMessage() + ").");
    }
  }

  /** Reads the certificates in a file of PEM text. */
  public static List<X509Certificate> readPem(Path file) throws IOException {
    return Pem.certificates(file);
  }

  /**
   * What is wrong with the signer's certificate, if anything.
   *
   * @param at when it signed, or now where nobody tells
   */
  public static Optional<String> fault(X509Certificate certificate, Instant at) {
    String name = "the signer's certificate (" + commonName(certificate) + ") ";
    if (at.isAfter(certificate.getNotAfter().toInstant())) {
      return Optional.of(name + "expired on " + day(certificate.getNotAfter().toInstant()));
    }
    if (at.isBefore(certificate.getNotBefore().toInstant())) {
      return Optional.of(
          name + "is not valid before " + day(certificate.getNotBefore().toInstant()));
    }
    if (certificate.getBasicConstraints() >= 0) {
      return Optional.of(name + "is one of an authority, which signs certificates, not files");
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[0]) {
      return Optional.of(name + "does not allow signatures (key usage)");
    }
    if (!allowsClaims(certificate)) {
      return Optional.of(
          name
              + "is for another purpose: its extended key usage is neither e-mail protection,"
              + " document signing nor C2PA claim signing");
    }
    if (part(certificate, "O").isEmpty()) {
      return Optional.of(name + "names no organization (O), which C2PA asks for");
    }
    if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return Optional.of(name + "is signed by itself, which C2PA forbids");
    }
    if (SignatureAlgorithm.of(certificate.getPublicKey()).isEmpty()) {
      return Optional.of(name + "has a key that C2PA does not allow");
    }
    return Optional.empty();
  }

  private static boolean allowsClaims(X509Certificate certificate) {
    try {
      // Null where there is no such extension, and where it cannot be read.
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes != null && purposes.stream().anyMatch(ACCEPTED::contains);
    } catch (CertificateException e) {
      return false;
    }
  }

  /**
   * What is wrong with a chain, signer first, in which each certificate is to be signed by the
   * next.
   */
  public static Optional<String> chainFault(List<X509Certificate> chain) {
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!isSignedBy(chain.get(i), chain.get(i + 1))) {
        return Optional.of(
            "the certificate of "
                + commonName(chain.get(i))
                + " is not signed by the next in its chain, "
                + commonName(chain.get(i + 1)));
      }
    }
    return Optional.empty();
  }

  /** Whether the chain's end, or what signed it, is among {@code anchors}. */
  public static boolean leadsTo(List<X509Certificate> chain, Collection<X509Certificate> anchors) {
    X509Certificate last = chain.get(chain.size() - 1);
    return anchors.stream().anyMatch(anchor -> chain.contains(anchor) || isSignedBy(last, anchor));
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
        || issuer.getBasicConstraints() < 0) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false; // the key is of another, or is none
    }
  }

  /** The chain without a root at its end, which readers must have from elsewhere. */
  public static List<X509Certificate> withoutRoot(List<X509Certificate> chain) {
    List<X509Certificate> kept = new ArrayList<>(chain);
    X509Certificate last = kept.get(kept.size() - 1);
    if (kept.size() > 1 && last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
      kept.remove(kept.size() - 1);
    }
    return kept;
  }

  /** The name that a certificate is of. */
  public static String commonName(X509Certificate certificate) {
    return part(certificate, "CN").orElse(certificate.getSubjectX500Principal().getName());
  }

  /** The organization that a certificate is of. */
  public static Optional<String> organization(X509Certificate certificate) {
    return part(certificate, "O");
  }

  private static Optional<String> part(X509Certificate certificate, String type) {
    try {
      LdapName name = new LdapName(certificate.getSubjectX500Principal().getName());
      return name.getRdns().stream()
          .filter(rdn -> rdn.getType().equalsIgnoreCase(type))
          .map(Rdn::getValue)
          .map(Object::toString)
          .filter(value -> !value.isBlank())
          .findFirst();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  /** SHA-256 of the certificate, in hexadecimal. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of().formatHex(Sha256.digest().digest(certificate.getEncoded()));
    } catch (CertificateException e) {
      throw new AssertionError(e); // it was decoded
    }
  }

  private static LocalDate day(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
