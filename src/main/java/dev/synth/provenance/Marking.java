package dev.synth.provenance;

import dev.synth.audio.AudioClip;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavExtras;
import dev.synth.audio.WavFields;
import dev.synth.dsp.watermark.Watermark;
import dev.synth.io.Outputs;
import dev.synth.io.Sha256;
import dev.synth.provenance.c2pa.ManifestReader;
import dev.synth.provenance.c2pa.ManifestWriter;
import dev.synth.provenance.c2pa.Statement;
import dev.synth.provenance.key.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * How generated sounds say what they are, in up to three layers: plain fields, content credentials
 * and a watermark. All are in the same WAV file; the watermark alone changes samples, and is the
 * same for the same settings. Several threads may use one.
 */
public final class Marking {
  /** Nothing is marked. */
  public static final Marking NONE =
      new Marking(new Layers(false, null, Optional.empty()), "", Instant.EPOCH, null);

  /** The key of marks that anyone may find, and anyone could make. */
  private static final byte[] PUBLIC_KEY = "synth watermark 1".getBytes(StandardCharsets.US_ASCII);

  private static final String WATERMARK = "dev.synth.watermark.1";
  private static final int REFERENCE_DIGITS = 32;
  private static final int KEY_DIGITS = 8;

  private final Layers layers;
  private final String version;
  private final Instant date;
  private final MadeBy model;
  private final Watermark watermark;

  /**
   * What is put on.
   *
   * @param fields whether plain text is
   * @param signer of content credentials; null for none
   * @param watermarkKey of the watermark; none for no watermark
   */
  public record Layers(boolean fields, Signer signer, Optional<byte[]> watermarkKey) {}

  /** Gives the credentials when the first file is to be signed. */
  @FunctionalInterface
  public interface Signer {
    /** The same every time; none where nothing can be signed, which was told. */
    Optional<Credentials> credentials() throws IOException;
  }

  /**
   * A marking.
   *
   * @param version of synth
   * @param date of all files
   */
  public Marking(Layers layers, String version, Instant date) {
    this(layers, version, date, null);
  }

  private Marking(Layers layers, String version, Instant date, MadeBy model) {
    this.layers = layers;
    this.version = version;
    this.date = date;
    this.model = model;
    this.watermark = layers.watermarkKey().map(Watermark::new).orElse(null);
  }

  /** The same for what {@code maker} makes. */
  public Marking by(MadeBy maker) {
    return new Marking(layers, version, date, maker);
  }

  /** The watermark's key that everyone knows. */
  public static byte[] publicKey() {
    return PUBLIC_KEY.clone();
  }

  /** What is on, by name: nothing, or one entry. */
  public Map<String, String> settings() {
    StringJoiner on = new StringJoiner(" ");
    if (layers.fields()) {
      on.add("fields");
    }
    if (layers.signer() != null) {
      on.add("credentials");
    }
    layers.watermarkKey().ifPresent(key -> on.add("watermark" + ownKey(key)));
    return on.length() == 0 ? Map.of() : Map.of("marks", on.toString());
  }

  /** Tells keys apart without telling them. */
  private static String ownKey(byte[] key) {
    String hash = HexFormat.of().formatHex(Sha256.digest().digest(key));
    return Arrays.equals(key, PUBLIC_KEY) ? "" : ":" + hash.substring(0, KEY_DIGITS);
  }

  /** The sound with its watermark, if it has one. */
  public AudioClip watermarked(AudioClip clip, Map<String, String> settings) {
    return isWatermarked(clip)
        ? watermark.mark(clip, new Origin(settings, List.of()).payload(model.sha256()))
        : clip;
  }

  private boolean isWatermarked(AudioClip clip) {
    return watermark != null && clip.seconds() >= Watermark.SHORTEST_SECONDS;
  }

  /**
   * What the file of {@code clip} is to hold.
   *
   * @param target the file
   * @param sampler for samplers; null for nothing
   */
  public WavExtras extras(Path target, AudioClip clip, SamplerInfo sampler, Origin origin)
      throws IOException {
    Optional<Credentials> credentials =
        layers.signer() == null ? Optional.empty() : layers.signer().credentials();
    ManifestWriter seal =
        credentials.isEmpty()
            ? null
            : new ManifestWriter(statement(target, clip, origin), credentials.get());
    WavFields fields =
        !layers.fields()
            ? null
            : new WavFields(
                description(),
                "synth " + version,
                seal != null
                    ? seal.reference()
                    : origin.settingsSha256().substring(0, REFERENCE_DIGITS),
                model.attribution(),
                date);
    return new WavExtras(sampler, fields, seal);
  }

  /**
   * Signs a file that has no room for its credentials, and puts them beside it; where nothing is
   * signed, old ones are removed.
   *
   * @param target the file's name
   * @param written its content, which may lie elsewhere yet
   * @param format its MIME type
   */
  public void beside(Path target, Path written, String format, SourceType type, Origin origin)
      throws IOException {
    Optional<Credentials> credentials =
        layers.signer() == null ? Optional.empty() : layers.signer().credentials();
    Path sidecar = ManifestReader.sidecar(target);
    if (credentials.isEmpty()) {
      Files.deleteIfExists(sidecar);
      return;
    }
    byte[] store =
        new ManifestWriter(statement(target, format, type, List.of(), origin), credentials.get())
            .sidecar(HexFormat.of().parseHex(Sha256.of(written)));
    Outputs.write(sidecar, true, file -> Files.write(file, store));
  }

  /** The same of an embedding. */
  public void besideEmbedding(Path target, Path written, Origin origin) throws IOException {
    beside(target, written, Ingredient.ANY_FORMAT, SourceType.TRAINED_DATA, origin);
  }

  /** Bext shows the first 64 letters alone. */
  private String description() {
    return "AI-generated sound: made by a trained model, not recorded. synth "
        + version
        + ", model "
        + model.name()
        + " (SHA-256 "
        + model.sha256()
        + ").";
  }

  private Statement statement(Path target, AudioClip clip, Origin origin) {
    List<String> mark =
        isWatermarked(clip)
            ? List.of(WATERMARK, HexFormat.of().toHexDigits(origin.payload(model.sha256())))
            : List.of();
    return statement(target, "audio/wav", SourceType.TRAINED_MEDIA, mark, origin);
  }

  private Statement statement(
      Path target, String format, SourceType type, List<String> mark, Origin origin) {
    List<Ingredient> ingredients = new ArrayList<>(origin.inputs());
    if (model != null) {
      ingredients.add(
          new Ingredient(
              "model " + model.name(), Ingredient.ANY_FORMAT, model.sha256(), "the model's file"));
    }
    Map<String, String> settings = new LinkedHashMap<>(origin.settings());
    String command = settings.getOrDefault("command", "synth");
    return new Statement(
        String.valueOf(target.getFileName()),
        format,
        "synth",
        version,
        type,
        "Generated by synth ("
            + command
            + ")"
            + (model == null ? "" : " with the model " + model.name())
            + ".",
        date,
        ingredients,
        settings,
        mark);
  }
}
