package dev.synth.app;

import dev.synth.audio.AudioClip;
import dev.synth.audio.OpenSound;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NotePitch;
import dev.synth.dsp.EncodingGain;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.generate.OutputLevel;
import dev.synth.generate.PitchSettings;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.Precision;
import dev.synth.io.BadDataException;
import dev.synth.io.FileNames;
import dev.synth.io.NoInputException;
import dev.synth.io.Sha256;
import dev.synth.io.path.Spool;
import dev.synth.io.text.Counted;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.latent.StoredEmbedding;
import dev.synth.model.Encoder;
import dev.synth.model.ModelFiles;
import dev.synth.model.SavedModel;
import dev.synth.provenance.Ingredient;
import dev.synth.provenance.c2pa.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Inputs that are sounds or embeddings. The encoder is made when the first sound is met, and lives
 * until this is closed. Not safe for use by several threads.
 */
public final class LatentInputs implements AutoCloseable {
  /** What is shorter has too few frames to be held as a note. */
  private static final double SHORT_SECONDS = 0.1;

  private final SavedModel model;
  private final int threads;
  private final Precision precision;
  private Encoder encoder;
  private String encoderSha256;

  /**
   * Inputs of {@code model}, encoded in float.
   *
   * @param threads that encode, at least 1
   */
  public LatentInputs(SavedModel model, int threads) {
    this(model, threads, Precision.FLOAT);
  }

  /** As above, with the encoder's products in {@code precision}. */
  LatentInputs(SavedModel model, int threads, Precision precision) {
    this.model = model;
    this.threads = threads;
    this.precision = precision;
  }

  /** What the encoder's products are computed in. */
  Precision precision() {
    return precision;
  }

  /** An input: its file, its embedding, what is known about its sound. */
  public record Latent(Path path, Embedding embedding, EmbeddingInfo info) {
    /** The MIDI pitch where it is known. */
    public OptionalDouble pitch() {
      return info.knownMidi();
    }

    /** Whether the sound is known to be silent. */
    public boolean isSilent() {
      return info.rmsDbfs() != null && SoundFacts.isSilent(info.rmsDbfs());
    }
  }

