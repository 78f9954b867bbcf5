package dev.synth.provenance.c2pa;

import dev.synth.audio.WavSeal;
import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import dev.synth.provenance.Ingredient;
import dev.synth.provenance.key.Certificates;
import dev.synth.provenance.key.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes the manifest store of one file: its manifest, and before it those that its ingredients
 * came with.
 *
 * <p>A manifest is a claim that names assertions by their hashes, and a signature of the claim. The
 * assertion {@code c2pa.hash.data} ties it to the file: a hash of all bytes but those of the store
 * itself. So the store's size must be known before its content: it does not depend on the hash nor
 * on the signature, which are as long as ever.
 *
 * <p>Source: Coalition for Content Provenance and Authenticity, "Technical Specification", 2.1; RFC
 * 9052 (COSE_Sign1).
 */
public final class ManifestWriter implements WavSeal {
  private static final String ALGORITHM = "sha256";
  private static final int HASH_BYTES = 32;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int COSE_ALGORITHM = 1;
  private static final int COSE_CHAIN = 33;
  private static final int COSE_SIGN1_TAG = 18;

  private final Statement statement;
  private final Credentials credentials;
  private final String label;
  private final Map<String, byte[]> carried = new LinkedHashMap<>(); // manifests, by label
  private final Map<String, byte[]> fixed = new LinkedHashMap<>(); // assertions, by label

  /** A manifest of {@code statement}, signed with {@code credentials}. */
  public ManifestWriter(Statement statement, Credentials credentials) {
    this.statement = statement;
    this.credentials = credentials;
    this.label = "urn:c2pa:" + uuid(statement);
    List<Map<String, Object>> ingredients = new ArrayList<>();
    List<byte[]> boxes = new ArrayList<>();
    for (Ingredient ingredient : statement.ingredients()) {
      String name = "c2pa.ingredient.v3" + (boxes.isEmpty() ? "" : "__" + boxes.size());
      byte[] box = assertion(name, ingredient(ingredient));
      boxes.add(box);
      ingredients.add(reference(name, box));
    }
    fixed.put("c2pa.actions.v2", assertion("c2pa.actions.v2", actions(ingredients)));
    for (int i = 0; i < boxes.size(); i++) {
      fixed.put("c2pa.ingredient.v3" + (i == 0 ? "" : "__" + i), boxes.get(i));
    }
    if (!statement.settings().isEmpty()) {
      fixed.put(
          ManifestReader.SETTINGS,
          assertion(ManifestReader.SETTINGS, new TreeMap<>(statement.settings())));
    }
    if (!statement.watermark().isEmpty()) {
      fixed.put("c2pa.soft-binding", assertion("c2pa.soft-binding", softBinding()));
    }
  }

  /** The same statement has the same. */
  private static UUID uuid(Statement statement) {
    String all =
        statement.title()
            + '\n'
            + statement.date()
            + '\n'
            + statement.description()
            + '\n'
            + new TreeMap<>(statement.settings());
    ByteBuffer hash = ByteBuffer.wrap(Sha256.digest().digest(all.getBytes(StandardCharsets.UTF_8)));
    // Version 8, of a hash of our own choice (RFC 9562).
    return new UUID(
        hash.getLong() & ~0xF000L | 0x8000L, hash.getLong() >>> 2 | 0x8000_0000_0000_0000L);
  }

  /** Of 32 digits: what bext's reference has room for. */
  public String reference() {
    return label.substring("urn:c2pa:".length()).replace("-", "");
  }

  @Override
  public String chunkName() {
    return ManifestReader.CHUNK;
  }

  @Override
  public int bytes(long chunkAt) {
    return store(exclusion(chunkAt), new byte[HASH_BYTES], false).length;
  }

  @Override
  public byte[] seal(long chunkAt, byte[] sha256) {
    return store(exclusion(chunkAt), sha256, true);
  }

  /** The store of a file whose store lies beside it. */
  public byte[] sidecar(byte[] sha256) {
    return store(null, sha256, true);
  }

  /** The chunk's place, whose length is told in a number that grows with it. */
  private Map<String, Object> exclusion(long chunkAt) {
    int bytes = 0;
    for (int next = 1; next != bytes; ) {
      bytes = next;
      next = store(exclusion(chunkAt, bytes), new byte[HASH_BYTES], false).length;
    }
    return exclusion(chunkAt, bytes);
  }

  private static Map<String, Object> exclusion(long chunkAt, int bytes) {
    Map<String, Object> exclusion = new LinkedHashMap<>();
    exclusion.put("start", chunkAt);
    exclusion.put("length", CHUNK_HEADER_BYTES + bytes);
    return exclusion;
  }

  /** Of an even size, by a byte of padding. */
  private byte[] store(Map<String, Object> exclusion, byte[] hash, boolean signed) {
    byte[] plain = store(exclusion, hash, 0, false);
    int pad = plain.length % 2;
    return pad == 0 && !signed ? plain : store(exclusion, hash, pad, signed);
  }

