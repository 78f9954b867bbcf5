package dev.synth.models.wavenet.train;

import dev.synth.audio.MuLaw;
import dev.synth.dataset.Note;
import dev.synth.dsp.OffsetFilter;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.PitchOscillator;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.train.data.Batches;
import dev.synth.train.data.NoteCrops;
import dev.synth.train.data.StreamPosition;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Crops of notes as a WaveNet takes them: mu-law codes, the past, pitches and oscillators. Notes
 * have lost their offset before, as sounds have that are encoded.
 */
final class CodeBatches implements Batches<CodeBatch> {
  /** Share of crops whose pitch is hidden, so that the decoder also learns to do without it. */
  private static final double HIDDEN_PITCHES = 0.1;

  private final WaveNetSpec spec;
  private final NoteCrops crops;
  private final int batch;
  private final double inputNoise;

  /** Crops of {@code notes} from the first on. */
  CodeBatches(
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
   * @param problems receives a sentence, once, on each note that cannot be read; it is skipped
   * @param batch crops side by side
   * @param inputNoise as {@link dev.synth.train.LearningPlan#inputNoise}
   * @param from where in the stream to begin
   */
  CodeBatches(
      WaveNetSpec spec,
      List<Note> notes,
      Consumer<String> problems,
      int batch,
      int cropSamples,
      double inputNoise,
      long seed,
      StreamPosition from) {
    this.spec = spec;
    this.crops = new NoteCrops(notes, problems, spec.sampleRateHz(), cropSamples, seed, from);
    this.batch = batch;
    this.inputNoise = inputNoise;
  }

  @Override
  public StreamPosition position() {
    return crops.position();
  }

  @Override
  public CodeBatch next() throws IOException {
    byte[][] codes = new byte[batch][];
    byte[][] past = new byte[batch][];
    byte[][] targets = new byte[batch][];
    int[] pitches = new int[batch];
    float[][] cycles = new float[batch][];
    for (int b = 0; b < batch; b++) {
      NoteCrops.Crop crop = crops.next();
      float[] note = OffsetFilter.filter(crop.samples(), spec.sampleRateHz());
      float[] clean = Arrays.copyOfRange(note, crop.from(), crop.from() + crop.length());
      codes[b] = MuLaw.encode(clean);
      boolean hidden = crop.random().nextDouble() < HIDDEN_PITCHES;
      pitches[b] = hidden ? WaveNetSpec.UNKNOWN_PITCH : pitch(crop.note());
      past[b] = codes[b];
      targets[b] = codes[b];
      if (inputNoise > 0) {
        CorruptedContext noisy = CorruptedContext.random(clean, inputNoise, crop.random());
        past[b] = noisy.past();
        targets[b] = noisy.targets();
      }
      cycles[b] =
          new PitchOscillator(spec, pitches[b]).cyclesAlong(note, crop.from(), crop.length());
    }
    return new CodeBatch(codes, past, targets, pitches, cycles);
  }

  private static int pitch(Note note) {
    return note.labels().pitch().orElse(WaveNetSpec.UNKNOWN_PITCH);
  }
}
