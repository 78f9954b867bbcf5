package dev.synth.models.spectral;

import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.NoteWorkers;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.models.spectral.graph.SpectralCoder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The decoder's network, and phases for the magnitudes that it makes. One note at a time has the
 * network, so that it is computed alike whatever else is played; phases are found on all threads.
 */
final class SpectralSynthesizer implements Synthesizer {
  private final SpectralSpec spec;
  private final SavedModel model;
  private SpectralCoder decoder;

  private SpectralSynthesizer(SavedModel model) {
    this.spec = SpectralSpec.of(model);
    this.model = model;
  }

  static SpectralSynthesizer of(SavedModel model) {
    return new SpectralSynthesizer(model);
  }

  @Override
  public LatentFormat format() {
    return spec.latent().orElseThrow();
  }

  @Override
  public void synthesize(
      NoteSupply supply,
      long samplesTotal,
      int threads,
      int notesAtOnce,
      ProgressListener listener) {
    NoteWorkers.play(supply, samplesTotal, Math.min(threads, notesAtOnce), listener, this::play);
  }

  private float[] play(GenerationRequest request) {
    check(request);
    Embedding embedding = request.embedding();
    // What is not played is not computed either.
    int pieces = format().frames(request.samples());
    float[][] images = new float[pieces][];
    for (int i = 0; i < pieces; i++) {
      int from = i * spec.latentChannels();
      images[i] =
          decode(
              Arrays.copyOfRange(embedding.values(), from, from + spec.latentChannels()),
              request.pitch().whole());
      for (float pixel : images[i]) {
        if (!Float.isFinite(pixel)) {
          throw new WorkFailedException(
              "the model's output is not a number; its weights are damaged, or the embedding is far"
                  + " from those it was trained on.");
        }
      }
    }
    float[] sound =
        new NoteSpectrogram(spec)
            .sound(images, request.samples(), request.seed(), spec.phaseIterations());
    return request.level().apply(sound);
  }

  /** ND4J is loaded when something is played, not before. */
  private synchronized float[] decode(float[] frame, int pitch) {
    if (decoder == null) {
      decoder = SpectralCoder.decoder(spec, model.tensors(), 1);
    }
    return decoder.decode(frame, pitch);
  }

  @Override
  public Optional<String> refusal(PlayedPitch pitch) {
    if (!pitch.isKnown()) {
      return Optional.of("has no pitch, and a spectral model cannot play without one");
    }
    return Synthesizer.super.refusal(pitch);
  }

  @Override
  public int notesAtOnce(int notes, int threads, int wanted) {
    int atOnce = wanted == 0 ? threads : wanted;
    return Math.max(1, Math.min(atOnce, notes));
  }

  /** Three spectrograms and the image of a piece; most notes are of one. */
  @Override
  public long bytesPerNote() {
    return (long) Float.BYTES * (7L * spec.spectra() * (spec.rows() + 1) + 3L * spec.pixels());
  }

  @Override
  public void check(GenerationRequest request) {
    if (request.embedding().channels() != spec.latentChannels()) {
      throw new IllegalArgumentException(
          "the embedding has "
              + request.embedding().channels()
              + " channels, but the model wants "
              + spec.latentChannels());
    }
    long most = (long) request.embedding().frames() * spec.noteSamples();
    if (request.samples() > most) {
      throw new IllegalArgumentException(
          request.samples()
              + " samples wanted, but the embedding's "
              + request.embedding().frames()
              + " frames of "
              + spec.noteSamples()
              + " samples make "
              + most);
    }
    check(request.pitch());
  }

  @Override
  public String description() {
    return "Deeplearning4j's layers on ND4J, phases by Griffin and Lim";
  }
}
