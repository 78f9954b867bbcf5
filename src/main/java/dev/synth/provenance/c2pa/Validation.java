package dev.synth.provenance.c2pa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import dev.synth.provenance.key.Certificates;
import dev.synth.provenance.key.Credentials;
import dev.synth.provenance.key.SignatureAlgorithm;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a manifest is as its signer made it: its signature, and the hashes of its assertions. Not
 * whether it is about a file: see {@link ManifestReader}.
 *
 * @param claim what was signed
 * @param chain of certificates, the signer's first; empty if none could be read
 * @param algorithm of the signature, in letters; empty if none could be read
 * @param faults of the manifest: by kind
 * @param certificateFault what is wrong with the signer's certificate
 */
record Validation(
    JsonNode claim,
    List<X509Certificate> chain,
    String algorithm,
    List<Fault> faults,
    Optional<String> certificateFault,
    String url) {
  /** What is wrong, by C2PA's code, and in a sentence without its full stop. */
  record Fault(String code, String sentence) {}

  private static final String COSE_ALGORITHM = "1";
  private static final String COSE_CHAIN = "33";
  private static final int COSE_PARTS = 4;

  /** Checks the manifest {@code box}, which {@code url} names. */
  static Validation of(JumbfBox box, String url) {
    List<Fault> faults = new ArrayList<>();
    List<X509Certificate> chain = new ArrayList<>();
    String[] algorithm = {""};
    JsonNode claim = null;
    try {
      JumbfBox claimBox =
          box.childOf("c2cl").orElseThrow(() -> new BadDataException("The manifest has no claim."));
      byte[] bytes = claimBox.content("cbor");
      claim = Cbor.decode(bytes, "The claim of the content credentials");
      assertions(box, claim, faults);
      signature(box, bytes, chain, algorithm, faults);
    } catch (IOException e) {
      String told = e.getMessage();
      faults.add(new Fault("claim.malformed", told.replaceAll("\\.$", "")));
    }
    Optional<String> fault =
        chain.isEmpty()
            ? Optional.empty()
            : Certificates.fault(chain.get(0), Instant.now())
                .or(() -> Certificates.chainFault(chain));
    return new Validation(claim, List.copyOf(chain), algorithm[0], List.copyOf(faults), fault, url);
  }

  private static void assertions(JumbfBox box, JsonNode claim, List<Fault> faults)
      throws BadDataException {
    JumbfBox store =
        box.childOf("c2as")
            .orElseThrow(() -> new BadDataException("The manifest has no assertions."));
    Set<String> named = new HashSet<>();
    for (String list : List.of("created_assertions", "gathered_assertions", "assertions")) {
      for (JsonNode reference : claim.path(list)) {
        String url = reference.path("url").asText();
        String name = url.substring(url.lastIndexOf('/') + 1);
        Optional<JumbfBox> assertion = store.child(name);
        named.add(name);
        if (assertion.isEmpty()) {
          faults.add(new Fault("assertion.missing", "an assertion is missing: " + name));
        } else if (!reference.path("alg").asText("sha256").equals("sha256")) {
          faults.add(
              new Fault("algorithm.unsupported", "an assertion is hashed by an unknown algorithm"));
        } else if (!isHash(reference.path("hash"), assertion.get().body())) {
          faults.add(
              new Fault("assertion.hashedURI.mismatch", "an assertion was changed: " + name));
        }
      }
    }
    for (JumbfBox child : store.children()) {
      if (!named.contains(child.label())) {
        faults.add(new Fault("assertion.undeclared", "an assertion was added: " + child.label()));
      }
    }
  }

  private static boolean isHash(JsonNode hash, byte[] body) throws BadDataException {
    try {
      return hash.isBinary()
          && java.util.Arrays.equals(hash.binaryValue(), Sha256.digest().digest(body));
    } catch (IOException e) {
      throw new BadDataException("A hash cannot be read.");
    }
  }

  private static void signature(
      JumbfBox box,
      byte[] claim,
      List<X509Certificate> chain,
      String[] algorithm,
      List<Fault> faults)
      throws IOException {
    JumbfBox signatureBox =
        box.childOf("c2cs")
            .orElseThrow(() -> new BadDataException("The manifest has no signature."));
    JsonNode cose = Cbor.decode(signatureBox.content("cbor"), "The signature");
    if (!cose.isArray()
        || cose.size() != COSE_PARTS
        || !cose.get(0).isBinary()
        || !cose.get(3).isBinary()) {
      throw new BadDataException("The signature is no COSE_Sign1.");
    }
    byte[] head = cose.get(0).binaryValue();
    JsonNode header = Cbor.decode(head, "The signature's header");
    JsonNode certificates =
        header.has(COSE_CHAIN)
            ? header.get(COSE_CHAIN)
            : header.has("x5chain") ? header.get("x5chain") : cose.get(1).path("x5chain");
    for (JsonNode each : certificates.isArray() ? certificates : List.of(certificates)) {
      if (each.isBinary()) {
        chain.add(Certificates.read(each.binaryValue()));
      }
    }
    Optional<SignatureAlgorithm> known =
        SignatureAlgorithm.of(header.path(COSE_ALGORITHM).asLong());
    if (known.isEmpty() || chain.isEmpty()) {
      throw new BadDataException(
          chain.isEmpty()
              ? "The signature comes without a certificate."
              : "The signature is by an algorithm that C2PA does not allow.");
    }
    algorithm[0] = known.get().name();
    byte[] signed = ManifestWriter.toBeSigned(head, claim);
    if (!known.get().fits(chain.get(0).getPublicKey())
        || !Credentials.isValid(known.get(), chain.get(0), signed, cose.get(3).binaryValue())) {
      faults.add(
          new Fault(
              "claimSignature.mismatch",
              "the signature does not fit: the manifest was changed, or signed by another key"));
    }
  }

  /** As an ingredient's assertion tells it. */
  Map<String, Object> results() {
    List<Object> success = new ArrayList<>();
    List<Object> failure = new ArrayList<>();
    for (Fault fault : faults) {
      failure.add(status(fault.code()));
    }
    if (faults.isEmpty()) {
      success.add(status("claimSignature.validated"));
    }
    // Whom a reader trusts is the reader's own; here no list is kept.
    failure.add(status("signingCredential.untrusted"));
    Map<String, Object> active = new LinkedHashMap<>();
    active.put("success", success);
    active.put("informational", List.of());
    active.put("failure", failure);
    return Map.of("activeManifest", active);
  }

  private Map<String, Object> status(String code) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("code", code);
    status.put("url", url + "/c2pa.signature");
    return status;
  }
}
