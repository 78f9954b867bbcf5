package dev.synth.models.spectral.train;

import dev.synth.models.spectral.SpectralSpec;
import dev.synth.models.spectral.SpectrogramBatch;
import dev.synth.train.data.Batches;
import dev.synth.train.data.NoteCrops;
import dev.synth.train.data.NoteStream;
import dev.synth.train.data.StreamPosition;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

/** Batches of images: of each note one, of a long note that of any of its pieces. */
final class ImageBatches implements Batches<SpectrogramBatch> {
  /** Share of long notes of which it is the first. */
  private static final double STARTS = 0.5;

  private final SpectralSpec spec;
  private final NoteStream<NoteImages> notes;
  private final int batch;
  private final Executor threads;

  /**
   * Batches.
   *
   * @param threads that read notes and make images
   */
  ImageBatches(SpectralSpec spec, NoteStream<NoteImages> notes, int batch, Executor threads) {
    this.spec = spec;
    this.notes = notes;
    this.batch = batch;
    this.threads = threads;
  }

  @Override
  public StreamPosition position() {
    return notes.position();
  }

  @Override
  public SpectrogramBatch next() throws IOException {
    List<NoteStream.Item<NoteImages>> items = notes.next(batch, threads);
    float[] images = new float[batch * spec.pixels()];
    int[] pitches = new int[batch];
    for (int n = 0; n < batch; n++) {
      float[][] pieces = items.get(n).loaded().images();
      int piece = NoteCrops.place(pieces.length, 1, STARTS, items.get(n).random());
      System.arraycopy(pieces[piece], 0, images, n * spec.pixels(), spec.pixels());
      pitches[n] = items.get(n).loaded().pitch();
    }
    return new SpectrogramBatch(images, pitches);
  }
}
