package dev.synth.app;

import dev.synth.audio.AudioClip;
import dev.synth.audio.OpenSound;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.model.Encoder;
import dev.synth.model.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Inputs that are sounds or embeddings. The encoder is made when the first sound is met, and lives
 * until this is closed. Not safe for use by several threads.
 */
public final class LatentInputs implements AutoCloseable {
  private final SavedModel model;
  private final int threads;
  private Encoder encoder;

  /**
   * Inputs of {@code model}.
   *
   * @param threads that encode, at least 1
   */
  public LatentInputs(SavedModel model, int threads) {
    this.model = model;
    this.threads = threads;
  }

  /** An input: its file, its pitch where known, its embedding. */
  public record Latent(Path path, OptionalInt pitch, Embedding embedding) {}

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
    return isEmbedding(path) ? read(path) : encode(path);
  }

  /**
   * Loads inputs that are to be mixed.
   *
   * @param remarks receives a sentence on each that the mixture cuts to the length of the shortest
   */
  List<Latent> load(List<Path> paths, Consumer<String> remarks) throws IOException {
    List<Latent> all = new ArrayList<>();
    for (Path path : paths) {
      all.add(load(path));
    }
    int shortest = all.stream().mapToInt(each -> each.embedding().frames()).min().orElseThrow();
    for (Latent each : all) {
      if (each.embedding().frames() > shortest) {
        remarks.accept(
            each.path()
                + ": is cut from "
                + each.embedding().frames()
                + " frames to "
                + shortest
                + ", the length of the shortest input.");
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
    Embedding embedding = EmbeddingFile.read(path);
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
    return new Latent(path, Labels.parse(path.toString()).pitch(), embedding);
  }

  /** Encodes a sound. */
  public Latent encode(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new NoInputException(path + ": is a directory; name the sounds in it.");
    }
    Note note = Note.of(path);
    return new Latent(path, note.labels().pitch(), encode(note));
  }

  Embedding encode(Note note) throws IOException {
    try (OpenSound sound = open(note)) {
      return encode(sound);
    }
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

  /** The embedding of a sound as {@link #open} gives it, in the memory of a few seconds of it. */
  Embedding encode(OpenSound sound) throws IOException {
    return encoder().encode(sound.samples());
  }

  /** The embedding of a sound of any rate. */
  Embedding encode(AudioClip sound) throws IOException {
    return encoder().encode(sound);
  }

  /** What encodes, in words. */
  public String description() throws IOException {
    return encoder().description();
  }

  private Encoder encoder() throws IOException {
    if (encoder == null) {
      encoder = model.encoder(threads);
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