  private byte[] store(Map<String, Object> exclusion, byte[] hash, int pad, boolean signed) {
    Map<String, byte[]> assertions = new LinkedHashMap<>(fixed);
    Map<String, Object> binding = new LinkedHashMap<>();
    if (exclusion != null) {
      binding.put("exclusions", List.of(exclusion));
    }
    binding.put("name", "jumbf manifest");
    binding.put("alg", ALGORITHM);
    binding.put("hash", hash);
    binding.put("pad", new byte[pad]);
    assertions.put("c2pa.hash.data", assertion("c2pa.hash.data", binding));
    byte[] claim = Cbor.encode(claim(assertions));
    byte[] manifest =
        JumbfBox.superbox(
            "c2ma",
            label,
            JumbfBox.superbox(
                "c2as", "c2pa.assertions", assertions.values().toArray(new byte[0][])),
            JumbfBox.superbox("c2cl", "c2pa.claim.v2", JumbfBox.box("cbor", claim)),
            JumbfBox.superbox(
                "c2cs", "c2pa.signature", JumbfBox.box("cbor", signature(claim, signed))));
    List<byte[]> manifests = new ArrayList<>(carried.values());
    manifests.add(manifest);
    return JumbfBox.superbox("c2pa", "c2pa", manifests.toArray(new byte[0][]));
  }

  private Map<String, Object> claim(Map<String, byte[]> assertions) {
    List<Object> created = new ArrayList<>();
    assertions.forEach((name, box) -> created.add(reference(name, box)));
    Map<String, Object> claim = new LinkedHashMap<>();
    claim.put("instanceID", "xmp:iid:" + label.substring("urn:c2pa:".length()));
    claim.put("claim_generator_info", software());
    claim.put("signature", "self#jumbf=/c2pa/" + label + "/c2pa.signature");
    claim.put("created_assertions", created);
    claim.put("dc:title", statement.title());
    claim.put("alg", ALGORITHM);
    return claim;
  }

  private Map<String, Object> software() {
    Map<String, Object> software = new LinkedHashMap<>();
    software.put("name", statement.software());
    software.put("version", statement.version());
    return software;
  }

  private Map<String, Object> actions(List<Map<String, Object>> ingredients) {
    Map<String, Object> created = new LinkedHashMap<>();
    created.put("action", "c2pa.created");
    created.put("when", statement.date());
    created.put("softwareAgent", software());
    created.put("description", statement.description());
    created.put("digitalSourceType", statement.type().uri());
    if (!ingredients.isEmpty()) {
      created.put("parameters", Map.of("ingredients", ingredients));
    }
    Map<String, Object> actions = new LinkedHashMap<>();
    actions.put("actions", List.of(created));
    actions.put("allActionsIncluded", true);
    return actions;
  }

  private Map<String, Object> ingredient(Ingredient ingredient) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("dc:title", ingredient.title());
    told.put("dc:format", ingredient.format());
    told.put("relationship", "inputTo");
    told.put("description", "SHA-256 of " + ingredient.hashed() + ": " + ingredient.sha256());
    ingredient.store().ifPresent(store -> carry(store, told));
    return told;
  }

  /** Puts an ingredient's manifests before this file's, and says which of them speaks about it. */
  private void carry(byte[] store, Map<String, Object> told) {
    JumbfBox box;
    try {
      box = JumbfBox.read(store);
    } catch (BadDataException e) {
      return; // what cannot be read cannot be carried on
    }
    List<JumbfBox> manifests =
        box.children().stream().filter(child -> child.type().equals("c2ma")).toList();
    if (manifests.isEmpty()) {
      return;
    }
    JumbfBox active = manifests.get(manifests.size() - 1);
    manifests.forEach(manifest -> carried.putIfAbsent(manifest.label(), manifest.bytes()));
    String url = "self#jumbf=/c2pa/" + active.label();
    told.put("activeManifest", hashed(url, active.body()));
    active
        .child("c2pa.signature")
        .ifPresent(
            signature ->
                told.put("claimSignature", hashed(url + "/c2pa.signature", signature.body())));
    told.put("validationResults", Validation.of(active, url).results());
  }

  private Map<String, Object> softBinding() {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("scope", Map.of());
    block.put("value", statement.watermark().get(1));
    Map<String, Object> binding = new LinkedHashMap<>();
    binding.put("alg", statement.watermark().get(0));
    binding.put("blocks", List.of(block));
    binding.put("pad", new byte[0]);
    return binding;
  }

  private byte[] assertion(String name, Map<String, ?> content) {
    return JumbfBox.superbox("cbor", name, JumbfBox.box("cbor", Cbor.encode(content)));
  }

  private static Map<String, Object> reference(String name, byte[] box) {
    return hashed("self#jumbf=c2pa.assertions/" + name, JumbfBox.bodyOf(box));
  }

  private static Map<String, Object> hashed(String url, byte[] body) {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("url", url);
    reference.put("alg", ALGORITHM);
    reference.put("hash", Sha256.digest().digest(body));
    return reference;
  }

  /** COSE_Sign1 without its payload, the claim. */
  private byte[] signature(byte[] claim, boolean signed) {
    List<byte[]> chain = new ArrayList<>();
    try {
      for (X509Certificate certificate : Certificates.withoutRoot(credentials.chain())) {
        chain.add(certificate.getEncoded());
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e); // they were decoded
    }
    Map<Integer, Object> header = new LinkedHashMap<>();
    header.put(COSE_ALGORITHM, credentials.algorithm().cose());
    header.put(COSE_CHAIN, chain.size() == 1 ? chain.get(0) : chain);
    byte[] head = Cbor.encode(header);
    byte[] value =
        signed ? credentials.sign(toBeSigned(head, claim)) : new byte[credentials.signatureBytes()];
    List<Object> parts = new ArrayList<>(List.of(head, Map.of()));
    parts.add(null);
    parts.add(value);
    return Cbor.encode(parts, COSE_SIGN1_TAG);
  }

  /** RFC 9052, section 4.4. */
  static byte[] toBeSigned(byte[] head, byte[] claim) {
    return Cbor.encode(List.of("Signature1", head, new byte[0], claim));
  }
}
