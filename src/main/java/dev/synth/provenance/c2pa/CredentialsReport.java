package dev.synth.provenance.c2pa;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the content credentials of a file say, and whether they hold. All texts are from the file.
 *
 * @param label of the manifest
 * @param title of the file when it was signed
 * @param generator software and version
 * @param actions how the file came about
 * @param ingredients what went into it
 * @param settings that synth made it with; empty if it did not
 * @param earlier manifests of ingredients that are carried on
 * @param signer whom the certificate names
 * @param organization that it names
 * @param fingerprint SHA-256 of the signer's certificate, in hexadecimal
 * @param algorithm of the signature
 * @param isTrusted whether the chain leads to a certificate that is trusted here
 * @param certificateFault what is wrong with the certificate
 * @param faults of signature and hashes, in sentences without their full stops; none if they hold
 */
public record CredentialsReport(
    String label,
    String title,
    String generator,
    List<Action> actions,
    List<String> ingredients,
    Map<String, String> settings,
    int earlier,
    String signer,
    String organization,
    String fingerprint,
    String algorithm,
    boolean isTrusted,
    Optional<String> certificateFault,
    List<String> faults) {
  /**
   * Something that was done.
   *
   * @param name such as c2pa.created
   * @param sourceType a URI; empty if none is told
   * @param when in ISO 8601; empty if it is not told
   * @param description empty if there is none
   */
  public record Action(String name, String sourceType, String when, String description) {}

  static CredentialsReport unreadable(String label, List<String> faults) {
    return new CredentialsReport(
        label,
        "",
        "",
        List.of(),
        List.of(),
        Map.of(),
        0,
        "",
        "",
        "",
        "",
        false,
        Optional.empty(),
        List.copyOf(faults));
  }

  /** Whether signature and hashes hold, whoever signed. */
  public boolean holds() {
    return faults.isEmpty();
  }
}
