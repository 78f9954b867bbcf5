package dev.synth.train.data;

import dev.synth.audio.MuLaw;
import dev.synth.dataset.Note;
import dev.synth.dataset.source.NoteOrder;
import dev.synth.io.WorkFailedException;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.PitchOscillator;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.train.TrainingPlan;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * An endless seeded stream of batches of crops. Notes come in a shuffled order, all of them before
 * any comes again; each gives one crop from a random place. Sound is read when it is wanted, so
 * memory does not grow with the notes.
 *
 * <p>An order depends on the seed and its epoch only, and the choices for a crop on the seed and
 * the crop's number only. So a stream goes on at any {@link StreamPosition} as if it had never
 * stopped, and the crops are the same in batches of any size.
 */
public final class Crops {
  /** Share of crops whose pitch is hidden, so that the decoder also learns to do without it. */
  private static final double HIDDEN_PITCHES = 0.1;

  /**
   * Share of crops that are their note's start, where a decoder begins and has nothing to go by.
   */
  private static final double STARTS = 0.1;

  private final WaveNetSpec spec;
  private final List<Note> notes;
  private final Consumer<String> problems;
  private final Set<Note> unreadable = new HashSet<>();
  private final int batch;
  private final int cropSamples;
  private final double inputNoise;
  private final long orderSeed;
  private final long cropSeed;
  private SplittableRandom random; // of the crop at hand
  private int[] order;
  private int next;
  private long epoch;
  private long crop;

  /** Crops of {@code notes} from the first on. */
  public Crops(
      WaveNetSpec spec,
      List<Note> notes,
      Consumer<String> problems,
      int batch,
      int cropSamples,
      double inputNoise,
      long seed) {
    this(spec, notes, problems, batch, cropSamples, inputNoise, seed, StreamPosition.START);
  }

  /**
   * Crops of {@code notes}.
   *
   * @param spec the network they are for
   * @param inputNoise as {@link TrainingPlan#inputNoise}
   * @param problems hears, once, of each note that cannot be read; it is passed over
   * @param from where in the stream to begin
   */
  public Crops(
      WaveNetSpec spec,
      List<Note> notes,
      Consumer<String> problems,
      int batch,
      int cropSamples,
      double inputNoise,
      long seed,
      StreamPosition from) {
    this.spec = spec;
    this.notes = notes;
    this.problems = problems;
    this.batch = batch;
    this.cropSamples = cropSamples;
    this.inputNoise = inputNoise;
    SplittableRandom seeds = new SplittableRandom(seed);
    this.orderSeed = seeds.nextLong();
    this.cropSeed = seeds.nextLong();
    this.epoch = from.epoch();
    this.crop = from.crop();
    this.order = shuffled(from.place());
    this.next = from.place();
  }

  /** Where the stream goes on after the last batch. */
  StreamPosition position() {
    return new StreamPosition(epoch, next, crop);
  }

  private int[] shuffled(int from) {
    return NoteOrder.shuffled(notes, new SplittableRandom(orderSeed + epoch), from);
  }

  /**
   * The next batch.
   *
   * @throws IOException the last note's, if none can be read
   * @throws WorkFailedException likewise, where that one takes more memory than there is
   */
  public CodeBatch next() throws IOException {
    byte[][] codes = new byte[batch][];
    byte[][] past = new byte[batch][];
    byte[][] targets = new byte[batch][];
    int[] pitches = new int[batch];
    float[][] cycles = new float[batch][];
    for (int b = 0; b < batch; b++) {
      random = new SplittableRandom(cropSeed + crop++);
      Note note = nextNote();
      float[] samples = load(note);
      while (samples == null) {
        note = nextNote();
        samples = load(note);
      }
      int from = place(samples.length);
      float[] clean = Arrays.copyOfRange(samples, from, from + cropSamples);
      codes[b] = MuLaw.encode(clean);
      boolean hidden = random.nextDouble() < HIDDEN_PITCHES;
      pitches[b] = hidden ? WaveNetSpec.UNKNOWN_PITCH : pitch(note);
      past[b] = codes[b];
      targets[b] = codes[b];
      if (inputNoise > 0) {
        CorruptedContext noisy = CorruptedContext.random(clean, inputNoise, random);
        past[b] = noisy.past();
        targets[b] = noisy.targets();
      }
      cycles[b] = new PitchOscillator(spec, pitches[b]).cyclesAlong(samples, from, cropSamples);
    }
    return new CodeBatch(codes, past, targets, pitches, cycles);
  }

  /** The first sample of a crop of a note so long. */
  private int place(int samples) {
    boolean start = samples <= cropSamples || random.nextDouble() < STARTS;
    return start ? 0 : random.nextInt(samples - cropSamples + 1);
  }

  private static int pitch(Note note) {
    return note.labels().pitch().orElse(WaveNetSpec.UNKNOWN_PITCH);
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
      return note.load(spec.sampleRateHz()).samples();
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
