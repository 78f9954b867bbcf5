package dev.synth.provenance.c2pa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.pcm.RiffChunk;
import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.Sha256;
import dev.synth.provenance.key.Certificates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the content credentials of a file, those in its chunk {@value #CHUNK} or in a file of the
 * same name that ends in {@value #SIDECAR}, with or without its own ending, and says whether they
 * hold.
 */
public final class ManifestReader {
  /** The chunk of a WAV that holds them. */
  public static final String CHUNK = "C2PA";

  /** How the names of files end that hold those of the file beside them. */
  public static final String SIDECAR = ".c2pa";

  /** The assertion with the settings of what synth made. */
  static final String SETTINGS = "dev.synth.settings";

  private static final long BYTES_MAX = 1 << 24;
  private static final int BUFFER_BYTES = 1 << 16;

  private ManifestReader() {}

  /** Bytes of a file that its hash leaves out. */
  private record Span(long start, long length) {}

  /** A store and where in its file it lies; nowhere if beside it. */
  private record Found(byte[] store, List<Span> places) {}

  /** The file beside {@code file} that synth writes its credentials into. */
  public static Path sidecar(Path file) {
    return file.resolveSibling(file.getFileName() + SIDECAR);
  }

  /** The same as other programs name it; several files may have it in common. */
  private static Path shortSidecar(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + SIDECAR);
  }

  /**
   * The manifest store of {@code file}, unchecked; none where it has none or is no file.
   *
   * @throws BadDataException if it has more than one, or one that is too large
   */
  public static Optional<byte[]> store(Path file) throws IOException {
    return find(file).map(Found::store);
  }

  private static Optional<Found> find(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) == 0) {
      return Optional.empty();
    }
    try (SoundInput in = SoundInput.open(file)) {
      List<RiffChunk> chunks =
          RiffChunk.all(in).stream().filter(chunk -> chunk.name().equals(CHUNK)).toList();
      if (chunks.size() > 1) {
        throw new BadDataException(file + ": holds content credentials twice.");
      }
      if (!chunks.isEmpty()) {
        RiffChunk chunk = chunks.get(0);
        check(file, chunk.bytes());
        byte[] store = in.at(chunk.bodyAt(), (int) chunk.bytes()).array();
        return Optional.of(
            new Found(store, List.of(new Span(chunk.at(), chunk.end() - chunk.at()))));
      }
    }
    Path beside = Files.exists(sidecar(file)) ? sidecar(file) : shortSidecar(file);
    if (!Files.isRegularFile(beside) || beside.equals(file)) {
      return Optional.empty();
    }
    check(beside, Files.size(beside));
    return Optional.of(new Found(Files.readAllBytes(beside), List.of()));
  }

  private static void check(Path file, long bytes) throws BadDataException {
    if (bytes > BYTES_MAX) {
      throw new BadDataException(file + ": its content credentials are larger than 16 MiB.");
    }
  }

  /**
   * What the credentials of {@code file} say, and whether they hold.
   *
   * @param anchors certificates that are trusted
   * @return nothing where it has none
   * @throws dev.synth.io.NoInputException if there is no such file
   * @throws BadDataException if they cannot be read at all
   */
  public static Optional<CredentialsReport> read(Path file, Collection<X509Certificate> anchors)
      throws IOException {
    InputFile.check(file);
    Optional<Found> found = find(file);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(file, found.get(), anchors));
    } catch (BadDataException e) {
      throw new BadDataException(file + ": " + e.getMessage());
    }
  }

  private static CredentialsReport read(Path file, Found found, Collection<X509Certificate> anchors)
      throws IOException {
    JumbfBox store = JumbfBox.read(found.store());
    List<JumbfBox> manifests =
        store.children().stream().filter(child -> child.type().equals("c2ma")).toList();
    if (manifests.isEmpty()) {
      throw new BadDataException("The content credentials hold no manifest.");
    }
    JumbfBox active = manifests.get(manifests.size() - 1);
    Validation validation = Validation.of(active, "self#jumbf=/c2pa/" + active.label());
    List<String> faults = new ArrayList<>();
    validation.faults().forEach(fault -> faults.add(fault.sentence()));
    if (validation.claim() == null) {
      return CredentialsReport.unreadable(active.label(), faults);
    }
    List<JumbfBox> assertions = active.childOf("c2as").map(JumbfBox::children).orElse(List.of());
    boolean bound = false;
    for (JumbfBox assertion : assertions) {
      if (assertion.label().equals("c2pa.hash.data")) {
        bound = true;
        binding(file, found, assertion).ifPresent(faults::add);
      }
    }
    if (!bound) {
      faults.add("they are tied to no file: there is no hash of one in them");
    }
    return report(active, assertions, validation, manifests.size() - 1, faults, anchors);
  }

  /** What does not fit between the file and the hash in {@code assertion}, if anything. */
  private static Optional<String> binding(Path file, Found found, JumbfBox assertion)
      throws IOException {
    JsonNode told = Cbor.decode(assertion.content("cbor"), "The hash of the file");
    if (!told.path("alg").asText("sha256").equals("sha256")) {
      return Optional.of("the file is hashed by an algorithm that is not known here");
    }
    List<Span> left = new ArrayList<>();
    for (JsonNode exclusion : told.path("exclusions")) {
      left.add(new Span(exclusion.path("start").asLong(-1), exclusion.path("length").asLong(-1)));
    }
    if (!left.equals(found.places())) {
      return Optional.of(
          "the hash leaves out other bytes of the file than those of the credentials themselves:"
              + " something was added or moved");
    }
    return told.path("hash").isBinary()
            && Arrays.equals(told.path("hash").binaryValue(), hash(file, left))
        ? Optional.empty()
        : Optional.of("the file was changed since it was signed");
  }

  private static byte[] hash(Path file, List<Span> left) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (FileChannel in = FileChannel.open(file)) {
      long at = 0;
      for (Span span : left) {
        update(digest, in, at, span.start());
        at = span.start() + span.length();
      }
      update(digest, in, at, in.size());
    }
    return digest.digest();
  }

  private static void update(MessageDigest digest, FileChannel in, long from, long to)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long at = from;
    while (at < to) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, to - at));
      int got = in.read(buffer, at);
      if (got < 0) {
        return;
      }
      digest.update(buffer.flip());
      at += got;
    }
  }

  private static CredentialsReport report(
      JumbfBox active,
      List<JumbfBox> assertions,
      Validation validation,
      int earlier,
      List<String> faults,
      Collection<X509Certificate> anchors)
      throws BadDataException {
    JsonNode claim = validation.claim();
    JsonNode info = claim.path("claim_generator_info");
    JsonNode generator = info.isArray() ? info.path(0) : info;
    List<CredentialsReport.Action> actions = new ArrayList<>();
    List<String> ingredients = new ArrayList<>();
    Map<String, String> settings = new LinkedHashMap<>();
    for (JumbfBox assertion : assertions) {
      if (!assertion.type().equals("cbor")) {
        continue;
      }
      JsonNode told = Cbor.decode(assertion.content("cbor"), "An assertion");
      if (assertion.label().startsWith("c2pa.actions")) {
        for (JsonNode action : told.path("actions")) {
          actions.add(
              new CredentialsReport.Action(
                  action.path("action").asText(),
                  action.path("digitalSourceType").asText(),
                  action.path("when").asText(),
                  action.path("description").asText()));
        }
      } else if (assertion.label().startsWith("c2pa.ingredient")) {
        String title = told.path("dc:title").asText(told.path("title").asText());
        String more = told.path("description").asText();
        ingredients.add(title + (more.isEmpty() ? "" : ", " + more));
      } else if (assertion.label().equals(SETTINGS)) {
        told.properties().forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
      }
    }
    List<X509Certificate> chain = validation.chain();
    return new CredentialsReport(
        active.label(),
        claim.path("dc:title").asText(),
        (generator.path("name").asText() + " " + generator.path("version").asText()).strip(),
        actions,
        ingredients,
        settings,
        earlier,
        chain.isEmpty() ? "" : Certificates.commonName(chain.get(0)),
        chain.isEmpty() ? "" : Certificates.organization(chain.get(0)).orElse(""),
        chain.isEmpty() ? "" : Certificates.fingerprint(chain.get(0)),
        validation.algorithm(),
        !chain.isEmpty() && Certificates.leadsTo(chain, anchors),
        validation.certificateFault(),
        List.copyOf(faults));
  }
}
