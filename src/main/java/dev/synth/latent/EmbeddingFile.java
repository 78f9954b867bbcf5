package dev.synth.latent;

import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Embeddings as NumPy files: {@code numpy.load} reads what {@link #write} writes, and {@link #read}
 * reads what {@code numpy.save} writes of a float array [frames, channels]. What is known about an
 * embedding's sound stands behind its values, where NumPy ignores it.
 */
public final class EmbeddingFile {
  private EmbeddingFile() {}

  /** How many bytes {@link #write} writes. */
  public static long bytes(Embedding embedding, EmbeddingInfo info) {
    return Npy.encode(embedding, info).length;
  }

  /** The values of {@link #load}. */
  public static Embedding read(Path file) throws IOException {
    return load(file).embedding();
  }

  /**
   * Reads an embedding; float16 and float64 become float32.
   *
   * @throws NoInputException if there is no such file or it cannot be opened
   * @throws BadDataException if it is not a whole .npy file of finite floats of rank 2
   */
  public static StoredEmbedding load(Path file) throws IOException {
    return Npy.decode(bytes(file), file.toString());
  }

  /**
   * Reads numbers that go with an embedding, one a frame: an array [frames] or [frames, 1].
   *
   * @throws NoInputException if there is no such file or it cannot be opened
   * @throws BadDataException if it is not a whole .npy file of finite floats of that shape
   */
  public static float[] loadOneValueAFrame(Path file) throws IOException {
    return Npy.decodeOneValueAFrame(bytes(file), file.toString());
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new NoInputException(file + ": is a directory; name a NumPy file (.npy).");
    }
    InputFile.check(file);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new NoInputException(file + ": cannot be read (" + Outputs.reason(e) + ").");
    } catch (OutOfMemoryError e) {
      throw new BadDataException(file + ": is too large to be an embedding.");
    }
  }

  /**
   * Writes an embedding as float32, little-endian, C order, whole or not at all.
   *
   * @param info {@link EmbeddingInfo#NONE} for the bytes that {@code numpy.save} writes
   * @throws dev.synth.io.CannotCreateException if the file exists and {@code overwrite} is false,
   *     or cannot be created
   */
  public static void write(Path file, Embedding embedding, EmbeddingInfo info, boolean overwrite)
      throws IOException {
    byte[] bytes = Npy.encode(embedding, info);
    Outputs.write(file, overwrite, temporary -> Files.write(temporary, bytes));
  }
}
