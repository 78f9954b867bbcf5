package dev.synth.models.instant.train;

import dev.synth.dsp.pitch.Pitch;
import dev.synth.models.instant.ControlCoding;
import dev.synth.models.instant.DecoderConditions;
import dev.synth.models.instant.EncoderInputs;
import dev.synth.models.instant.FrameFeatures;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.PitchFeatures;
import dev.synth.models.instant.sound.NoiseBands;
import dev.synth.models.instant.sound.NoteControls;
import dev.synth.train.data.Batches;
import dev.synth.train.data.Equalizer;
import dev.synth.train.data.NoteCrops;
import dev.synth.train.data.NoteStream;
import dev.synth.train.data.StreamPosition;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Crops of analysed notes as an instant model is trained on, and measured on. */
final class ControlBatches implements Batches<ControlBatch> {
  /** Share of crops whose pitch is hidden from the encoder, which sounds may have none of. */
  private static final double HIDDEN_PITCHES = 0.1;

  /** Share of crops that a {@link SyntheticControls} plays. */
  private static final double SYNTHETIC = 0.3;

  /** Share of crops that are their note's start: the attack is short, and much is heard by it. */
  private static final double STARTS = 0.3;

  /** Frames next to a cut, which lack context, do not count. */
  private static final int CUT_FRAMES = 8;

  /** Share of the others whose targets are those of another note of the instrument. */
  private static final double TRANSPOSED = 0.15;

  /** Share of crops that go through an {@link Equalizer}. */
  private static final double EQUALIZED = 0.5;

  private final InstantSpec spec;
  private final NoteStream<AnalyzedNote> notes;
  private final SiblingNotes siblings;
  private final ControlCoding coding;
  private final SyntheticControls synthetic;
  private final NoiseBands bands;
  private final FrameFeatures features = new FrameFeatures();
  private final Executor threads;
  private final int batch;
  private final int frames;

  /** What a batch is made of. */
  record Sizes(int batch, int frames) {}

  /**
   * Crops.
   *
   * @param siblings other notes of the same instruments, with which crops are varied: equalised,
   *     played otherwise, their pitches hidden; null to take them as they are, to measure on
   * @param threads that analyse notes and make crops
   */
  ControlBatches(
      InstantSpec spec,
      NoteStream<AnalyzedNote> notes,
      Sizes sizes,
      SiblingNotes siblings,
      Executor threads) {
    this.spec = spec;
    this.notes = notes;
    this.batch = sizes.batch();
    this.frames = sizes.frames();
    this.siblings = siblings;
    this.threads = threads;
    this.coding = new ControlCoding(spec);
    this.synthetic = new SyntheticControls(spec);
    this.bands = new NoiseBands(spec.noiseBands(), spec.sampleRateHz());
  }

  @Override
  public StreamPosition position() {
    return notes.position();
  }

  @Override
  public ControlBatch next() throws IOException {
    List<NoteStream.Item<AnalyzedNote>> items = notes.next(batch, threads);
    int rows = batch * frames;
    int values = spec.valuesPerFrame();
    ControlBatch made =
        new ControlBatch(
            batch,
            frames,
            new float[rows * EncoderInputs.COUNT],
            new float[rows * PitchFeatures.COUNT],
            new float[rows * DecoderConditions.COUNT],
            new float[rows * values],
            new float[rows * values],
            new float[rows],
            new double[batch],
            new double[batch],
            new int[batch],
            new int[batch]);
    CompletableFuture<?>[] crops = new CompletableFuture<?>[batch];
    for (int b = 0; b < batch; b++) {
      int crop = b;
      crops[b] = CompletableFuture.runAsync(() -> put(items.get(crop), crop, made), threads);
    }
    CompletableFuture.allOf(crops).join();
    return made;
  }

