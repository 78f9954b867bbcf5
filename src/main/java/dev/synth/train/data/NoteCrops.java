package dev.synth.train.data;

import dev.synth.dataset.Note;
import dev.synth.dataset.source.NoteOrder;
import dev.synth.io.WorkFailedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * An endless seeded stream of crops. Notes come in a shuffled order, all of them before any comes
 * again; each gives one crop from a random place. Sound is read when it is wanted, so memory does
 * not grow with the notes.
 *
 * <p>An order depends on the seed and its epoch only, and the choices for a crop on the seed and
 * the crop's number only. So a stream can be resumed at any {@link StreamPosition} as if it had
 * never stopped, and the crops are the same in batches of any size.
 */
public final class NoteCrops {
  /**
   * Share of crops that are their note's start, where a decoder begins and has nothing to go by.
   */
  private static final double STARTS = 0.1;

  private final List<Note> notes;
  private final Consumer<String> problems;
  private final Set<Note> unreadable = new HashSet<>();
  private final int sampleRateHz;
  private final int cropSamples;
  private final long orderSeed;
  private final long cropSeed;
  private int[] order;
  private int next;
  private long epoch;
  private long crop;

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
    this.notes = notes;
    this.problems = problems;
    this.sampleRateHz = sampleRateHz;
    this.cropSamples = cropSamples;
    SplittableRandom seeds = new SplittableRandom(seed);
    this.orderSeed = seeds.nextLong();
    this.cropSeed = seeds.nextLong();
    this.epoch = from.epoch();
    this.crop = from.crop();
    this.order = shuffled(from.place());
    this.next = from.place();
  }

  /** Where the stream resumes after the last crop. */
  public StreamPosition position() {
    return new StreamPosition(epoch, next, crop);
  }

  private int[] shuffled(int from) {
    return NoteOrder.shuffled(notes, new SplittableRandom(orderSeed + epoch), from);
  }

  /**
   * The next crop.
   *
   * @throws IOException the last note's, if none can be read
   */
  public Crop next() throws IOException {
    SplittableRandom random = new SplittableRandom(cropSeed + crop++);
    Note note = nextNote();
    float[] samples = load(note);
    while (samples == null) {
      note = nextNote();
      samples = load(note);
    }
    return new Crop(note, samples, place(samples.length, random), cropSamples, random);
  }

  /** The first sample of a crop of a note so long. */
  private int place(int samples, SplittableRandom random) {
    boolean start = samples <= cropSamples || random.nextDouble() < STARTS;
    return start ? 0 : random.nextInt(samples - cropSamples + 1);
  }

  private Note nextNote() {
    if (next == order.length) {
      epoch++;
      order = shuffled(0);
      next = 0;
    }
    return notes.get(order[next++]);
  }

  /** The samples of {@code note}; null if it cannot be read. */
  private float[] load(Note note) throws IOException {
    if (unreadable.contains(note)) {
      return null;
    }
    try {
      return note.load(sampleRateHz).samples();
    } catch (IOException | WorkFailedException e) {
      unreadable.add(note);
      if (unreadable.size() == notes.size()) {
        throw e;
      }
      problems.accept(e.getMessage() + " The note is left out.");
      return null;
    }
  }
}
