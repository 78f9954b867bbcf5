package dev.synth.cli;

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
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;

/** Inputs that are sounds or embeddings. The encoder is made when the first sound is met. */
public final class LatentInputs implements AutoCloseable {
  private final SavedModel model;
  private final int threads;
  private Encoder encoder;

  LatentInputs(SavedModel model, int threads) {
    this.model = model;
    this.threads = threads;
  }

  /** An input: its file, its pitch where known, its embedding. */
  record Latent(Path path, OptionalInt pitch, Embedding embedding) {}

  public static boolean isEmbedding(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  Latent load(Path path) throws IOException {
    return isEmbedding(path) ? read(path) : encode(path);
  }

  Latent read(Path path) throws IOException {
    Embedding embedding = EmbeddingFile.read(path);
    int channels = model.latent().channels();
    if (embedding.channels() != channels) {
      throw new BadDataException(
          path
              + ": has "
              + embedding.channels()
              + " channels, but the model wants "
              + channels
              + "; use the --model that encoded it.");
    }
    return new Latent(path, Labels.parse(path.toString()).pitch(), embedding);
  }

  Latent encode(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new NoInputException(path + ": is a directory; name the sounds in it.");
    }
    Note note = Note.of(path);
    return new Latent(path, note.labels().pitch(), encode(note));
  }

  Embedding encode(Note note) throws IOException {
    try (OpenSound sound = note.open(sampleRateHz())) {
      return encode(sound);
    }
  }

  /** The embedding of a sound at the model's rate, in the memory of a few seconds of it. */
  Embedding encode(OpenSound sound) throws IOException {
    return encoder().encode(sound.samples());
  }

  /** Says what will compute, for {@code -v}. */
  void describeTo(PrintWriter err) throws IOException {
    err.println("synth: encoding with " + encoder().description() + ".");
  }

  /** The rate of the sounds that are encoded. */
  int sampleRateHz() throws IOException {
    return model.encoderLatent().sampleRateHz();
  }

  /** Frames of the embedding of {@code samples} samples at that rate. */
  int frames(int samples) throws IOException {
    return model.encoderLatent().frames(samples);
  }

  private Encoder encoder() throws IOException {
    if (encoder == null) {
      encoder = model.encoder(threads);
    }
    return encoder;
  }

  /** Frees the encoder, if one was made; another is made when it is wanted again. */
  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
  }

  /** {@code a/b_embeddings.npy} and {@code a/b.wav} are both {@code b}. */
  static String stem(Path path) {
    String name = path.getFileName() == null ? "" : path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String bare = dot > 0 ? name.substring(0, dot) : name;
    return bare.endsWith(EMBEDDING_SUFFIX)
        ? bare.substring(0, bare.length() - EMBEDDING_SUFFIX.length())
        : bare;
  }

  /** What an embedding's name has after its note's, as Magenta writes it. */
  static final String EMBEDDING_SUFFIX = "_embeddings";

  static Path embeddingPath(Path folder, String stem) {
    return folder.resolve(stem + EMBEDDING_SUFFIX + ".npy");
  }
}