  /** Whether {@code path} is named as an embedding is, .npy. */
  public static boolean isEmbedding(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  /**
   * Reads an embedding or encodes a sound.
   *
   * @throws BadDataException if it is neither, or an embedding of another model
   */
  public Latent load(Path path) throws IOException {
    return load(path, remark -> {});
  }

  private Latent load(Path path, Consumer<String> remarks) throws IOException {
    return isEmbedding(path) ? read(path) : encode(path, remarks);
  }

  /**
   * Loads inputs that are to be mixed.
   *
   * @param remarks receives a sentence on each that the mixture cuts to the length of the shortest,
   *     and on each sound of whose file a part is not read
   */
  List<Latent> load(List<Path> paths, Consumer<String> remarks) throws IOException {
    List<Latent> all = new ArrayList<>();
    for (Path path : paths) {
      all.add(load(path, remarks));
    }
    int shortest = all.stream().mapToInt(each -> each.embedding().frames()).min().orElseThrow();
    double frameSeconds = model.latent().frameSeconds();
    for (Latent each : all) {
      if (each.embedding().frames() > shortest) {
        remarks.accept(
            String.format(
                Locale.ROOT,
                "%s: is cut from %s (%.2f s) to %d (%.2f s), the length of the shortest input.",
                each.path(),
                Counted.of(each.embedding().frames(), "frame"),
                each.embedding().frames() * frameSeconds,
                shortest,
                shortest * frameSeconds));
      }
    }
    return all;
  }

  /**
   * Reads an embedding.
   *
   * @throws BadDataException if it is none, or one of another model
   */
  public Latent read(Path path) throws IOException {
    StoredEmbedding stored = EmbeddingFile.load(path);
    Embedding embedding = stored.embedding();
    EmbeddingInfo info = stored.info();
    int channels = model.latent().channels();
    if (embedding.channels() != channels) {
      throw new BadDataException(
          path
              + ": has "
              + embedding.channels()
              + " channels, but the model wants "
              + channels
              + "; give the setting 'model' the one that encoded it.");
    }
    if (info.encoderSha256() != null && !info.encoderSha256().equals(encoderSha256())) {
      throw new BadDataException(
          path
              + ": was made by the encoder of another model"
              + ", whose embeddings mean nothing to this one; give the setting 'model' "
              + ModelFiles.nameOfEncoder(info.encoderSha256()).orElse("the one that encoded it")
              + ", or encode the sound again.");
    }
    boolean named = info.pitch() == null && !info.hasNoPitch();
    OptionalInt pitch = named ? Labels.parse(path.toString()).pitch() : OptionalInt.empty();
    return new Latent(path, embedding, pitch.isEmpty() ? info : info.withPitch(pitch, NAME, null));
  }

  /** Encodes a sound. */
  public Latent encode(Path path) throws IOException {
    return encode(path, remark -> {});
  }

  private Latent encode(Path path, Consumer<String> remarks) throws IOException {
    if (Files.isDirectory(path)) {
      throw new NoInputException(path + ": is a directory; name the sounds in it.");
    }
    Note note = Note.of(path);
    try (OpenSound sound = open(note)) {
      sound.remarks().forEach(remark -> remarks.accept(path + ": " + remark + "."));
      SoundFacts facts = SoundFacts.of(note, sound);
      return new Latent(path, encode(sound, facts), info(facts));
    }
  }

  /**
   * Encodes the beginning of a sound that may be of any length, to be played by keys.
   *
   * @param secondsMax what is beyond is left out
   * @param remarks receives sentences: what the sound was found to be, and what is left out
   */
  public Latent encode(Path path, int secondsMax, Consumer<String> remarks) throws IOException {
    Note note = Note.of(path);
    try (OpenSound whole = open(note)) {
      int samplesMax = secondsMax * whole.sampleRateHz();
      OpenSound sound = whole.head(samplesMax);
      SoundFacts facts = SoundFacts.of(note, sound);
      whole.remarks().forEach(remark -> remarks.accept(path + ": " + remark + "."));
      facts.playedRemark().ifPresent(remarks);
      long count = sound.count();
      if (count < SHORT_SECONDS * sound.sampleRateHz()) {
        long millis = Math.round(1000.0 * count / sound.sampleRateHz());
        remarks.accept(path + ": lasts " + millis + " ms, less than a note; it may play as noise.");
      }
      if (whole.head(samplesMax + 1).count() > samplesMax) {
        remarks.accept(path + ": only its first " + secondsMax + " s are taken.");
      }
      return new Latent(path, encode(sound, facts), info(facts));
    }
  }

  Embedding encode(Note note) throws IOException {
    try (OpenSound sound = open(note)) {
      return encode(sound, SoundFacts.of(note, sound));
    }
  }

  /** Reads the description of an embedding, or analyses a sound; nothing is encoded. */
  Facts facts(Path path) throws IOException {
    if (isEmbedding(path)) {
      Latent latent = read(path);
      return new Facts(
          latent.info(), latent.embedding().frames(), Sha256.of(latent.embedding().values()), null);
    }
    if (Files.isDirectory(path)) {
      throw new NoInputException(path + ": is a directory; name the sounds in it.");
    }
    Note note = Note.of(path);
    try (OpenSound sound = open(note)) {
      SoundFacts facts = SoundFacts.of(note, sound);
      int frames = model.encoderLatent().frames(facts.samples());
      return new Facts(info(facts), frames, sound.sha256(), facts);
    }
  }

  /** What the credentials of a sound that is made of {@code path} say of that. */
  static Ingredient ingredient(Path path, Facts facts) throws IOException {
    return facts.sound() == null
        ? ingredient(path, facts.sha256(), "the embedding's values")
        : ingredient(path, facts.sha256(), "the sound's samples as encoded");
  }

  /** The same of inputs that are loaded. */
  static List<Ingredient> ingredients(List<Latent> loaded) throws IOException {
    List<Ingredient> all = new ArrayList<>();
    for (Latent each : loaded) {
      String sha256 = Sha256.of(each.embedding().values());
      all.add(ingredient(each.path(), sha256, "the embedding's values"));
    }
    return all;
  }

  /**
   * The same of any input, whose own credentials are carried on.
   *
   * @param hashed what the hash is of
   */
  static Ingredient ingredient(Path path, String sha256, String hashed) throws IOException {
    String title = Spool.inWords(String.valueOf(path.getFileName()));
    String format = isEmbedding(path) ? Ingredient.ANY_FORMAT : "audio/wav";
    return new Ingredient(title, format, sha256, hashed, ManifestReader.store(path));
  }

  /** The instrument, where the name is NSynth's, else the file's name, as part of another. */
  static String shortName(Path input) {
    String stem = stem(input);
    Labels labels = Labels.parse(stem + ".wav");
    String name = FileNames.safe(labels.instrumentName().orElse(stem));
    return name.substring(0, Math.min(SHORT_NAME_MAX, name.length()));
  }

  /**
   * What is known of an input before it is encoded.
   *
   * @param sha256 of the embedding's values, or of the sound's samples
   * @param sound what the sound tells; null for an embedding
   */
  record Facts(EmbeddingInfo info, int frames, String sha256, SoundFacts sound) {}

  /** What the file of the embedding of a sound keeps. */
  EmbeddingInfo info(SoundFacts facts) throws IOException {
    return facts.info(model, encoderSha256());
  }

  private String encoderSha256() {
    if (encoderSha256 == null) {
      encoderSha256 = model.encoderSha256();
    }
    return encoderSha256;
  }

  /**
   * The pitch to play an input at, before it moves.
   *
   * @return none where that is asked for, or the model needs none
   * @throws BadDataException if nobody knows it: what the model made would be noise
   */
  PlayedPitch playedPitch(Path path, EmbeddingInfo info, PitchSettings settings)
      throws BadDataException {
    if (settings.given().isPresent() || !model.spec().isPitchConditioned()) {
      return settings.given().orElse(PlayedPitch.UNKNOWN);
    }
    if (info.pitch() == null) {
      throw new BadDataException(
          path
              + (info.rmsDbfs() != null && SoundFacts.isSilent(info.rmsDbfs())
                  ? ": is silent, and has no pitch"
                  : info.hasNoPitch()
                      ? ": has no single pitch that could be detected (a chord, a drum, speech or"
                          + " noise?), and the model plays single pitched notes"
                      : ": neither the file nor its name tells the pitch")
              + "; give the setting 'pitch' a note such as A3.");
    }
    return settings.steady(info.knownMidi().getAsDouble(), path.toString());
  }

  /** The sound of {@code note} as it is encoded. */
  float[] samples(Note note) throws IOException {
    return note.load(model.encoderLatent().sampleRateHz()).samples();
  }

  /** The sound of {@code note} as it is encoded; a large one is read piece by piece. */
  OpenSound open(Note note) throws IOException {
    return note.open(model.encoderLatent().sampleRateHz());
  }

  /** Frames of the embedding of a sound of {@code samples} samples as it is encoded. */
  int frames(int samples) throws IOException {
    return model.encoderLatent().frames(samples);
  }

  /**
   * The embedding of a sound as {@link #open} gives it, in the memory of a few seconds of it.
   *
   * @param facts what it was found to be
   */
  Embedding encode(OpenSound sound, SoundFacts facts) throws IOException {
    return encoder()
        .encode(EncodingGain.raised(sound.samples(), facts.raisedDb()), facts.pitch().midi());
  }

  /**
   * The level at which what is encoded is played: that of its sound. From {@value
   * Sampling#WILD_TEMPERATURE} on, where a model may play noise at full scale, it is also the most.
   */
  static OutputLevel level(EmbeddingInfo info, Sampling sampling) {
    double gainDb = info.raisedDb() == null ? 0 : 0 - info.raisedDb();
    boolean limited = sampling.isWild() && info.rmsDbfs() != null;
    return new OutputLevel(gainDb, limited ? info.rmsDbfs() : Double.POSITIVE_INFINITY);
  }

  /** The embedding of a sound of any rate, whose pitch is detected. */
  Embedding encode(AudioClip sound) throws IOException {
    OptionalInt pitch =
        PitchEstimator.estimate(sound).stream().mapToInt(p -> (int) Math.round(p.midi())).findAny();
    return encoder().encode(sound, pitch);
  }

  /** What encodes, in words. */
  public String description() throws IOException {
    return encoder().description();
  }

  private Encoder encoder() throws IOException {
    if (encoder == null) {
      encoder = model.encoder(threads, precision);
    }
    return encoder;
  }

  /** {@code a/b_embeddings.npy} and {@code a/b.wav} are both {@code b}. */
  public static String stem(Path path) {
    String name = path.getFileName() == null ? "" : path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String bare = dot > 0 ? name.substring(0, dot) : name;
    return bare.endsWith(EMBEDDING_SUFFIX)
        ? bare.substring(0, bare.length() - EMBEDDING_SUFFIX.length())
        : bare;
  }

  private static final int SHORT_NAME_MAX = 32;

  private static final String NAME = NotePitch.Origin.NAME.label();

  /** What an embedding's name has after its note's, as Magenta writes it. */
  private static final String EMBEDDING_SUFFIX = "_embeddings";

  /** The file in {@code folder} for the embedding of the note {@code stem}. */
  public static Path embeddingPath(Path folder, String stem) {
    return folder.resolve(stem + EMBEDDING_SUFFIX + ".npy");
  }

  /** Ends the encoder, if there is one. */
  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
  }
}
