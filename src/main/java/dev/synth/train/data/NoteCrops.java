package dev.synth.train.data;

import dev.synth.dataset.Note;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * An endless seeded stream of crops: each note of a {@link NoteStream} gives one, from a random
 * place. The crops are the same in batches of any size.
 */
public final class NoteCrops {
  /**
   * Share of crops that are their note's start, where a decoder begins and has nothing to go by.
   */
  private static final double STARTS = 0.1;

  private final NoteStream<float[]> notes;
  private final int cropSamples;

  /**
   * A piece of a note.
   *
   * @param samples the whole note's amplitudes; not a copy
   * @param from the piece's first sample
   * @param length its samples; what lies after the note's end is silence
   * @param random for further choices about this crop, after those made here
   */
  public record Crop(Note note, float[] samples, int from, int length, SplittableRandom random) {
    /** Its amplitudes [length]. */
    public float[] cut() {
      return Arrays.copyOfRange(samples, from, from + length);
    }
  }

  /**
   * Crops of {@code notes}.
   *
   * @param problems receives a sentence, once, on each note that cannot be read; it is skipped
   * @param sampleRateHz the model's; notes are resampled to it
   * @param from where in the stream to begin
   */
  public NoteCrops(
      List<Note> notes,
      Consumer<String> problems,
      int sampleRateHz,
      int cropSamples,
      long seed,
      StreamPosition from) {
    this.notes =
        new NoteStream<>(notes, note -> note.load(sampleRateHz).samples(), problems, seed, from);
    this.cropSamples = cropSamples;
  }

  /** Where the stream resumes after the last crop. */
  public StreamPosition position() {
    return notes.position();
  }

  /**
   * The next crop.
   *
   * @throws IOException the last note's, if none can be read
   */
  public Crop next() throws IOException {
    NoteStream.Item<float[]> item = notes.next();
    int from = place(item.loaded().length, cropSamples, STARTS, item.random());
    return new Crop(item.note(), item.loaded(), from, cropSamples, item.random());
  }

  /**
   * Where a crop of {@code length} begins in a note of {@code total}; both of the same unit.
   *
   * @param starts share of crops that begin with their note
   */
  public static int place(int total, int length, double starts, SplittableRandom random) {
    boolean start = total <= length || random.nextDouble() < starts;
    return start ? 0 : random.nextInt(total - length + 1);
  }
}
