package dev.synth.models.spectral;

import dev.synth.audio.SampleReader;
import dev.synth.dsp.OffsetFilter;
import dev.synth.io.WorkFailedException;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Encoder;
import dev.synth.model.SavedModel;
import dev.synth.models.spectral.graph.SpectralCoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The encoder's network over the images of a sound. All of the sound is held, since its images are
 * relative to the largest magnitude of all of it.
 */
final class SpectralEncoder implements Encoder {
  private static final int BLOCK_SAMPLES = 65_536;

  /** The sound, its copy between mirrored ends, and what it grows into. */
  private static final int BYTES_PER_SAMPLE = 4 * Float.BYTES;

  private final SpectralSpec spec;
  private final NoteSpectrogram spectrogram;
  private final SpectralCoder coder;
  private final long mostSamples;

  private SpectralEncoder(SpectralSpec spec, SpectralCoder coder, long heapBytes) {
    this.spec = spec;
    this.spectrogram = new NoteSpectrogram(spec);
    this.coder = coder;
    this.mostSamples =
        Math.min(heapBytes / BYTES_PER_SAMPLE, Integer.MAX_VALUE - 2L * spec.noteSamples());
  }

  static SpectralEncoder of(SavedModel model, int threads) {
    return of(model, threads, Runtime.getRuntime().maxMemory() / 2);
  }

  /**
   * As above.
   *
   * @param heapBytes that a sound may take
   */
  static SpectralEncoder of(SavedModel model, int threads, long heapBytes) {
    SpectralSpec spec = SpectralSpec.of(model);
    return new SpectralEncoder(
        spec, SpectralCoder.encoder(spec, model.tensors(), threads), heapBytes);
  }

  @Override
  public LatentFormat format() {
    return spec.latent().orElseThrow();
  }

  @Override
  public Embedding encode(SampleReader sound, OptionalInt pitch) throws IOException {
    float[][] images = spectrogram.images(all(OffsetFilter.reader(sound, spec.sampleRateHz())));
    float[] values = new float[images.length * spec.latentChannels()];
    for (int i = 0; i < images.length; i++) {
      float[] frame = coder.encode(images[i]);
      System.arraycopy(frame, 0, values, i * spec.latentChannels(), frame.length);
    }
    return new Embedding(images.length, spec.latentChannels(), values);
  }

  private float[] all(SampleReader sound) throws IOException {
    float[] samples = new float[spec.noteSamples()];
    float[] block = new float[BLOCK_SAMPLES];
    int length = 0;
    for (int count = sound.read(block); count > 0; count = sound.read(block)) {
      if (length + (long) count > mostSamples) {
        throw new WorkFailedException(
            String.format(
                Locale.ROOT,
                "The sound is longer than %.0f s, and a spectral model's encoder holds all of it;"
                    + " more do not fit the memory that Java may take. Cut it into shorter ones.",
                (double) mostSamples / spec.sampleRateHz()));
      }
      if (length + count > samples.length) {
        samples = Arrays.copyOf(samples, (int) Math.min(mostSamples, 2L * (length + count)));
      }
      System.arraycopy(block, 0, samples, length, count);
      length += count;
    }
    if (length == 0) {
      throw new IllegalArgumentException("a sound without samples has no embedding");
    }
    return Arrays.copyOf(samples, length);
  }

  @Override
  public String description() {
    return "Deeplearning4j's layers on ND4J";
  }

  @Override
  public void close() {
    coder.close();
  }
}