  private void put(NoteStream.Item<AnalyzedNote> item, int b, ControlBatch into) {
    AnalyzedNote whole = item.loaded();
    SplittableRandom random = item.random();
    int from = NoteCrops.place(whole.frames(), frames, STARTS, random);
    int cut = Math.min(CUT_FRAMES, frames / 4);
    into.first()[b] = from > 0 ? cut : 0;
    into.end()[b] = from + frames < whole.frames() ? frames - cut : frames;
    AnalyzedNote heard = whole.frames(from, frames);
    if (siblings == null) {
      put(heard, heard, whole.peakDb(), false, b, into);
      return;
    }
    AnalyzedNote wanted = heard;
    double peakDb = whole.peakDb();
    if (random.nextDouble() < SYNTHETIC) {
      heard = synthetic.random(heard, random);
      wanted = heard;
      peakDb = heard.peakDb();
    } else if (random.nextDouble() < TRANSPOSED) {
      AnalyzedNote sibling = siblings.random(item.note(), whole, random);
      wanted = sibling.frames(from, frames);
      peakDb = sibling.peakDb();
    }
    if (random.nextDouble() < EQUALIZED) {
      Equalizer equalizer = Equalizer.random(random);
      boolean same = wanted == heard;
      heard = equalized(heard, equalizer);
      wanted = same ? heard : equalized(wanted, equalizer);
    }
    put(heard, wanted, peakDb, random.nextDouble() < HIDDEN_PITCHES, b, into);
  }

  /**
   * Puts a crop in its place.
   *
   * @param heard what the encoder gets
   * @param wanted what the decoder should make
   * @param peakDb of the whole of this
   * @param hidden whether the encoder is not told the pitch
   */
  private void put(
      AnalyzedNote heard,
      AnalyzedNote wanted,
      double peakDb,
      boolean hidden,
      int b,
      ControlBatch into) {
    into.midi()[b] = wanted.midi();
    float[] inputs = EncoderInputs.of(heard.features(), frames, hidden ? Double.NaN : heard.midi());
    into.topHz()[b] = wanted.topHz();
    ControlCoding.Targets targets =
        coding.targets(wanted.controls(), wanted.midi(), peakDb, wanted.topHz());
    float[] conditions = new float[DecoderConditions.COUNT];
    float[] pitch = new float[PitchFeatures.COUNT];
    if (!hidden) {
      PitchFeatures.write(heard.midi(), pitch, 0);
    }
    for (int f = 0; f < frames; f++) {
      int row = f * batch + b;
      copy(inputs, f, into.inputs(), row, EncoderInputs.COUNT);
      copy(pitch, 0, into.pitches(), row, pitch.length);
      DecoderConditions.write(wanted.midi(), targets.levelDb(), f, conditions, 0);
      copy(conditions, 0, into.conditions(), row, conditions.length);
      copy(targets.values(), f, into.targets(), row, spec.valuesPerFrame());
      copy(targets.weights(), f, into.weights(), row, spec.valuesPerFrame());
      into.levelDb()[row] = targets.levelDb()[f];
    }
  }

  private static void copy(float[] from, int fromRow, float[] to, int toRow, int columns) {
    System.arraycopy(from, fromRow * columns, to, toRow * columns, columns);
  }

  private AnalyzedNote equalized(AnalyzedNote note, Equalizer equalizer) {
    double hz = Pitch.hzOfMidi(note.midi());
    double[] featureGains = new double[FrameFeatures.COUNT];
    for (int i = 0; i < featureGains.length; i++) {
      featureGains[i] = equalizer.decibels(features.middleHz(i, hz));
    }
    NoteControls own = note.controls();
    double[] partialGains = new double[own.partials()];
    for (int k = 0; k < partialGains.length; k++) {
      partialGains[k] = equalizer.decibels((k + 1) * hz);
    }
    double[] noiseGains = new double[own.bands()];
    for (int i = 0; i < noiseGains.length; i++) {
      noiseGains[i] = equalizer.decibels(bands.middleHz(i));
    }
    return new AnalyzedNote(
        note.midi(),
        raised(note.features(), featureGains, FrameFeatures.FLOOR_DB),
        new NoteControls(
            own.partials(),
            own.bands(),
            raised(own.partialDb(), partialGains, NoteControls.SILENT_DB),
            raised(own.noiseDb(), noiseGains, NoteControls.SILENT_DB),
            own.cents(),
            own.tuningCents()),
        note.topHz());
  }

  /** Levels with a gain for each column; what is at the floor stays. */
  private static float[] raised(float[] db, double[] gains, float floorDb) {
    float[] raised = new float[db.length];
    for (int i = 0; i < db.length; i++) {
      raised[i] =
          db[i] <= floorDb ? floorDb : (float) Math.max(floorDb, db[i] + gains[i % gains.length]);
    }
    return raised;
  }
}
