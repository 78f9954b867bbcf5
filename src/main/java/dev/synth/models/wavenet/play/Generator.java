package dev.synth.models.wavenet.play;

import dev.synth.audio.MuLaw;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.Precision;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.io.text.Counted;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Makes sound from embeddings, sample by sample: the WaveNet decoder of Engel et al. 2017 with the
 * cached convolutions of Paine et al. 2016, "Fast Wavenet Generation Algorithm". Safe for use by
 * several threads.
 *
 * <p>A note depends on its request and the kernels only: not on the notes generated with it, nor on
 * the number of threads.
 */
public final class Generator implements Synthesizer {
  /** Beyond this, sharing weights gains nothing and the notes' own state falls out of the cache. */
  private static final int MAX_BATCH_NOTES = 32;

  private final DecoderWeights weights;
  private final WaveNetSpec spec;

  private Generator(DecoderWeights weights) {
    this.weights = weights;
    this.spec = weights.spec();
  }

  @Override
  public LatentFormat format() {
    return spec.format();
  }

  /** A generator for {@code model}, whose decoder's weights are copied as they are. */
  public static Generator of(SavedModel model) {
    return of(model, Precision.FLOAT);
  }

  /** A generator for {@code model}, whose decoder's weights are copied and rounded. */
  public static Generator of(SavedModel model, Precision precision) {
    return of(model, precision, StepKernels.chosen());
  }

  static Generator of(SavedModel model, StepKernels kernels) {
    return of(model, Precision.FLOAT, kernels);
  }

  static Generator of(SavedModel model, Precision precision, StepKernels kernels) {
    return new Generator(new DecoderWeights(model, precision, kernels));
  }

  @Override
  public String description() {
    return weights.kernels().description();
  }

  @Override
  public long bytesPerNote() {
    return DecoderState.bytesPerNote(spec);
  }

  @Override
  public int leadSamples() {
    return BatchRunner.leadSamples(spec);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Batches are kept full: the place of a finished note is taken by the next. Supplied the
   * longest first, notes end at about the same time.
   */
  @Override
  public void synthesize(
      NoteSupply supply,
      long samplesTotal,
      int threads,
      int notesAtOnce,
      ProgressListener listener) {
    new BatchRunner(weights, supply, samplesTotal, listener)
        .run(Math.min(threads, notesAtOnce), notesAtOnce);
  }

  @Override
  public int notesAtOnce(int notes, int threads, int wanted) {
    if (wanted == 0) {
      long most = Math.max(1, Math.min(notes, (long) MAX_BATCH_NOTES * threads));
      return (int) Math.min(most, affordable(1));
    }
    int atOnce = Math.max(1, Math.min(wanted, notes));
    affordable(atOnce);
    return atOnce;
  }

  /** How many notes fit half of the heap, which must be {@code needed} or more. */
  private long affordable(int needed) {
    long noteBytes = bytesPerNote();
    long affordable = Runtime.getRuntime().maxMemory() / 2 / noteBytes;
    if (affordable < needed) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "Generating %s at once with this model takes %,d MB of heap, but there is room"
                  + " for %d; raise SYNTH_HEAP, or lower the setting 'notes at once'.",
              Counted.of(needed, "note"),
              needed * noteBytes / 1_000_000,
              affordable));
    }
    return affordable;
  }

  /**
   * The network's opinion of a sound that is known: logits of every sample given the true samples
   * before it, by the same steps as {@link #synthesize}, but without silence before the first.
   *
   * @param codes q in -128..127, [samples]
   * @param embedding of at least {@code samples / hop} frames
   * @param pitch MIDI 0 to 127, or {@link WaveNetSpec#UNKNOWN_PITCH}
   * @return logits [samples, 256]; row t is about {@code codes[t]} and has not seen it
   * @throws IllegalArgumentException if the embedding does not fit the model, or is too short
   */
  public float[][] logits(int[] codes, Embedding embedding, int pitch) {
    GenerationRequest request =
        new GenerationRequest(embedding, pitch, Math.max(1, codes.length), 0, 0);
    check(spec, embedding, codes.length);
    DecoderState state =
        new DecoderState(weights, 0, List.of(embedding), new int[] {request.pitch().whole()});
    float[][] rows = new float[codes.length][];
    float[] previous = {0f};
    for (int t = 0; t < codes.length; t++) {
      rows[t] = Arrays.copyOf(state.step(previous), WaveNetSpec.CODES);
      previous[0] = MuLaw.companded(codes[t]);
    }
    return rows;
  }

  @Override
  public void check(GenerationRequest request) {
    check(spec, request.embedding(), request.samples());
    check(request.pitch());
  }

  static void check(WaveNetSpec spec, Embedding embedding, int samples) {
    if (embedding.channels() != spec.latentChannels()) {
      throw new IllegalArgumentException(
          "the embedding has "
              + embedding.channels()
              + " channels, but the model wants "
              + spec.latentChannels());
    }
    if (samples > (long) embedding.frames() * spec.hopSamples()) {
      throw new IllegalArgumentException(
          samples
              + " samples wanted, but the embedding's "
              + embedding.frames()
              + " frames of "
              + spec.hopSamples()
              + " samples make "
              + (long) embedding.frames() * spec.hopSamples());
    }
  }
}
